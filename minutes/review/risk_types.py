"""The queue of what deserves a look, as values."""

from __future__ import annotations

from typing import Literal

import msgspec

RiskKind = Literal[
    "vote",
    "count",
    "number",
    "name",
    "negation",
    "low-confidence",
    "invented-text",
    "evidence-disagrees",
    "contradiction",
    "item-boundary",
    "speaker",
    "decision-wording",
]
"""What may be wrong."""


class RiskReason(msgspec.Struct, frozen=True, kw_only=True):
    """Why something deserves a look."""

    code: str
    """Stable."""
    de: str
    en: str


class RiskEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """What to hear or to read."""

    utterance: str
    start: float | None = None
    """Seconds from the start of the recording; None in a transcript without times."""
    end: float | None = None


class Risk(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the draft claims, and how dangerous it would be unseen."""

    id: str
    """Made of what is claimed, not of where it stands: the same claim of a newer draft has the same id."""
    claim: str
    """What it is about: the id of a claim of the minutes ("Ö 5/v1"), ``utterance:u41``, ``speaker:S3``,
    ``item:Ö 5``, or ``warning:3`` (place among the warnings of the outcomes)."""
    kind: RiskKind
    reasons: tuple[RiskReason, ...]
    """The weightiest first; never empty."""
    value: str
    """What the draft says, for the person who is asked whether it is right."""
    item: str | None = None
    evidence: tuple[RiskEvidence, ...] = ()
    probability: float
    """That it is wrong, estimated, 0 to 1."""
    cost: float
    """What an unseen error costs; a wrong result of a vote is 60, a garbled half-sentence 1."""
    binding: bool = False
    """A vote, its counts or a decision: confirmed by a person, one at a time."""

    @property
    def harm(self) -> float:
        """Expected harm: what the queue is ordered by."""
        return self.probability * self.cost

    @property
    def seconds(self) -> float:
        """Sound of the evidence, in seconds; 0 where there are no times."""
        return sum(e.end - e.start for e in self.evidence if e.start is not None and e.end is not None)
