"""What goes in and comes out of the writing of minutes."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from minutes.editing import Change, Difference
from minutes.types import Minutes


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A change that somebody wants."""

    client_id: UUID
    """Another for each change; sent again where no answer came, so that nothing is done twice."""
    change: Change
    seen: Any | UnsetType = UNSET
    """What stood in the field when the change was made; refused where it is something else now. Left out: it
    does not matter."""


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A change that was made."""

    seq: int
    state: Literal["applied", "repeated"]
    """``repeated``: it had been made before."""
    change: Change
    """As it was kept; an entry that was added has its id."""


class ChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """A change as the history shows it."""

    seq: int
    change: Change
    """As it was made."""
    before: Any
    """What stood there; None for entries that were added."""
    undoes: int | None
    by: str
    at: dt.datetime


class MinutesDesk(msgspec.Struct, frozen=True, kw_only=True):
    """The minutes as they are worked on."""

    minutes: Minutes
    """With every change, and with the open points that remain."""
    seq: int
    """Of the last change; 0: none was made."""
    printed: bool
    """Whether the documents show every change."""
    differences: tuple[Difference, ...]
    """Where a newer draft says something else than a person entered."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The minutes as they stand, for other services."""

    minutes: Minutes
    """With every change; the open points are those of the draft."""
    version: str
    """Another one after each change; empty where nobody changed anything."""
