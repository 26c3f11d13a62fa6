"""What is asked of the search, and what it answers."""

from __future__ import annotations

from typing import Literal

import msgspec

from app.search import Piece

Order = Literal["relevance", "date"]

FACETS = ("organization", "year", "person", "party", "item", "kind", "result")
"""What found passages are counted by, and can be narrowed to."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody looks for; empty is anything."""

    text: str = ""
    since: str | None = None
    """First day, ISO 8601."""
    until: str | None = None
    """Last day."""
    body: str | None = None
    """Id of a municipality."""
    organization: str | None = None
    """Id of a council."""
    year: str | None = None
    person: str | None = None
    party: str | None = None
    item: str | None = None
    """Title of an agenda item."""
    kind: str | None = None
    """``minutes``, ``decision``, ``vote`` or ``transcript``."""
    result: str | None = None
    """Of a vote."""
    order: Order = "relevance"
    page: int = 1
    editions: bool = False
    """Look in published editions, as the portal does, and not in what is worked on."""


class FoundPassage(msgspec.Struct, frozen=True, kw_only=True):
    """A passage, and where to hear it."""

    id: str
    kind: str
    pieces: tuple[Piece, ...]
    """The text that is shown; what was asked is marked."""
    person: str | None = None
    party: str | None = None
    result: str | None = None
    start: float | None = None
    """Seconds."""
    link: str
    """Address of the place on the meeting's page; within the portal, on the page of the edition."""
    public: bool
    meant: bool = False
    """Found by what it means; it has none of the words."""


class FoundItem(msgspec.Struct, frozen=True, kw_only=True):
    """An agenda item of a meeting, with its best passages."""

    meeting: str
    """Id."""
    body: str
    organization: str
    date: str | None = None
    number: str | None = None
    """Of the item; None: outside of all items."""
    title: str | None = None
    count: int
    """Passages of it that were found."""
    passages: tuple[FoundPassage, ...]


class FacetValue(msgspec.Struct, frozen=True, kw_only=True):
    """One value, and how many passages it leaves."""

    value: str
    label: str
    count: int


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """One way to narrow what was found."""

    name: str
    values: tuple[FacetValue, ...]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The answer."""

    text: str
    total: int
    """Passages."""
    items: int
    """Agenda items they belong to."""
    relaxed: bool
    """No passage has all words; these have some."""
    suggestion: str | None
    """The question with words replaced by others that do occur; None: none is near."""
    found: tuple[FoundItem, ...]
    facets: tuple[Facet, ...]
    page: int
    pages: int
