"""Answers about claims as they come and go."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from uuid import UUID

import msgspec

from minutes.review import Risk, RiskEvidence, RiskKind, RiskReason
from minutes.review.confirm import Answer


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """What was played or read before the answer."""

    utterances: tuple[str, ...] = ()
    seconds: Annotated[float, msgspec.Meta(ge=0)] = 0.0
    """Of sound played, or of evidence open where there is no sound."""


class ClaimReply(msgspec.Struct, frozen=True, kw_only=True):
    """An answer about one claim."""

    claim: str
    """Id of the risk."""
    answer: Answer
    client_id: UUID
    """Another for each answer; sent again where no reply came."""
    value: Annotated[str, msgspec.Meta(max_length=10_000)] | None = None
    """What it is, where it was wrong."""
    heard: Heard = Heard()
    without_listening: bool = False
    """Said expressly; recorded."""


class AnswerView(msgspec.Struct, frozen=True, kw_only=True):
    """The answer that holds."""

    answer: Answer
    value: str | None
    by: str
    at: dt.datetime
    without_listening: bool


class RiskView(msgspec.Struct, frozen=True, kw_only=True):
    """A risk and what somebody said about it; never with an answer that nobody gave."""

    id: str
    claim: str
    kind: RiskKind
    reasons: tuple[RiskReason, ...]
    value: str
    item: str | None
    evidence: tuple[RiskEvidence, ...]
    probability: float
    cost: float
    binding: bool
    seconds_needed: float
    """Of sound played, or evidence open, before an answer counts as given after looking."""
    answer: AnswerView | None


class ReviewShare(msgspec.Struct, frozen=True, kw_only=True):
    """How far the review is."""

    claims: int
    looked: int
    """Answered after hearing or reading."""
    unheard: int
    """Answered without."""
    share: float
    """Looked at, of all; 1 where there is nothing to look at."""
    binding: int
    """Votes, counts and decisions."""
    confirmed: int
    """Of them, those that a person found right or put right."""
    controls: int
    """Planted items that were answered."""
    noticed: int
    """Of them, those whose error was noticed."""
    minutes_left: float
    """Estimated, for what is not answered yet."""


def view_of(risk: Risk, answer: AnswerView | None, needed: float) -> RiskView:
    """Return a risk as it is shown."""
    return RiskView(
        id=risk.id,
        claim=risk.claim,
        kind=risk.kind,
        reasons=risk.reasons,
        value=risk.value,
        item=risk.item,
        evidence=risk.evidence,
        probability=risk.probability,
        cost=risk.cost,
        binding=risk.binding,
        seconds_needed=needed,
        answer=answer,
    )
