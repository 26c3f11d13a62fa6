"""The twelve types of OParl 1.1 as they are sent (https://schema.oparl.org/1.1/).

Names and meaning are the standard's. What is not known is left out; only what this installation can know
has a field here.

What a shape shows inside itself (``omit_internal`` leaves it out) is named in :data:`INTERNAL`.
"""

from __future__ import annotations

import datetime as dt

import msgspec

SCHEMA = "https://schema.oparl.org/1.1/"

VENDOR = "protokollant:"
"""Prefix of attributes that are ours, as the standard asks of extensions."""


class Shape(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What all objects have."""

    id: str
    """Address."""
    type: str
    created: dt.datetime
    modified: dt.datetime


class Gone(Shape, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """An object that is no longer public."""

    deleted: bool


class System(Shape, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """The interface itself."""

    oparl_version: str = msgspec.field(name="oparlVersion")
    body: str
    name: str


class LegislativeTerm(Shape, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A term of a council; the installation knows of none."""

    body: str
    name: str | None = None


class Body(Shape, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A municipality."""

    system: str
    name: str
    oparl_since: dt.datetime = msgspec.field(name="oparlSince")
    organization: str
    person: str
    meeting: str
    paper: str
    legislative_term: tuple[LegislativeTerm, ...] | None = None
    agenda_item: str
    consultation: str
    file: str
    location_list: str
    legislative_term_list: str
    membership: str


class Organization(Shape, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A council or committee."""

    body: str
    name: str
    short_name: str
    meeting: str
    consultation: str
    membership: tuple[str, ...] = ()


class Membership(Shape, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A person in a council."""

    person: str
    organization: str
    role: str
    voting_right: bool


class Person(Shape, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """Somebody."""

    body: str
    name: str
    status: tuple[str, ...] = ()
    membership: tuple[Membership, ...] = ()
    party: str | None = msgspec.field(default=None, name="protokollant:party")


class Location(Shape, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A place."""

    description: str
    bodies: tuple[str, ...] = ()


class File(Shape, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A document."""

    name: str
    file_name: str
    mime_type: str
    date: dt.date | None = None
    size: int
    sha1_checksum: str = msgspec.field(name="sha1Checksum")
    sha512_checksum: str = msgspec.field(name="sha512Checksum")
    access_url: str
    download_url: str
    meeting: tuple[str, ...]


class Vote(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A vote, for which the standard has no place."""

    subject: str
    result: str
    unanimous: bool | None = None
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None


class AgendaItem(Shape, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """An item."""

    meeting: str
    number: str
    order: int
    name: str
    public: bool
    consultation: str | None = None
    result: str | None = None
    resolution_text: str | None = None
    votes: tuple[Vote, ...] = msgspec.field(default=(), name="protokollant:votes")


class Meeting(Shape, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A meeting."""

    name: str
    meeting_state: str
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    location: Location | None = None
    organization: tuple[str, ...]
    participant: tuple[str, ...] = ()
    results_protocol: File | None = None
    verbatim_protocol: File | None = None
    auxiliary_file: tuple[File, ...] = ()
    agenda_item: tuple[AgendaItem, ...] = ()


class Consultation(Shape, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A paper on an agenda."""

    paper: str
    agenda_item: str
    meeting: str
    organization: tuple[str, ...]


class Paper(Shape, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A paper."""

    body: str
    reference: str
    consultation: tuple[Consultation, ...] = ()


INTERNAL = (
    "legislative_term",
    "location",
    "membership",
    "results_protocol",
    "verbatim_protocol",
    "auxiliary_file",
    "agenda_item",
    "consultation",
)
"""Fields whose objects are shown inside, where a shape has them and they are no addresses."""


def without_internal(shape: Shape) -> Shape:
    """Return an object without those that are shown inside it (``omit_internal``).

    What the standard asks of every object stays.
    """
    if isinstance(shape, Body):
        return shape
    empty: dict[str, object] = {}
    for name in INTERNAL:
        value = getattr(shape, name, None)
        if isinstance(value, Shape):
            empty[name] = None
        elif isinstance(value, tuple) and any(isinstance(one, Shape) for one in value):
            empty[name] = ()
    return msgspec.structs.replace(shape, **empty) if empty else shape
