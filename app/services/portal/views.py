"""What the pages of the portal show."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from minutes.render.topic import Resolution, Topic
    from minutes.render.view import View


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A municipality or a council."""

    id: str
    name: str


class BodyLine(msgspec.Struct, frozen=True, kw_only=True):
    """A municipality in the list of them."""

    id: str
    name: str
    meetings: int
    """With published minutes."""
    newest: dt.date | None


class MeetingLine(msgspec.Struct, frozen=True, kw_only=True):
    """Published minutes in a list."""

    id: str
    """Of the meeting."""
    body: Named
    organization: Named
    number: str | None
    date: str | None
    """ISO 8601."""
    edition: str
    """Id of the edition."""
    edition_number: int
    corrects: int | None
    """Number of the edition that it corrects."""
    kind: str
    """Of minutes."""
    published: dt.datetime


class BodyPage(msgspec.Struct, frozen=True, kw_only=True):
    """A municipality: its councils, years, and a page of its meetings, newest first."""

    body: Named
    organizations: tuple[Named, ...]
    years: tuple[int, ...]
    lines: tuple[MeetingLine, ...]
    page: int
    """From 1."""
    more: bool
    """Whether there is a page behind this one."""


class ItemLine(msgspec.Struct, frozen=True, kw_only=True):
    """An item on the agenda, with what became of it."""

    number: str
    title: str
    public: bool
    paper: str
    anchor: str
    """In the minutes; empty where they say nothing of it."""
    results: tuple[str, ...]
    """German, as in the minutes: "mehrheitlich angenommen"."""


class DocumentLine(msgspec.Struct, frozen=True, kw_only=True):
    """A file to download."""

    name: str
    mime: str
    size: int
    """Bytes."""


class DecisionLine(msgspec.Struct, frozen=True, kw_only=True):
    """A decision in the list of them."""

    meeting: MeetingLine
    number: str
    """Of the item."""
    title: str
    anchor: str
    """Of the decision, in the minutes."""
    label: str
    """Beschluss, Beschlussvorschlag, Abstimmung …"""
    text: str
    """Wording; empty where it was not read out."""
    result: str
    """As in the minutes; empty where none was stated."""
    folded: str
    """What words are looked for in."""


class DecisionsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions of a year."""

    body: Named
    organizations: tuple[Named, ...]
    years: tuple[int, ...]
    year: int | None
    """None: no meeting has a date."""
    total: int
    decisions: tuple[DecisionLine, ...]
    page: int
    """From 1."""
    more: bool

    @property
    def by_meeting(self) -> tuple[tuple[DecisionLine, ...], ...]:
        """Return the decisions of each meeting together."""
        return tuple(tuple(each) for _, each in groupby(self.decisions, key=lambda one: one.meeting.id))


class EditionLine(msgspec.Struct, frozen=True, kw_only=True):
    """An edition, and what corrects it."""

    id: str
    number: int
    published: dt.datetime
    corrects: int | None
    corrected_by: str | None
    """Id of the edition that corrects it; None: it is in force."""
    corrected_by_number: int | None


class MeetingPage(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting with its agenda, by the edition in force."""

    line: MeetingLine
    place: str | None
    begin: str | None
    end: str | None
    items: tuple[ItemLine, ...]
    documents: tuple[DocumentLine, ...]
    editions: tuple[EditionLine, ...]
    """Newest first."""


class Ballot(msgspec.Struct, frozen=True, kw_only=True):
    """A counted vote."""

    yes: int
    no: int
    abstain: int

    @property
    def total(self) -> int:
        """Votes and abstentions together; at least 1."""
        return max(1, self.yes + self.no + self.abstain)

    def width(self, count: int) -> float:
        """Return the share of ``count``, in percent."""
        return round(100 * count / self.total, 2)


class AnchoredResolution(msgspec.Struct, frozen=True, kw_only=True):
    """A decision under its address."""

    anchor: str
    said: Resolution


class AnchoredTopic(msgspec.Struct, frozen=True, kw_only=True):
    """An item under its address."""

    anchor: str
    said: Topic
    resolutions: tuple[AnchoredResolution, ...]
    ballots: tuple[Ballot, ...]


class MinutesPage(msgspec.Struct, frozen=True, kw_only=True):
    """An edition to be read."""

    line: MeetingLine
    edition: EditionLine
    language: str
    """Of the minutes."""
    view: View
    topics: tuple[AnchoredTopic, ...]
    documents: tuple[DocumentLine, ...]
    sha256: str
    """Of the edition; what was signed."""


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """A file with its content."""

    filename: str
    mime: str
    sha256: str
    data: bytes


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """Published minutes in the order in which they were published, newest first."""

    source: Named
    body: Named
    """The same where the feed is that of a municipality."""
    lines: tuple[MeetingLine, ...]


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """A page for search engines."""

    path: str
    changed: dt.datetime
