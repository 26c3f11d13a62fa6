"""What a person changes in the minutes, as values: the log of changes is a list of these.

A place is a path of names and keys from the document inwards: a field by its name, an entry of a list by its
key (number of an item, id of a claim, name of a person). So a place stays the same when entries come or go
before it.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec

Path: TypeAlias = tuple[str, ...]
"""``("items", "Ö 3", "votes", "Ö 3/v1", "yes")``."""


class SetField(msgspec.Struct, frozen=True, kw_only=True, tag="set", tag_field="op"):
    """A field gets a value; None empties it."""

    path: Path
    value: Any


class AddEntry(msgspec.Struct, frozen=True, kw_only=True, tag="add", tag_field="op"):
    """A list gets an entry."""

    path: Path
    """Of the list."""
    entry: dict[str, Any]
    """Its fields, with its key where the list names its entries by hand (people); ids are given here."""
    before: str | None = None
    """Key of the entry before which it is put; None: at the end."""


class RemoveEntry(msgspec.Struct, frozen=True, kw_only=True, tag="remove", tag_field="op"):
    """A list loses an entry."""

    path: Path
    """Of the entry."""


Change: TypeAlias = SetField | AddEntry | RemoveEntry


class _One(msgspec.Struct, frozen=True):
    change: Change


def change_from(data: object) -> Change:
    """Return the change that JSON stands for; raises msgspec.ValidationError."""
    return msgspec.convert({"change": data}, _One).change
