"""Who signs an edition: one slot for each line of the state's profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from minutes.lifecycle.moves import Actor
from minutes.profiles import Basis, Profile

if TYPE_CHECKING:
    from collections.abc import Collection

    from minutes.types import Minutes

_ACTORS: dict[str, Actor] = {"chair": "chair", "clerk": "secretary", "member": "member"}


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One signature that is asked for."""

    number: int
    """From 0, in the order of the document."""
    role: str
    """As it is printed."""
    actor: Actor
    """Whose account signs here."""
    name: str | None = None
    """Expected, where the minutes name the person."""
    source: str = ""
    basis: Basis = "unsure"


def slots_of(minutes: Minutes, profile: Profile | None) -> tuple[Slot, ...]:
    """Return the signatures the law of the state asks for; without a state chair and clerk."""
    names = {"chair": minutes.chair, "secretary": minutes.clerk, "member": None}
    if profile is None:
        return (
            Slot(number=0, role="Vorsitz", actor="chair", name=minutes.chair),
            Slot(number=1, role="Schriftführung", actor="secretary", name=minutes.clerk),
        )
    made = []
    for number, line in enumerate(profile.signatures):
        actor = _ACTORS[line.person]
        made.append(
            Slot(
                number=number,
                role=line.role,
                actor=actor,
                name=names[actor],
                source=line.source,
                basis=line.basis,
            )
        )
    return tuple(made)


def open_slots(slots: tuple[Slot, ...], signed: Collection[int]) -> tuple[Slot, ...]:
    """Return the slots without a signature."""
    return tuple(slot for slot in slots if slot.number not in signed)
