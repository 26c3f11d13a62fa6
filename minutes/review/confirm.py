"""What people confirmed, put into the minutes; and what counts as having looked.

A vote or the wording of a decision is confirmed by a person alone, claim by claim. An answer holds as long as
the claim says the same (:attr:`minutes.review.Risk.id`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec

from minutes.types import MinutesDecision, MinutesVote, OpenPoint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from minutes.review.risk_types import Risk
    from minutes.types import Minutes

_Claim = TypeVar("_Claim", MinutesVote, MinutesDecision)

Answer = Literal["right", "wrong", "changed"]
"""``changed``: the person put it right."""

DOUBLE_SPEED = 0.4
"""Share of the evidence's seconds that must have been played: at double speed it is a half, less a little."""
LEAST_SECONDS, MOST_SECONDS = 1.0, 8.0
"""Bounds of the time that looking takes."""
ONCE_PLAYED = 0.7
"""Share of a very short passage that suffices: a player reports its place some four times a second, so that
playing it once may count for a quarter of a second less."""
WORDS_READ = 6.0
"""Words a second of somebody who reads fast, for evidence without sound."""


class Confirmation(msgspec.Struct, frozen=True, kw_only=True):
    """The last answer of a person about a claim."""

    risk: str
    """Id of the risk."""
    answer: Answer
    by: str
    at: str
    """ISO 8601 date and time."""


def plausible_seconds(risk: Risk, words: int = 0) -> float:
    """Return how long somebody who looks must at least have played the sound, or had the evidence open.

    Args:
        risk: what was asked.
        words: of the evidence; counted where it has no times.
    """
    needed = DOUBLE_SPEED * risk.seconds if risk.seconds else words / WORDS_READ
    least = min(LEAST_SECONDS, ONCE_PLAYED * risk.seconds) if risk.seconds else LEAST_SECONDS
    return round(min(max(needed, least), MOST_SECONDS), 1)


def with_confirmations(minutes: Minutes, queue: Sequence[Risk], answers: Iterable[Confirmation]) -> Minutes:
    """Return the minutes with who confirmed what, and with an open point where votes or wordings are open.

    A vote is confirmed when its result and, where it has any, its counts are; by whom and when is the later
    of the two.
    """
    told = {one.risk: one for one in answers}
    asked: dict[str, list[Risk]] = {}
    for risk in queue:
        if risk.binding:
            asked.setdefault(risk.claim, []).append(risk)

    def confirmed(claim: str) -> Confirmation | None:
        found = [told.get(risk.id) for risk in asked.get(claim, ())]
        kept = [one for one in found if one is not None and one.answer != "wrong"]
        return max(kept, key=lambda one: one.at) if kept and len(kept) == len(found) else None

    items = []
    waiting = {True: 0, False: 0}
    for item in minutes.items:
        votes = tuple(_marked(vote, confirmed(vote.id)) for vote in item.votes)
        decisions = tuple(_marked(decision, confirmed(decision.id)) for decision in item.decisions)
        open_claims = [vote.public for vote in votes if vote.confirmed_at is None]
        open_claims += [decision.public for decision in decisions if decision.confirmed_at is None]
        for public in open_claims:
            waiting[public] += 1
        items.append(msgspec.structs.replace(item, votes=votes, decisions=decisions))
    points = tuple(
        OpenPoint(
            code="unconfirmed",
            text=f"Noch von niemandem bestätigt: Abstimmungen und Beschlüsse ({count}).",
            public=public,
        )
        for public, count in waiting.items()
        if count
    )
    kept = tuple(point for point in minutes.open_points if point.code != "unconfirmed")
    return msgspec.structs.replace(minutes, items=tuple(items), open_points=(*kept, *points))


def _marked(claim: _Claim, found: Confirmation | None) -> _Claim:
    return msgspec.structs.replace(
        claim, confirmed_by=found.by if found else None, confirmed_at=found.at if found else None
    )
