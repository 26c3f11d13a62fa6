"""The minutes in parts, each of sections of entries: what the page shows at a time."""

from __future__ import annotations

from typing import Any

import msgspec

from app.web.writing.fields import Field, fields_of, shown_value
from minutes.editing import Path
from minutes.types import Evidence, Minutes, MinutesItem, OpenPoint

HEAD = "head"
PEOPLE = "people"

CLAIMS = ("decisions", "votes", "motions", "recusals", "statements", "assignments", "course")
"""Of an item, in the order in which they are looked at: what binds comes first."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the overview."""

    key: str
    """``head``, ``people``, or the number of an item."""
    title: str
    """Of an item; empty for the others."""
    public: bool
    open: int
    """Points to be settled."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Something with fields."""

    path: Path
    fields: tuple[tuple[Field, str], ...]
    """Each with what stands in it."""
    title: str = ""
    """Of what is named already (a person)."""
    origin: str | None = None
    derived: tuple[str, ...] = ()
    """Names of fields that were worked out."""
    evidence: tuple[Evidence, ...] = ()
    public: bool = True


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of one kind."""

    name: str
    entries: tuple[Entry, ...]
    addable: bool = False
    path: Path = ()
    """Of the list, where entries can be added."""
    blank: tuple[Field, ...] = ()
    """Controls of an entry to be added."""


def parts_of(minutes: Minutes) -> tuple[Part, ...]:
    """Return the overview."""
    first = (
        Part(key=HEAD, title="", public=True, open=len(minutes.open_points)),
        Part(key=PEOPLE, title="", public=True, open=0),
    )
    return first + tuple(
        Part(key=item.number, title=item.title, public=item.public, open=len(item.open_points))
        for item in minutes.items
    )


def part_of(minutes: Minutes, key: str) -> tuple[tuple[Section, ...], tuple[OpenPoint, ...]]:
    """Return sections and open points of a part; the head for a key that names none."""
    item = next((item for item in minutes.items if item.number == key), None)
    if item is not None:
        return _item(item), item.open_points
    if key == PEOPLE:
        people = tuple(_entry(("attendees", one.name), one, title=one.name) for one in minutes.attendees)
        moves = tuple(_entry(("moves", one.id), one) for one in minutes.moves)
        return (
            Section(name="attendees", entries=people),
            Section(
                name="moves", entries=moves, addable=True, path=("moves",), blank=fields_of(("moves", ""))
            ),
        ), ()
    return _head(minutes), minutes.open_points


def _head(minutes: Minutes) -> tuple[Section, ...]:
    clocks = tuple(
        _entry(("head", name), getattr(minutes.head, name), title=name)
        for name in ("begin", "public_end", "end")
    )
    findings = tuple(
        _entry((name,), getattr(minutes, name), title=name) for name in ("invited_in_form", "quorum")
    )
    return (
        Section(name="roles", entries=(_entry((), minutes),)),
        Section(name="clocks", entries=clocks),
        Section(name="findings", entries=findings),
    )


def _item(item: MinutesItem) -> tuple[Section, ...]:
    base = ("items", item.number)
    sections = [Section(name="item", entries=(_entry(base, item),))]
    for name in CLAIMS:
        entries = tuple(_entry((*base, name, one.id), one) for one in getattr(item, name))
        sections.append(
            Section(
                name=name,
                entries=entries,
                addable=True,
                path=(*base, name),
                blank=fields_of((*base, name, "")),
            )
        )
    return tuple(sections)


def _entry(path: Path, value: Any, *, title: str = "") -> Entry:
    fields = fields_of(path)
    return Entry(
        path=path,
        fields=tuple((field, shown_value(field, getattr(value, field.name))) for field in fields),
        title=title,
        origin=getattr(value, "origin", None),
        derived=getattr(value, "derived", ()),
        evidence=getattr(value, "evidence", ()),
        public=getattr(value, "public", True),
    )
