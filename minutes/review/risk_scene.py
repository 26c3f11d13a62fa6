"""Look-ups over transcript, outcomes and minutes that every part of the queue needs; built once."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from minutes.language.tokens import fold
from minutes.review.risk_reasons import SIGNS, doubt, together, told
from minutes.review.risk_types import Risk, RiskEvidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from diarize.types import Utterance
    from minutes.review.risk_types import RiskKind
    from minutes.types import Agenda, Evidence, Minutes, Outcomes, Roster, Transcript

LENGTH = 2.3
"""Words of German in a second of speech, for transcripts without times."""


@dataclass(frozen=True)
class Scene:
    """What the queue is made from."""

    transcript: Transcript
    outcomes: Outcomes
    minutes: Minutes
    agenda: Agenda
    roster: Roster | None
    seen: Counter[str] = field(default_factory=Counter)

    @cached_property
    def utterances(self) -> Mapping[str, Utterance]:
        """By id."""
        return {u.id: u for u in self.transcript.utterances}

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Id to place."""
        return {u.id: place for place, u in enumerate(self.transcript.utterances)}

    def of(self, evidence: Iterable[Evidence]) -> tuple[Utterance, ...]:
        """Return the utterances of evidence; those that are no longer there are left out."""
        return tuple(self.utterances[e.utterance] for e in evidence if e.utterance in self.utterances)

    def make(
        self,
        kind: RiskKind,
        claim: str,
        signs: Mapping[str, float],
        *,
        identity: object,
        value: str,
        cost: float,
        spoken: Iterable[Utterance],
        item: str | None = None,
        binding: bool = False,
    ) -> Risk:
        """Put a risk together.

        Args:
            kind: what may be wrong.
            claim: what it is about.
            signs: codes of the reasons, with the probability of each.
            identity: what is claimed, as values whose ``repr`` is the same for the same claim.
            value: what the draft says.
            cost: of an unseen error.
            spoken: the utterances to hear.
            item: number of the agenda item.
            binding: whether a person must confirm it.
        """
        content = repr((kind, item if kind != "speaker" else None, identity))
        self.seen[content] += 1
        digest = hashlib.blake2b(f"{content} {self.seen[content]}".encode(), digest_size=9).hexdigest()
        codes = sorted(signs, key=lambda code: -signs[code])
        return Risk(
            id=f"{kind}-{digest}",
            claim=claim,
            kind=kind,
            reasons=tuple(told(code) for code in codes),
            value=value,
            item=item,
            evidence=tuple(RiskEvidence(utterance=u.id, start=u.start, end=u.end) for u in spoken),
            probability=together(signs.values()),
            cost=cost,
            binding=binding,
        )


def sign(code: str) -> dict[str, float]:
    """Return a sign with its usual probability."""
    return {code: SIGNS[code].probability}


def unsure(utterances: Iterable[Utterance], *, share: float = 0.8) -> dict[str, float]:
    """Return the doubt about the least sure of some utterances, where there is any worth telling."""
    known = [u.confidence for u in utterances if u.confidence is not None]
    amount = doubt(min(known), share=share) if known else 0.0
    return {"unsure-words": amount} if amount > 0.01 else {}  # noqa: PLR2004 - nothing to speak of


def plain(text: str) -> str:
    """Return a text as it is compared: folded, without blanks at its ends."""
    return " ".join(fold(text).split())
