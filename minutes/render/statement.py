"""One printed sentence with the places of the recording it rests on."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from minutes.render.phrases import clean, position
from minutes.types import Evidence

_MOST_TIMES = 3
"""Places shown behind one sentence; the rest stays in ``minutes.json``."""
_NEAR = 30.0
"""Seconds from a printed place within which another is not printed: who listens there hears both."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the recording."""

    label: str
    """``H:MM:SS``."""
    href: str = ""
    """Link to it; empty where there is no page to link to."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence ready to print."""

    text: str = ""
    gap: str = ""
    """What is to be filled in, printed behind the text; templates make it visible."""
    mark: str = ""
    """"abgeleitet", "unsicher erkannt" or the like; empty where nothing is to be said."""
    places: tuple[Place, ...] = ()

    @property
    def note(self) -> str:
        """Mark and places as they are printed behind the text, with a leading space."""
        mark = f" ({self.mark})" if self.mark else ""
        return mark + "".join(f" [{place.label}]" for place in self.places)


class Linker:
    """Makes statements with places, linked to the page of the recording where there is one."""

    def __init__(self, base: str | None) -> None:
        self.base = base

    def places(self, evidence: Sequence[Evidence]) -> tuple[Place, ...]:
        """Return the places of the evidence that has times; of those close together the first."""
        kept: list[float] = []
        for second in sorted({e.second for e in evidence if e.second is not None}):
            if not kept or second - kept[-1] > _NEAR:
                kept.append(second)
        return tuple(self.place(second) for second in kept[:_MOST_TIMES])

    def place(self, second: float) -> Place:
        """Return one place."""
        href = "" if self.base is None else f"{self.base}#t={second:.1f}"
        return Place(label=position(second), href=href)

    def statement(
        self, text: str, evidence: Sequence[Evidence] = (), *, gap: str = "", mark: str = ""
    ) -> Statement:
        """Return a printable sentence."""
        return Statement(text=clean(text), gap=gap, mark=mark, places=self.places(evidence))
