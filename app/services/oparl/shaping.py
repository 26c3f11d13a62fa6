"""What is kept of objects, as the standard shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import msgspec

from app.services.oparl import shapes as s
from app.services.oparl.entries import Entry
from app.services.oparl.facts import (
    ConsultationFacts,
    FileFacts,
    ItemFacts,
    LocationFacts,
    MeetingFacts,
    MembershipFacts,
    PaperFacts,
    PersonFacts,
)

if TYPE_CHECKING:
    from app.services.oparl.addresses import Addresses
    from app.services.oparl.facts import Kind

TYPES: dict[Kind, str] = {
    "body": "Body",
    "organization": "Organization",
    "person": "Person",
    "membership": "Membership",
    "meeting": "Meeting",
    "agendaitem": "AgendaItem",
    "paper": "Paper",
    "consultation": "Consultation",
    "file": "File",
    "location": "Location",
    "legislativeterm": "LegislativeTerm",
}


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What objects are shown with: names, what is inside them, what they name."""

    names: Mapping[UUID, str] = {}
    """Of bodies and organizations."""
    inside: Mapping[UUID | None, tuple[Entry, ...]] = {}
    """By parent."""
    locations: Mapping[UUID, Entry] = {}
    members: Mapping[UUID, tuple[UUID, ...]] = {}
    """Ids of memberships by organization."""


def shape(entry: Entry, around: Around, at: Addresses) -> s.Shape:
    """Return an object as it is sent."""
    if entry.facts is None:
        return s.Gone(**_common(entry, at), deleted=True)
    return _SHAPES[entry.kind](entry, around, at)


def _common(entry: Entry, at: Addresses) -> dict[str, Any]:
    return {
        "id": at.of(entry.kind, entry.id),
        "type": s.SCHEMA + TYPES[entry.kind],
        "created": entry.created,
        "modified": entry.modified,
    }


def _inside(entry: Entry, around: Around, at: Addresses) -> dict[Kind, list[Any]]:
    found: dict[Kind, list[Any]] = defaultdict(list)
    for one in around.inside.get(entry.id, ()):
        found[one.kind].append(shape(one, around, at))
    return found


def _body(entry: Entry, around: Around, at: Addresses) -> s.Body:
    def listed(name: str) -> str:
        return at.list_of("body", entry.id, name)

    return s.Body(
        **_common(entry, at),
        system=at.system,
        name=around.names.get(entry.id, ""),
        oparl_since=entry.created,
        organization=listed("organizations"),
        person=listed("people"),
        meeting=listed("meetings"),
        paper=listed("papers"),
        legislative_term=(),
        agenda_item=listed("agendaitems"),
        consultation=listed("consultations"),
        file=listed("files"),
        location_list=listed("locations"),
        legislative_term_list=listed("legislativeterms"),
        membership=listed("memberships"),
    )


def _organization(entry: Entry, around: Around, at: Addresses) -> s.Organization:
    name = around.names.get(entry.id, "")
    return s.Organization(
        **_common(entry, at),
        body=at.of("body", entry.body),
        name=name,
        short_name=name,
        meeting=at.list_of("organization", entry.id, "meetings"),
        consultation=at.list_of("organization", entry.id, "consultations"),
        membership=tuple(at.of("membership", key) for key in around.members.get(entry.id, ())),
    )


def _person(entry: Entry, around: Around, at: Addresses) -> s.Person:
    facts = cast("PersonFacts", entry.facts)
    return s.Person(
        **_common(entry, at),
        body=at.of("body", entry.body),
        name=facts.name,
        status=(facts.office,) if facts.office else (),
        membership=tuple(_inside(entry, around, at)["membership"]),
        party=facts.party,
    )


def _membership(entry: Entry, around: Around, at: Addresses) -> s.Membership:
    del around
    facts = cast("MembershipFacts", entry.facts)
    return s.Membership(
        **_common(entry, at),
        person=at.of("person", facts.person),
        organization=at.of("organization", facts.organization),
        role=facts.role,
        voting_right=facts.votes,
    )


def _meeting(entry: Entry, around: Around, at: Addresses) -> s.Meeting:
    facts = cast("MeetingFacts", entry.facts)
    children = around.inside.get(entry.id, ())
    files: dict[str, list[s.File]] = defaultdict(list)
    for one in children:
        if isinstance(one.facts, FileFacts):
            files[one.facts.place].append(_file(one, around, at))
    items = sorted(
        (one for one in children if isinstance(one.facts, ItemFacts)),
        key=lambda one: cast("ItemFacts", one.facts).order,
    )
    place = around.locations.get(facts.location) if facts.location else None
    return s.Meeting(
        **_common(entry, at),
        name=facts.name,
        meeting_state="durchgeführt",
        start=facts.start,
        end=facts.end,
        location=_location(place, around, at) if place and place.facts else None,
        organization=(at.of("organization", facts.organization),),
        participant=tuple(at.of("person", key) for key in facts.participants),
        results_protocol=next(iter(files["results"]), None),
        verbatim_protocol=next(iter(files["verbatim"]), None),
        auxiliary_file=tuple(files["auxiliary"]),
        agenda_item=tuple(_item(one, around, at) for one in items),
    )


def _item(entry: Entry, around: Around, at: Addresses) -> s.AgendaItem:
    del around
    facts = cast("ItemFacts", entry.facts)
    return s.AgendaItem(
        **_common(entry, at),
        meeting=at.of("meeting", facts.meeting),
        number=facts.number,
        order=facts.order,
        name=facts.name,
        public=facts.public,
        consultation=at.of("consultation", facts.consultation) if facts.consultation else None,
        result=facts.result,
        resolution_text=facts.resolution,
        votes=tuple(
            s.Vote(
                subject=one.subject,
                result=one.result,
                unanimous=one.unanimous,
                yes=one.yes,
                no=one.no,
                abstain=one.abstain,
            )
            for one in facts.votes
        ),
    )


def _paper(entry: Entry, around: Around, at: Addresses) -> s.Paper:
    facts = cast("PaperFacts", entry.facts)
    return s.Paper(
        **_common(entry, at),
        body=at.of("body", entry.body),
        reference=facts.reference,
        consultation=tuple(_inside(entry, around, at)["consultation"]),
    )


def _consultation(entry: Entry, around: Around, at: Addresses) -> s.Consultation:
    del around
    facts = cast("ConsultationFacts", entry.facts)
    return s.Consultation(
        **_common(entry, at),
        paper=at.of("paper", facts.paper),
        agenda_item=at.of("agendaitem", facts.item),
        meeting=at.of("meeting", facts.meeting),
        organization=(at.of("organization", facts.organization),),
    )


def _file(entry: Entry, around: Around, at: Addresses) -> s.File:
    del around
    facts = cast("FileFacts", entry.facts)
    return s.File(
        **_common(entry, at),
        name=facts.name,
        file_name=facts.filename,
        mime_type=facts.mime,
        date=facts.date,
        size=facts.size,
        sha1_checksum=facts.sha1,
        sha512_checksum=facts.sha512,
        access_url=at.content(entry.id, facts.filename),
        download_url=at.content(entry.id, facts.filename, download=True),
        meeting=(at.of("meeting", facts.meeting),),
    )


def _location(entry: Entry, around: Around, at: Addresses) -> s.Location:
    del around
    facts = cast("LocationFacts", entry.facts)
    return s.Location(
        **_common(entry, at), description=facts.description, bodies=(at.of("body", entry.body),)
    )


_SHAPES: dict[Kind, Callable[[Entry, Around, Addresses], s.Shape]] = {
    "body": _body,
    "organization": _organization,
    "person": _person,
    "membership": _membership,
    "meeting": _meeting,
    "agendaitem": _item,
    "paper": _paper,
    "consultation": _consultation,
    "file": _file,
    "location": _location,
}
