"""What may be changed by hand: every list with its key, every field that a person answers for.

A table, so that nothing becomes editable by being added to the document: evidence, ids and what tells how a
draft came about are never written by hand.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

Fields: TypeAlias = frozenset[str]


class EditableList(msgspec.Struct, frozen=True, kw_only=True):
    """A list of the document."""

    key: str
    """Field that names an entry."""
    fields: Fields
    """Of an entry."""
    prefix: str = ""
    """What ids of entries made by hand begin with, behind the item's number; empty where the key is given."""


CLOCKS = frozenset({"begin", "public_end", "end"})
"""Times of day in the head; their ``value`` is set."""

FINDINGS = frozenset({"invited_in_form", "quorum"})
"""Findings of the chair; their ``value`` is set."""

DOCUMENT: Fields = frozenset({"chair", "clerk"})

LISTS: dict[tuple[str, ...], EditableList] = {
    ("attendees",): EditableList(
        key="name", fields=frozenset({"role", "office", "party", "votes", "state", "reason"})
    ),
    ("moves",): EditableList(
        key="id", fields=frozenset({"person", "kind", "time", "item"}), prefix="moves/h"
    ),
    ("items",): EditableList(key="number", fields=frozenset({"title", "paper", "state", "joint_with"})),
    ("items", "motions"): EditableList(
        key="id", fields=frozenset({"kind", "mover", "party", "text"}), prefix="mh"
    ),
    ("items", "recusals"): EditableList(
        key="id", fields=frozenset({"person", "party", "left_room"}), prefix="rh"
    ),
    ("items", "course"): EditableList(key="id", fields=frozenset({"speaker", "party", "text"}), prefix="ch"),
    ("items", "decisions"): EditableList(key="id", fields=frozenset({"text"}), prefix="dh"),
    ("items", "votes"): EditableList(
        key="id",
        fields=frozenset(
            {
                "subject",
                "result",
                "unanimous",
                "yes",
                "no",
                "abstain",
                "against_by",
                "abstain_by",
                "decision",
            }
        ),
        prefix="vh",
    ),
    ("items", "statements"): EditableList(
        key="id", fields=frozenset({"speaker", "party", "text"}), prefix="ph"
    ),
    ("items", "assignments"): EditableList(key="id", fields=frozenset({"who", "until", "text"}), prefix="ah"),
}
"""By the names of the fields on the way. Items are those of the agenda: none is added or removed here."""

FIXED = frozenset({("items",)})
"""Lists whose entries come from elsewhere."""
