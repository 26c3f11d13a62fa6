"""What the alignment of a meeting with its agenda hands over."""

from __future__ import annotations

import msgspec

from diarize.types import Utterance
from minutes.types import ItemOutcome


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One reading of a boundary: which item may begin there, and how likely."""

    number: str | None
    """Agenda number; None is "no item"."""
    probability: float
    """Posterior of the alignment model, 0 to 1; ordered rightly, calibrated only roughly."""


class Boundary(msgspec.Struct, frozen=True, kw_only=True):
    """A place where an item begins."""

    utterance: str
    """Id (after splitting) of the first utterance of the section."""
    numbers: tuple[str, ...]
    """The items called; several where they were called together."""
    confidence: float
    """Probability that this item is dealt with from here on, 0 to 1."""
    others: tuple[Choice, ...] = ()
    """Runners-up: what else could be under discussion here, most likely first."""
    reasons: tuple[str, ...] = ()
    """Codes of the evidence: ``call``, ``number``, ``title``, ``paper``, ``closing``, ``order``,
    ``beginning``
    """


class ItemAlignment(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting laid along its agenda."""

    utterances: tuple[Utterance, ...]
    """Everything that came in, in order, each with its item; split where the item changes inside."""
    items: tuple[ItemOutcome, ...]
    """One for every item of the agenda, in the order of the agenda."""
    boundaries: tuple[Boundary, ...] = ()
    """In the order of speech."""
    public_until: str | None = None
    """Last utterance of the public part; None where all of it is public."""
    chair: str | None = None
    """Speaker id of who mostly presided."""
    warnings: tuple[str, ...] = ()
    """For the secretary, German."""
