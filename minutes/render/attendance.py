"""The attendance table of the document."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import msgspec

from minutes.render.phrases import NOT_STATED, PRESENCE, clean
from minutes.render.statement import Statement

if TYPE_CHECKING:
    from minutes.types import AttendanceMove, Attendee, Minutes, MinutesPart

_GROUPS = {
    "chair": "Vorsitz",
    "member": "Mitglied",
    "clerk": "Schriftführung",
    "administration": "Verwaltung",
    "guest": "Gast",
}
_STEM = 9
"""Letters by which an office repeats the role ("Schriftführerin")."""
_ORDER = ("chair", "member", "administration", "clerk", "guest", None)


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the attendance table."""

    name: str
    role: str
    """Vorsitz, Mitglied, Verwaltung, Schriftführung, Gast; with the office where it says more."""
    party: str
    presence: str


def attendance_rows(minutes: Minutes, part: MinutesPart) -> tuple[PersonRow, ...]:
    """Return the people by role and surname, chair first; hidden guests are left out of the public part."""
    shown = [person for person in minutes.attendees if part != "public" or person.public]
    shown.sort(key=lambda person: (_ORDER.index(person.role), _surname(person.name)))
    return tuple(
        PersonRow(
            name=clean(person.name),
            role=_role(person),
            party=clean(person.party or "–"),
            presence=_presence(minutes, person, part),
        )
        for person in shown
    )


def attendance_summary(minutes: Minutes) -> tuple[Statement, ...]:
    """Count those entitled to vote, where the list of people says who is."""
    voting = [person for person in minutes.attendees if person.votes]
    if not voting:
        return ()
    present = sum(person.state == "present" for person in voting)
    text = f"Von {len(voting)} Stimmberechtigten der Personenliste sind {present} als anwesend erfasst."
    return (Statement(text=text, mark="abgeleitet"),)


def _role(person: Attendee) -> str:
    group = _GROUPS.get(person.role or "", "nicht auf der Personenliste")
    office = clean(person.office or "")
    if not office or office.casefold() == group.casefold():
        return group
    said = group.casefold() in office.casefold() or office.casefold().startswith(group.casefold()[:_STEM])
    return office if said else f"{group}, {office}"


def _presence(minutes: Minutes, person: Attendee, part: MinutesPart) -> str:
    moves = [m for m in minutes.moves if m.person == person.name and (part != "public" or m.public)]
    if person.state != "present" or not moves:
        return PRESENCE[person.state]
    return ", ".join([PRESENCE["present"], *(_move(move) for move in moves)])


def _move(move: AttendanceMove) -> str:
    item = f" ({clean(move.item)})" if move.item else ""
    if move.time:
        return f"{'ab' if move.kind == 'arrived' else 'bis'} {move.time} Uhr{item}"
    word = "später eingetroffen" if move.kind == "arrived" else "früher gegangen"
    return f"{word}{item}, Uhrzeit {NOT_STATED}"


def _surname(name: str) -> tuple[str, str]:
    """Return the key to sort by: surname first, umlauts as their vowels (DIN 5007-1)."""
    plain = (
        unicodedata.normalize("NFKD", name.replace("ß", "ss")).encode("ascii", "ignore").decode().casefold()
    )
    words = plain.split()
    return (words[-1] if words else "", plain)
