"""What is kept of an object: its content, and ids where the standard has addresses."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, TypeAlias
from uuid import UUID

import msgspec

Kind: TypeAlias = Literal[
    "body",
    "organization",
    "person",
    "membership",
    "meeting",
    "agendaitem",
    "paper",
    "consultation",
    "file",
    "location",
    "legislativeterm",
]
"""An object's kind as it stands in its address; the standard's twelfth, System, is one alone."""


class Facts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Nothing but that it is there: a body, an organization (their names are kept in their own tables)."""


class VoteFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A vote, which the standard has no place for; a count that nobody stated is None."""

    subject: str
    result: str
    unanimous: bool | None = None
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None


class MeetingFacts(Facts, frozen=True, kw_only=True, omit_defaults=True):
    """A meeting; its items and files are objects below it."""

    name: str
    organization: UUID
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    location: UUID | None = None
    participants: tuple[UUID, ...] = ()


class ItemFacts(Facts, frozen=True, kw_only=True, omit_defaults=True):
    """An agenda item."""

    meeting: UUID
    number: str
    order: int
    """From 0."""
    name: str
    public: bool
    consultation: UUID | None = None
    result: str | None = None
    resolution: str | None = None
    votes: tuple[VoteFacts, ...] = ()


class FileFacts(Facts, frozen=True, kw_only=True, omit_defaults=True):
    """A document of the published edition."""

    meeting: UUID
    place: Literal["results", "verbatim", "auxiliary"]
    """Where the meeting names it."""
    name: str
    filename: str
    mime: str
    date: dt.date | None
    size: int
    """Bytes."""
    sha1: str
    sha512: str


class PersonFacts(Facts, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody named in the attendance of published minutes."""

    name: str
    office: str | None = None
    party: str | None = None


class MembershipFacts(Facts, frozen=True, kw_only=True, omit_defaults=True):
    """What a person is in a council, as the latest published minutes say."""

    person: UUID
    organization: UUID
    role: str
    votes: bool


class PaperFacts(Facts, frozen=True, kw_only=True, omit_defaults=True):
    """A paper, of which no more than its number is known."""

    reference: str


class ConsultationFacts(Facts, frozen=True, kw_only=True, omit_defaults=True):
    """A paper on the agenda of a meeting."""

    paper: UUID
    item: UUID
    meeting: UUID
    organization: UUID


class LocationFacts(Facts, frozen=True, kw_only=True, omit_defaults=True):
    """A place in words."""

    description: str


FACTS: dict[Kind, type[Facts]] = {
    "body": Facts,
    "organization": Facts,
    "person": PersonFacts,
    "membership": MembershipFacts,
    "meeting": MeetingFacts,
    "agendaitem": ItemFacts,
    "paper": PaperFacts,
    "consultation": ConsultationFacts,
    "file": FileFacts,
    "location": LocationFacts,
    "legislativeterm": Facts,
}


def packed(facts: Facts) -> dict[str, Any]:
    """Return facts as JSON data, as the database gives them back."""
    return msgspec.json.decode(msgspec.json.encode(facts), type=dict[str, Any])


def unpacked(kind: Kind, data: dict[str, Any]) -> Facts:
    """Return what :func:`packed` was given."""
    return msgspec.convert(data, FACTS[kind])
