"""Fields of the minutes as controls of a form, and what people type as values of the document."""

from __future__ import annotations

from typing import Any, Literal, get_args

import msgspec

from minutes.editing import Path
from minutes.types import ItemState, MotionKind, VoteResult, VoteSubject
from minutes.types.minutes import AttendeeState

Control = Literal["text", "area", "count", "clock", "choice", "names", "known"]
"""``names``: several, with commas; ``known``: yes, no or not known."""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A control."""

    name: str
    control: Control = "text"
    options: tuple[str, ...] = ()
    """Values of a choice; ``writing.value.NAME.VALUE`` says them."""
    empty: bool = True
    """Whether nothing may stand there."""


def _choice(name: str, values: object, *, empty: bool = False) -> Field:
    return Field(name=name, control="choice", options=get_args(values), empty=empty)


def _area(name: str = "text") -> Field:
    return Field(name=name, control="area", empty=False)


FIELDS: dict[tuple[str, ...], tuple[Field, ...]] = {
    (): (Field(name="chair"), Field(name="clerk")),
    ("head",): (Field(name="value", control="clock"),),
    ("findings",): (Field(name="value", control="known"),),
    ("attendees",): (
        _choice("state", AttendeeState),
        Field(name="reason"),
        Field(name="party"),
    ),
    ("moves",): (
        Field(name="person", empty=False),
        Field(name="kind", control="choice", options=("arrived", "left"), empty=False),
        Field(name="time", control="clock"),
        Field(name="item"),
    ),
    ("items",): (_choice("state", ItemState), Field(name="joint_with", control="names")),
    ("items", "decisions"): (_area(),),
    ("items", "votes"): (
        _choice("subject", VoteSubject),
        _choice("result", VoteResult),
        Field(name="unanimous", control="known"),
        Field(name="yes", control="count"),
        Field(name="no", control="count"),
        Field(name="abstain", control="count"),
        Field(name="against_by", control="names"),
        Field(name="abstain_by", control="names"),
    ),
    ("items", "motions"): (_choice("kind", MotionKind), Field(name="mover"), Field(name="party"), _area()),
    ("items", "recusals"): (
        Field(name="person", empty=False),
        Field(name="party"),
        Field(name="left_room", control="known"),
    ),
    ("items", "statements"): (Field(name="speaker"), Field(name="party"), _area()),
    ("items", "assignments"): (Field(name="who"), Field(name="until"), _area()),
    ("items", "course"): (Field(name="speaker"), Field(name="party"), _area()),
}
"""By the names of the fields on the way, as in :mod:`minutes.editing`."""

KNOWN = {"true": True, "false": False, "": None}


def fields_of(path: Path) -> tuple[Field, ...]:
    """Return the controls of an entry, or of the place of a single field without its name."""
    names = path[::2]
    if names[:1] == ("head",):
        return FIELDS["head",]
    if names[:1] in {("invited_in_form",), ("quorum",)}:
        return FIELDS["findings",]
    return FIELDS.get(names, ())


def shown_value(field: Field, value: Any) -> str:
    """Return a value as a control shows it."""
    if value is None:
        return ""
    if field.control == "names":
        return ", ".join(value)
    if field.control == "known":
        return "true" if value else "false"
    return str(value)


def read_value(field: Field, typed: str) -> Any:
    """Return what was typed as a value; what does not fit is refused where it is applied."""
    text = typed.strip()
    if field.control == "names":
        return [one.strip() for one in text.split(",") if one.strip()]
    if field.control == "known":
        return KNOWN.get(text, text)
    if field.control == "count" and text.isascii() and text.isdigit():
        return int(text[:9])
    if not text and field.empty:
        return None
    return text
