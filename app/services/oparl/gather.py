"""Finds the objects of OParl in a published edition; nothing else is looked at.

An edition's public document holds no word of the non-public part but the numbers of its items, so neither
does what is made of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import msgspec

from app.services.oparl.facts import (
    ConsultationFacts,
    Facts,
    FileFacts,
    ItemFacts,
    Kind,
    LocationFacts,
    MeetingFacts,
    MembershipFacts,
    PaperFacts,
    PersonFacts,
    VoteFacts,
)
from minutes.render.phrases import result_word_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minutes.types import Attendee, ItemState, Minutes, MinutesItem

ZONE = ZoneInfo("Europe/Berlin")
"""Times in minutes are local; the product is made for German municipalities."""

ROLES = {"chair": "Vorsitz", "member": "Mitglied"}
"""Roles that make somebody a member of the council."""

KNOWN = {"chair", "member", "administration", "clerk"}
"""Roles of people that stand in the register; guests are named in the minutes alone."""

STATES: dict[ItemState, str] = {
    "withdrawn": "zurückgezogen",
    "postponed": "vertagt",
    "referred": "verwiesen",
}
"""Result of an item without a vote."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A published edition and where it belongs."""

    meeting: UUID
    organization: UUID
    body: UUID
    title: str
    """Of the meeting."""
    minutes: Minutes
    """Its public document."""
    files: Mapping[UUID, FileFacts] = {}
    people: Mapping[str, UUID] = {}
    """Ids by name, of those who stand on the meeting's roster under a name of their own."""


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """An object."""

    kind: Kind
    id: UUID
    facts: Facts
    parent: UUID | None = None


def gather(source: Source) -> tuple[Gathered, ...]:
    """Return every object that the edition tells of, each once."""
    found = {one.id: one for one in _objects(source)}
    return tuple(found.values())


def _objects(source: Source) -> Iterator[Gathered]:
    yield Gathered(kind="body", id=source.body, facts=Facts())
    yield Gathered(kind="organization", id=source.organization, facts=Facts())
    head = source.minutes.head
    location = uuid5(source.body, f"location/{head.place}") if head.place else None
    if location is not None and head.place:
        yield Gathered(kind="location", id=location, facts=LocationFacts(description=head.place))
    people = [
        (_person_id(source, one), one)
        for one in source.minutes.attendees
        if one.public and one.role in KNOWN and one.name.strip()
    ]
    for key, one in people:
        yield from _person(source, key, one)
    start = _moment(head.date, head.begin.value or head.scheduled)
    end = _moment(head.date, head.end.value or head.public_end.value)
    if start is not None and end is not None and end < start:
        end += dt.timedelta(days=1)
    yield Gathered(
        kind="meeting",
        id=source.meeting,
        facts=MeetingFacts(
            name=source.title,
            organization=source.organization,
            start=start,
            end=end,
            location=location,
            participants=tuple(dict.fromkeys(key for key, one in people if one.state == "present")),
        ),
    )
    for order, item in enumerate(source.minutes.items):
        yield from _item(source, order, item)
    for key, file in source.files.items():
        yield Gathered(kind="file", id=key, parent=source.meeting, facts=file)


def _person_id(source: Source, one: Attendee) -> UUID:
    return source.people.get(one.name) or uuid5(source.body, f"person/{one.name}")


def _person(source: Source, key: UUID, one: Attendee) -> Iterator[Gathered]:
    yield Gathered(
        kind="person", id=key, facts=PersonFacts(name=one.name, office=one.office, party=one.party)
    )
    role = ROLES.get(one.role or "")
    if role is not None:
        facts = MembershipFacts(person=key, organization=source.organization, role=role, votes=one.votes)
        yield Gathered(
            kind="membership", id=uuid5(source.organization, f"membership/{key}"), parent=key, facts=facts
        )


def _item(source: Source, order: int, item: MinutesItem) -> Iterator[Gathered]:
    key = uuid5(source.meeting, f"item/{item.number}")
    facts = ItemFacts(
        meeting=source.meeting, number=item.number, order=order, name=item.title, public=item.public
    )
    if not item.public:
        yield Gathered(kind="agendaitem", id=key, parent=source.meeting, facts=facts)
        return
    votes = [vote for vote in item.votes if vote.public]
    results = [result_word_of(vote) for vote in votes if vote.subject == "main"] or [
        STATES[item.state] for _ in range(1) if item.state in STATES
    ]
    decisions = [one.text for one in item.decisions if one.public and one.text.strip()]
    consultation = None
    if item.paper:
        paper = uuid5(source.body, f"paper/{item.paper}")
        consultation = uuid5(key, f"consultation/{item.paper}")
        yield Gathered(kind="paper", id=paper, facts=PaperFacts(reference=item.paper))
        yield Gathered(
            kind="consultation",
            id=consultation,
            parent=paper,
            facts=ConsultationFacts(
                paper=paper, item=key, meeting=source.meeting, organization=source.organization
            ),
        )
    yield Gathered(
        kind="agendaitem",
        id=key,
        parent=source.meeting,
        facts=msgspec.structs.replace(
            facts,
            consultation=consultation,
            result="; ".join(results) or None,
            resolution="\n\n".join(decisions) or None,
            votes=tuple(
                VoteFacts(
                    subject=vote.subject,
                    result=vote.result,
                    unanimous=vote.unanimous,
                    yes=vote.yes,
                    no=vote.no,
                    abstain=vote.abstain,
                )
                for vote in votes
            ),
        ),
    )


def _moment(date: str | None, time: str | None) -> dt.datetime | None:
    """Return a local day and time (``HH:MM``) as a moment; None where either is not known."""
    if not date or not time:
        return None
    try:
        return dt.datetime.combine(
            dt.date.fromisoformat(date[:10]), dt.time.fromisoformat(time.strip()), tzinfo=ZONE
        )
    except ValueError:
        return None
