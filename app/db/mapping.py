"""Rows of the database to values of the domain, and the statements that load them whole."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from app.db import tables as t
from diarize.types import SpeakerCount
from minutes.types import Agenda, AgendaItem, MeetingInfo, Person, Roster


def parse_id(text: str) -> UUID | None:
    """Return an identifier that came from outside; None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def parse_date(text: str | None) -> dt.date | None:
    """Return an ISO 8601 date; None where the text is none."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


WHOLE_MEETING = (
    select(t.Meeting)
    .where(t.Meeting.id == bindparam("meeting"))
    .options(
        joinedload(t.Meeting.body),
        joinedload(t.Meeting.organization),
        selectinload(t.Meeting.items),
        selectinload(t.Meeting.participants).joinedload(t.Participant.person),
    )
)
"""Loads the ``meeting`` with its agenda and roster. Statements that pages ask are made once."""

RECORDINGS_OF = (
    select(t.Recording)
    .where(t.Recording.meeting_id == bindparam("meeting"))
    .order_by(t.Recording.position)
    .options(joinedload(t.Recording.blob))
)
"""Loads the parts of the ``meeting`` in order."""


def agenda_of(meeting: t.Meeting) -> Agenda:
    """Return the agenda of a meeting loaded by :data:`WHOLE_MEETING`."""
    return Agenda(
        meeting=MeetingInfo(
            body=meeting.body.name or None,
            organization=meeting.organization.name or None,
            number=meeting.number,
            date=meeting.date.isoformat() if meeting.date else None,
            start=meeting.start,
            place=meeting.place,
            state=meeting.state or meeting.body.state,
        ),
        items=tuple(
            AgendaItem(number=item.number, title=item.title, public=item.public, paper=item.paper)
            for item in meeting.items
        ),
    )


def roster_of(meeting: t.Meeting) -> Roster:
    """Return the roster of a meeting loaded by :data:`WHOLE_MEETING`."""
    return Roster(
        people=tuple(
            msgspec.convert(
                {
                    "name": one.person.name,
                    "role": one.role,
                    "office": one.office,
                    "party": one.party,
                    "votes": one.votes,
                    "present": one.present,
                },
                Person,
            )
            for one in meeting.participants
        )
    )


def speakers_of(meeting: t.Meeting) -> SpeakerCount:
    """Return how many voices there may be."""
    least, most = meeting.min_speakers, meeting.max_speakers
    if least is not None and least == most:
        return SpeakerCount(exact=least)
    return SpeakerCount(minimum=least, maximum=most)
