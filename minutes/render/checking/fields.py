"""The fields of a template: derived from what a rendering sees, so that no list can go stale.

A field's path is the way to it through loops: ``view.sections`` is a list, one of its entries is called
``sections``, and ``sections.title`` is a field of that. :data:`MEANINGS` says what each prints.
"""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from minutes.render.attendance import PersonRow
from minutes.render.checking.meanings import MEANINGS
from minutes.render.statement import Place, Statement
from minutes.render.topic import Resolution, Speech, Topic, VoteRow
from minutes.render.view import AgendaRow, HeadRow, Section, Signature, View

NAMES: dict[type[msgspec.Struct], str] = {
    View: "view",
    HeadRow: "head",
    PersonRow: "people",
    AgendaRow: "agenda",
    Section: "sections",
    Topic: "topics",
    Speech: "speech",
    Resolution: "resolutions",
    VoteRow: "votes",
    Signature: "signatures",
    Statement: "statement",
    Place: "places",
}
"""What the documentation calls the entries of the lists."""


@dataclass(frozen=True, slots=True)
class Text:
    """Prints as it is."""


@dataclass(frozen=True, slots=True)
class Record:
    """Has members and is no text itself."""

    name: str
    members: dict[str, Kind] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Many:
    """Can be looped over."""

    entry: Kind


Kind = Text | Record | Many


class FieldRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the documentation."""

    field: str
    kind: str
    """``text``, ``list of …`` or the name of what it is."""
    meaning: str


def _record(struct: type[msgspec.Struct]) -> Record:
    hints = typing.get_type_hints(struct)
    members = {name: _kind(hints[name]) for name in struct.__struct_fields__}
    if struct is Statement:
        members["note"] = Text()
    return Record(NAMES[struct], members)


def _kind(hint: object) -> Kind:
    if hint is str:
        return Text()
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        return Many(_kind(arguments[0]))
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        return _kind(next(one for one in arguments if one is not type(None)))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _record(hint)
    message = f"a template cannot show {hint!r}"
    raise TypeError(message)


VIEW = _record(View)
"""All that a template can see."""

LOOP = Record(
    "loop",
    {name: Text() for name in ("index", "index0", "revindex", "revindex0", "first", "last", "length")},
)
"""What Jinja knows within a loop."""


def all_records(record: Record = VIEW) -> dict[str, Record]:
    """Return every record by its name, in the order in which one meets them."""
    found = {record.name: record}
    for kind in record.members.values():
        inner = kind.entry if isinstance(kind, Many) else kind
        if isinstance(inner, Record) and inner.name not in found:
            found |= {name: one for name, one in all_records(inner).items() if name not in found}
    return found


def field_rows(language: str = "de") -> Iterator[FieldRow]:
    """Yield the documentation, German or English."""
    place = 1 if language[:2] == "en" else 0
    for record in all_records().values():
        for name, kind in record.members.items():
            path = f"{record.name}.{name}"
            yield FieldRow(field=path, kind=_told(kind, place), meaning=MEANINGS[path][place])


def field_table(language: str = "de") -> str:
    """Return the documentation as a table in Markdown."""
    heads = ("field", "is", "meaning") if language[:2] == "en" else ("Feld", "ist", "Bedeutung")
    lines = [f"| {' | '.join(heads)} |", "|---|---|---|"]
    lines += [f"| `{row.field}` | {row.kind} | {row.meaning} |" for row in field_rows(language)]
    return "\n".join(lines)


def _told(kind: Kind, place: int) -> str:
    if isinstance(kind, Text):
        return ("Text", "text")[place]
    if isinstance(kind, Record):
        return f"`{kind.name}`"
    entry = kind.entry
    of = f"`{entry.name}`" if isinstance(entry, Record) else _told(entry, place)
    return f"{('Liste von', 'list of')[place]} {of}"


def nearest(name: str, record: Record) -> str:
    """Return the field that was probably meant, or an empty text.

    Args:
        name: what is written.
        record: where it was looked for; its members come before those of the others.
    """
    near = difflib.get_close_matches(name, record.members, n=1, cutoff=0.6)
    if near:
        return f"{record.name}.{near[0]}"
    every = {
        member: f"{one.name}.{member}" for one in reversed(all_records().values()) for member in one.members
    }
    near = difflib.get_close_matches(name, every, n=1, cutoff=0.75)
    return every[near[0]] if near else ""
