"""How much each kind of evidence counts, in steps of trust (about the logarithm of its odds).

The weights follow how often each kind was right on the measured meetings: the chair's "Vielen Dank, Frau
Stein." at the head of a turn meant the voice before in all of 174 cases, a name that a member drops at the
end of a turn meant the next voice in none of 50. ``python -m app.measure.crossval`` shows what the choice of
the thresholds does to meetings it was not chosen on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from minutes.people.cues import Cue


class Scale(msgspec.Struct, frozen=True):
    """The weight of a cue from one who chairs, and from one who does not."""

    chair: float
    member: float

    def at(self, chairing: float) -> float:
        """Return the weight for a voice that chairs so much (0 to 1)."""
        return self.member + (self.chair - self.member) * chairing


NOTHING = Scale(0.0, 0.0)
NEXT: dict[Cue, Scale] = {
    "floor": Scale(3.0, 1.2),
    "bare": Scale(3.0, 1.2),
    "ask": Scale(2.4, 0.6),
    "vocative": Scale(1.2, 0.1),
    "other": Scale(1.5, 0.0),
}
"""A cue at the end of a turn, for the voice that follows."""
PREVIOUS: dict[Cue, Scale] = {
    "thanks": Scale(3.0, 0.7),
    "ask": Scale(1.0, 0.4),
    "vocative": Scale(1.2, 0.6),
}
"""A cue in the first words of a turn, for the voice before."""
INTERVENE = Scale(2.0, 0.9)
"""An announced question from the floor, for the first new voice after."""
SPILLED = 2.0
"""The chair's call at the head of the turn of the one who was called, for that turn's voice."""
HANDOVER = Scale(4.0, 2.0)
"""Being asked to take the chair, for the first new voice after."""
NOT_SELF: dict[Cue, float] = {
    "floor": 1.5,
    "bare": 1.0,
    "ask": 1.5,
    "vocative": 1.5,
    "intervene": 0.7,
    "handover": 1.5,
    "thanks": 1.5,
    "other": 0.7,
}
"""How much a mention speaks against the one who utters it being that person."""
NOT_SELF_MOST = 6.0
SELF = 4.0
"""Naming oneself."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """When evidence suffices; chosen on one half of the measured meetings, reported on the other."""

    least: float = 0.9
    """Summed evidence below this names nobody."""
    margin: float = 0.3
    """The runner-up must be this much behind, if he is still free."""
    again: float = 2.0
    """Evidence a further voice of a named person needs."""
    purity: float = 0.6
    """Share of all calls of a voice that must mean the person; below it the voice is a mixture."""


LIMITS = Limits()
