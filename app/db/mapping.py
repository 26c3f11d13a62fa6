"""Rows of the database to values of the domain, and the statements that load them whole."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.db import tables as t
from diarize.types import SpeakerCount
from minutes.types import Agenda, AgendaItem, MeetingInfo, Person, Roster

if TYPE_CHECKING:
    from sqlalchemy import Select


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


def whole_meeting(meeting_id: UUID) -> Select[tuple[t.Meeting]]:
    """Return the statement that loads a meeting with its agenda and roster."""
    return (
        select(t.Meeting)
        .where(t.Meeting.id == meeting_id)
        .options(
            joinedload(t.Meeting.body),
            joinedload(t.Meeting.organization),
            selectinload(t.Meeting.items),
            selectinload(t.Meeting.participants).joinedload(t.Participant.person),
        )
    )


def recordings_of(meeting_id: UUID) -> Select[tuple[t.Recording]]:
    """Return the statement that loads the parts of a meeting in order."""
    return (
        select(t.Recording)
        .where(t.Recording.meeting_id == meeting_id)
        .order_by(t.Recording.position)
        .options(joinedload(t.Recording.blob))
    )


def agenda_of(meeting: t.Meeting) -> Agenda:
    """Return the agenda of a meeting loaded by :func:`whole_meeting`."""
    return Agenda(
        meeting=MeetingInfo(
            body=meeting.body.name or None,
            organization=meeting.organization.name or None,
            number=meeting.number,
            date=meeting.date.isoformat() if meeting.date else None,
            start=meeting.start,
            place=meeting.place,
        ),
        items=tuple(
            AgendaItem(number=item.number, title=item.title, public=item.public, paper=item.paper)
            for item in meeting.items
        ),
    )


def roster_of(meeting: t.Meeting) -> Roster:
    """Return the roster of a meeting loaded by :func:`whole_meeting`."""
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
