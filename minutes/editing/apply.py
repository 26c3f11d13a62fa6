"""Applying changes: a document and a change give another document; what undoes it is a change too.

Pure. What a person changed is marked ``entered by hand``, loses its mark as worked out, and keeps its
evidence: the sound that the old value rested on is where the new one is checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from minutes.editing.changes import AddEntry, Change, Path, RemoveEntry, SetField
from minutes.editing.errors import ChangeNotPossibleError, ChangePlaceError, ChangeValueError
from minutes.editing.fields import CLOCKS, DOCUMENT, FINDINGS, FIXED, LISTS, EditableList
from minutes.types import Minutes

if TYPE_CHECKING:
    from collections.abc import Iterable

BY_HAND = "entered by hand"


def apply_change(minutes: Minutes, change: Change) -> Minutes:
    """Return the minutes with a change.

    Raises:
        ChangePlaceError: there is no such place, or it is not changed by hand.
        ChangeValueError: the value does not fit its field.
        ChangeNotPossibleError: an entry exists already, or the list takes none.
    """
    document = opened(minutes)
    write_change(document, change)
    try:
        return closed(document)
    except msgspec.ValidationError as error:
        raise ChangeValueError(place=_named(change.path), reason=error) from error


def apply_changes(minutes: Minutes, changes: Iterable[Change]) -> Minutes:
    """Return the minutes with changes that were applied to them before, one after the other."""
    document = opened(minutes)
    for change in changes:
        write_change(document, change)
    return closed(document)


def write_change(document: dict[str, Any], change: Change) -> None:
    """Write a change into an opened document; types are not looked at. Raises as :func:`apply_change`."""
    match change:
        case SetField():
            _set(document, change)
        case AddEntry():
            _add(document, change)
        case RemoveEntry():
            entries, place, _ = _entry(document, change.path)
            _refuse_fixed(change.path)
            del entries[place]


def settled(minutes: Minutes, change: Change) -> Change:
    """Return a change as it is kept in a log: an entry that is added has its id.

    Raises:
        ChangePlaceError: there is no such list.
    """
    if not isinstance(change, AddEntry):
        return change
    entries, kind = _list(opened(minutes), change.path)
    if not kind.prefix or kind.key in change.entry:
        return change
    entry = {kind.key: _free_id(entries, change.path, kind), **change.entry}
    return msgspec.structs.replace(change, entry=entry)


def inverse(minutes: Minutes, change: Change) -> Change:
    """Return the change that takes ``change`` back, worked out from the minutes before it.

    The mark ``entered by hand`` is a field like others in a restored entry, but stays on an entry of which
    one field was set: that a person looked at it remains true.
    """
    document = opened(minutes)
    match change:
        case SetField():
            holder, name = _field(document, change.path)
            return SetField(path=change.path, value=holder.get(name))
        case AddEntry():
            kept = settled(minutes, change)
            assert isinstance(kept, AddEntry)
            _, kind = _list(document, change.path)
            return RemoveEntry(path=(*change.path, str(kept.entry.get(kind.key))))
        case RemoveEntry():
            entries, place, kind = _entry(document, change.path)
            behind = entries[place + 1][kind.key] if place + 1 < len(entries) else None
            return AddEntry(path=change.path[:-1], entry=unanswered(entries[place]), before=behind)


def unanswered(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry without what people confirmed about it, which is kept elsewhere."""
    return {key: value for key, value in entry.items() if key not in ANSWERS}


def opened(minutes: Minutes) -> dict[str, Any]:
    """Return the document as JSON has it: of lists and dictionaries, to be changed."""
    document: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(minutes))
    return document


def closed(document: dict[str, Any]) -> Minutes:
    """Return the minutes that a document stands for; raises msgspec.ValidationError."""
    return msgspec.convert(document, Minutes)


def value_at(minutes: Minutes, path: Path) -> Any:
    """Return what stands at the place of a field, as JSON has it."""
    return value_in(opened(minutes), path)


def value_in(document: dict[str, Any], path: Path) -> Any:
    """Return the same of an opened document."""
    holder, name = _field(document, path)
    return holder.get(name)


def _set(document: dict[str, Any], change: SetField) -> None:
    holder, name = _field(document, change.path)
    holder[name] = change.value
    if "origin" in holder:
        holder["origin"] = BY_HAND
    if "derived" in holder:
        holder["derived"] = [one for one in holder["derived"] if one != name]


def _add(document: dict[str, Any], change: AddEntry) -> None:
    entries, kind = _list(document, change.path)
    _refuse_fixed((*change.path, ""))
    entry = dict(change.entry)
    if kind.prefix and kind.key not in entry:
        entry[kind.key] = _free_id(entries, change.path, kind)
    key = entry.get(kind.key)
    place = _named((*change.path, str(key)))
    if not isinstance(key, str) or not key.strip() or any(one[kind.key] == key for one in entries):
        raise ChangeNotPossibleError(place=place)
    if unknown := entry.keys() - kind.fields - {kind.key} - KEPT:
        raise ChangeValueError(place=place, reason=", ".join(sorted(unknown)))
    entry.setdefault("origin", BY_HAND)
    if len(change.path) > 1:
        entry.setdefault("public", _holder(document, change.path[:-1])[0].get("public", True))
    at = next((n for n, one in enumerate(entries) if one[kind.key] == change.before), len(entries))
    entries.insert(at, entry)


ANSWERS = frozenset({"confirmed_at", "confirmed_by"})
"""What people confirmed is kept with their answers; a change of the minutes never writes it."""

KEPT = frozenset(
    {"evidence", "public", "origin", "derived", "question", "start", "doubtful", "begin", "end"}
    | {"mover_speaker", "speaker_id", "role", "office"}
)
"""Fields that only an entry brings which was there before (an undone removal)."""


def _free_id(entries: list[dict[str, Any]], path: Path, kind: EditableList) -> str:
    known = {entry[kind.key] for entry in entries}
    stem = f"{path[1]}/{kind.prefix}" if len(path) > 1 else kind.prefix
    return next(name for name in (f"{stem}{n}" for n in range(1, len(known) + 2)) if name not in known)


def _refuse_fixed(path: Path) -> None:
    if path[:-1] in FIXED:
        raise ChangeNotPossibleError(place=_named(path))


def _field(document: dict[str, Any], path: Path) -> tuple[dict[str, Any], str]:
    """Return what holds a field that may be set, and its name."""
    match path:
        case (name,) if name in DOCUMENT:
            return document, name
        case ("head", clock, "value") if clock in CLOCKS:
            return document["head"][clock], "value"
        case (finding, "value") if finding in FINDINGS:
            return document[finding], "value"
        case (*_, _, name) if len(path) in {3, 5}:
            entries, place, kind = _entry(document, path[:-1])
            if name in kind.fields:
                return entries[place], name
    raise ChangePlaceError(place=_named(path))


def _entry(document: dict[str, Any], path: Path) -> tuple[list[dict[str, Any]], int, EditableList]:
    """Return the list that an entry stands in, its place there, and what kind of list it is."""
    if not path:
        raise ChangePlaceError(place="")
    entries, kind = _list(document, path[:-1])
    for place, entry in enumerate(entries):
        if entry[kind.key] == path[-1]:
            return entries, place, kind
    raise ChangePlaceError(place=_named(path))


def _list(document: dict[str, Any], path: Path) -> tuple[list[dict[str, Any]], EditableList]:
    holder, name = _holder(document, path)
    kind = LISTS.get(path[::2])
    if kind is None or len(path) % 2 == 0:
        raise ChangePlaceError(place=_named(path))
    entries: list[dict[str, Any]] = holder[name]
    return entries, kind


def _holder(document: dict[str, Any], path: Path) -> tuple[dict[str, Any], str]:
    """Return what holds the list at ``path``: the document, or an item."""
    match path:
        case (name,):
            return document, name
        case ("items", number, *rest):
            for item in document["items"]:
                if item["number"] == number:
                    return item, rest[0] if rest else ""
    raise ChangePlaceError(place=_named(path))


def _named(path: Path) -> str:
    return " › ".join(path)
