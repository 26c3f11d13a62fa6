"""Carrying changes over to a new draft: what a person did stays, what the new draft says otherwise is told.

A three-way comparison by claim: the old draft, the person's change on it, the new draft. The ids of claims
count within an item and change when one more is found before them, so claims are recognised again by the
sound that they rest on.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import msgspec

from minutes.editing.apply import closed, opened, unanswered, value_in, write_change
from minutes.editing.changes import AddEntry, Change, Path, SetField
from minutes.editing.errors import ChangeNotPossibleError, ChangePlaceError
from minutes.editing.fields import LISTS
from minutes.types import Minutes

if TYPE_CHECKING:
    from collections.abc import Sequence

CLAIM = 4
"""Names on the way to a claim: items, its number, the list, the id."""

NEAR = 3.0
"""Seconds between two places in the recording that count as the same."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """The new draft says something else than the one that a person changed."""

    path: Path
    """In the new draft."""
    mine: Any
    """What the person entered; it stands."""
    before: Any
    """What the old draft said."""
    offered: Any
    """What the new draft says."""
    gone: bool = False
    """The new draft has nothing there any more; what the person corrected was put back."""


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """The new minutes with the changes."""

    minutes: Minutes
    changes: tuple[Change | None, ...]
    """Each as it reads on the new draft; None where nothing of it is left to do there. Applied to the new
    draft they give ``minutes``."""
    differences: tuple[Difference, ...]


def carry_over(old: Minutes, changes: Sequence[Change], new: Minutes) -> Carried:
    """Return a new draft with what a person changed in the old one.

    Args:
        old: the draft that the changes were made on, without them.
        changes: in their order.
        new: the draft that takes its place.
    """
    before, after = opened(old), opened(new)
    names = _same_claims(before, after)
    done: list[Change | None] = []
    differences: list[Difference] = []
    for change in changes:
        moved: Change = msgspec.structs.replace(change, path=_renamed(change.path, names))
        if isinstance(change, SetField):
            was, offered = value_in(before, change.path), _value(after, moved.path)
            gone = offered is _GONE
            if gone:
                moved = _put_back(before, change, moved.path)
            if gone or offered not in (was, change.value):
                differences.append(
                    Difference(
                        path=_renamed(change.path, names),
                        mine=change.value,
                        before=was,
                        offered=None if gone else offered,
                        gone=gone,
                    )
                )
        write_change(before, change)
        done.append(moved if _wrote(after, moved) else None)
    return Carried(minutes=closed(after), changes=tuple(done), differences=tuple(differences))


def _put_back(document: dict[str, Any], change: SetField, path: Path) -> AddEntry:
    """Return what puts the entry of a change back, as the person left it, into a draft that lacks it."""
    key = LISTS[path[:-2][::2]].key
    entry = _entry_at(document, change.path[:-1])
    return AddEntry(path=path[:-2], entry=unanswered(entry) | {key: path[-2], path[-1]: change.value})


_GONE = object()


def _wrote(document: dict[str, Any], change: Change) -> bool:
    """Write a change where the new draft takes it: what was removed may be gone already."""
    try:
        write_change(document, change)
    except (ChangeNotPossibleError, ChangePlaceError):
        return False
    return True


def _value(document: dict[str, Any], path: Path) -> Any:
    try:
        return value_in(document, path)
    except ChangePlaceError:
        return _GONE


def _entry_at(document: dict[str, Any], path: Path) -> dict[str, Any]:
    holder: Any = document
    for depth in range(0, len(path), 2):
        kind = LISTS[path[: depth + 1 : 2]]
        entries: list[dict[str, Any]] = holder[path[depth]]
        holder = next(entry for entry in entries if entry[kind.key] == path[depth + 1])
    return copy.deepcopy(holder)


def _renamed(path: Path, names: dict[Path, str]) -> Path:
    """Return a path of the old draft as it reads in the new one."""
    if len(path) < CLAIM:  # fields of the document, people, items: named alike in both
        return path
    claim = path[:CLAIM]
    return (*claim[:-1], names.get(claim, claim[-1]), *path[CLAIM:])


def _same_claims(before: dict[str, Any], after: dict[str, Any]) -> dict[Path, str]:
    """Return the ids in the new draft of the claims of the old one, by their path in the old one.

    A claim without its like in the new draft keeps its id if that is free there, else gets another.
    """
    items = {item["number"]: item for item in after["items"]}
    lists = [name for _, *names in LISTS for name in names]
    found: dict[Path, str] = {}
    for item in before["items"]:
        there = items.get(item["number"], {})
        for name in lists:
            taken: set[str] = set()
            rivals = there.get(name, [])
            for claim in item[name]:
                path = ("items", item["number"], name, claim["id"])
                free = [(_likeness(claim, one), one["id"]) for one in rivals if one["id"] not in taken]
                likeness, like = max(free, key=_first, default=(0, ""))
                if likeness > 0:
                    found[path] = like
                    taken.add(like)
                elif any(one["id"] == claim["id"] for one in rivals):
                    found[path] = f"{claim['id']}*"
    return found


def _first(pair: tuple[int, str]) -> int:
    return pair[0]


def _likeness(one: dict[str, Any], other: dict[str, Any]) -> int:
    """Count the places in the recording that two claims share."""
    return sum(_same_place(mine, theirs) for mine in one["evidence"] for theirs in other["evidence"])


def _same_place(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if one["second"] is None or other["second"] is None:
        return bool(one["utterance"] == other["utterance"])
    return bool(abs(one["second"] - other["second"]) <= NEAR)
