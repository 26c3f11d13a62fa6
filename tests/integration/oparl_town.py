"""Towns with published minutes for the OParl interface, by the services themselves."""

from __future__ import annotations

import datetime as dt
import hashlib
from uuid import UUID, uuid4

import msgspec
from access_people import make_person
from sqlalchemy import select

from app.access import Grant, Role, acting_as
from app.db import tables as t
from app.services.editions import MoveWish
from minutes.lifecycle import canonical_minutes
from minutes.render.phrases import CLOSED_TITLE
from minutes.types import (
    Agenda,
    AgendaItem,
    Attendee,
    MeetingInfo,
    Minutes,
    MinutesDecision,
    MinutesHead,
    MinutesItem,
    MinutesVote,
    Person,
    Roster,
)
from minutes.types.minutes import ClockTime

SECRET = "MARKGEHEIM"
"""Stands in everything that is not public."""

BODY, COUNCIL = "Gemeinde Wiesenthal", "Gemeinderat"


def minutes_of(number, date, *, secret=True):
    """Return whole minutes; what is not public bears the mark."""
    closed = MinutesItem(
        number="N 1",
        title=f"Grundstück {SECRET}",
        public=False,
        paper=f"{SECRET}/1",
        decisions=(MinutesDecision(id="d2", text=f"Gekauft wird {SECRET}.", public=False),),
        votes=(MinutesVote(id="v2", result="accepted", yes=77, no=66, public=False),),
    )
    return Minutes(
        head=MinutesHead(
            body=BODY,
            organization=COUNCIL,
            number=number,
            date=date,
            place="Rathaus, Großer Saal",
            begin=ClockTime(value="18:02"),
            end=ClockTime(value="00:14"),
        ),
        chair="Sabine Möller",
        attendees=(
            Attendee(
                name="Sabine Möller", role="chair", office="Bürgermeisterin", votes=True, state="present"
            ),
            Attendee(name="Jens Krüger", role="member", party="FDP", votes=True, state="present"),
            Attendee(name="Olga Fern", role="member", votes=True, state="excused"),
            Attendee(name="Gerd Gast", role="guest", state="present"),
        ),
        items=(
            MinutesItem(number="Ö 1", title="Eröffnung"),
            MinutesItem(
                number="Ö 2",
                title="Spielplatz & <Garten>",
                paper=f"2026/{number}",
                decisions=(MinutesDecision(id="d1", text="Der Spielplatz wird gebaut."),),
                votes=(
                    MinutesVote(
                        id="v1", result="accepted", unanimous=False, yes=8, no=1, abstain=0, decision="d1"
                    ),
                ),
            ),
            *((closed,) if secret else ()),
        ),
    )


def public_of(whole):
    """Return the public cut."""
    items = tuple(
        one if one.public else MinutesItem(number=one.number, title=CLOSED_TITLE, public=False)
        for one in whole.items
    )
    return msgspec.structs.replace(whole, items=items)


async def enter(services, number, date):
    """Enter a meeting with a signed edition that nobody has published; returns its id."""
    agenda = Agenda(
        meeting=MeetingInfo(body=BODY, organization=COUNCIL, number=number, date=date),
        items=(
            AgendaItem(number="Ö 1", title="Eröffnung"),
            AgendaItem(number="Ö 2", title="Spielplatz & <Garten>"),
            AgendaItem(number="N 1", title=f"Grundstück {SECRET}", public=False),
        ),
    )
    roster = Roster(
        people=(
            Person(name="Sabine Möller", role="chair"),
            Person(name="Jens Krüger"),
            Person(name=f"Heimlich {SECRET}", role="guest"),
        )
    )
    made = UUID((await services.meetings.create_meeting(agenda, roster)).summary.id)
    await add_edition(services, made, 1, minutes_of(number, date))
    return str(made)


async def add_edition(services, meeting, number, whole, *, kind="results", corrects=None):
    """Enter a signed edition; its files are short, but what they hold is right."""
    public, key = public_of(whole), uuid4()
    documents = [
        (True, "presented", "minutes.json", "application/json", canonical_minutes(public)),
        (True, "presented", "minutes.pdf", "application/pdf", b"%PDF-1.7 waiting"),
        (True, "signed", "minutes.pdf", "application/pdf", f"%PDF-1.7 {number} {meeting}".encode()),
        (True, "signed", "minutes.html", "text/html; charset=utf-8", b"<!doctype html><p>Niederschrift"),
        (False, "presented", "minutes.json", "application/json", canonical_minutes(whole)),
        (False, "signed", "minutes.pdf", "application/pdf", f"%PDF {SECRET}".encode()),
        (True, "signature", "signed.pdf", "application/pdf", f"%PDF signature {SECRET}".encode()),
    ]
    async with services.database.as_system().session() as session:
        row = await session.get_one(t.Meeting, meeting)
        row.public = True
        now = t.now()
        session.add(
            t.MinutesEdition(
                id=key,
                meeting_id=meeting,
                number=number,
                kind=kind,
                corrects=corrects,
                manifest=str(key),
                sha256=hashlib.sha256(key.bytes).hexdigest(),
                slots=[],
                made_at=now,
                made_by_name="Sina Schrift",
            )
        )
        await session.flush()
        session.add(t.EditionStanding(edition_id=key, meeting_id=meeting, signed_at=now))
        life = await session.get(t.MinutesLife, meeting)
        if life is None:
            session.add(t.MinutesLife(meeting_id=meeting, state="signed", edition=number, revision=1))
        else:
            life.state, life.edition = "signed", number
        session.add_all(
            t.EditionDocument(
                edition_id=key,
                meeting_id=meeting,
                public=public_part,
                stage=stage,
                name=name,
                mime=mime,
                sha256=hashlib.sha256(content).hexdigest(),
                content=content,
            )
            for public_part, stage, name, mime, content in documents
        )
    return key


async def secretary_of(services, meeting):
    """Return somebody who may publish the meeting."""
    async with services.database.as_system().session() as session:
        body = await session.scalar(select(t.Meeting.body_id).where(t.Meeting.id == UUID(meeting)))
    return make_person(services.database.url, Grant(role=Role.SECRETARY, body=body))


async def move(services, meeting, name):
    """Publish or take down, as the secretary does."""
    reason = "Auf Wunsch des Rates" if name == "unpublish" else ""
    with acting_as(await secretary_of(services, meeting)):
        return await services.editions.move(meeting, MoveWish(move=name, reason=reason))


def day(number):
    """Return a day for each number."""
    return (dt.date(2026, 4, 16) + dt.timedelta(days=28 * number)).isoformat()
