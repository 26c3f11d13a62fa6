"""What is read out of a document, and what was not understood."""

from __future__ import annotations

from typing import Literal

import msgspec

from minutes.types import Minutes

NoteCode = Literal[
    "no-date",
    "no-organization",
    "no-items",
    "item-order",
    "item-only-announced",
    "result-not-understood",
    "result-in-part",
    "result-contradicts-counts",
]
"""Stable names of what somebody should look at."""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was not understood, or contradicts itself."""

    code: NoteCode
    text: str
    """The words of the document."""
    item: str | None = None
    """Number of the agenda item."""


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """A document that was read."""

    minutes: Minutes
    notes: tuple[Note, ...] = ()
