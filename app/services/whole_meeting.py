"""One statement that reads a meeting whole: head, agenda, roster, recordings and how far it is.

Each message to the database is a wait in which a busy service serves others first; a page that asks five
times in turn waits five times. PostgreSQL puts the lists together as JSON, under the same policies of
row-level security as if each were asked for itself.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import Text, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from app.db import tables as t
from app.services.views import RecordingView
from app.uploads.parts import gaps
from diarize.types import SpeakerCount
from minutes.types import Agenda, AgendaItem, MeetingInfo, Person, Roster

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.orm import InstrumentedAttribute


SENTINEL = "sa_orm_sentinel"
"""Column that only the mapper of SQLAlchemy uses."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A recording as it is read."""

    id: str
    meeting_id: str
    position: int
    filename: str
    size: int
    sha256: str
    created: dt.datetime
    begins: str | None
    duration: float | None
    format: str | None
    public: bool


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How far a meeting is, as of :class:`app.db.tables.Processing`."""

    id: UUID
    state: str


class WholeMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting as far as the database shows it to who asks."""

    row: Any
    """Columns of the meeting by name, as of :class:`app.db.tables.Meeting`."""
    body: str
    organization: str
    agenda: Agenda
    roster: Roster
    parts: tuple[Part, ...]
    processing: Any
    """:class:`Standing`; None where there is none, or none that who asks sees."""
    speakers: SpeakerCount


def _listed(
    table: type[Any], order: InstrumentedAttribute[int], /, **fields: ColumnElement[Any] | Any
) -> ColumnElement[str]:
    """Return the rows of a table that belong to the meeting, in order, as JSON."""
    pairs = [part for name, column in fields.items() for part in (name, column)]
    rows = func.json_agg(aggregate_order_by(func.json_build_object(*pairs), order))
    wanted = select(func.coalesce(cast(rows, Text), "[]")).where(table.meeting_id == t.Meeting.id)
    if table is t.Participant:
        wanted = wanted.join(t.Person, t.Person.id == t.Participant.person_id)
    if table is t.Recording:
        wanted = wanted.join(t.Blob, t.Blob.sha256 == t.Recording.sha256)
    return wanted.correlate(t.Meeting).scalar_subquery()


_ITEMS = _listed(
    t.AgendaItem,
    t.AgendaItem.position,
    number=t.AgendaItem.number,
    title=t.AgendaItem.title,
    public=t.AgendaItem.public,
    paper=t.AgendaItem.paper,
)

_PEOPLE = _listed(
    t.Participant,
    t.Participant.position,
    name=t.Person.name,
    role=t.Participant.role,
    office=t.Participant.office,
    party=t.Participant.party,
    votes=t.Participant.votes,
    present=t.Participant.present,
)

_PARTS = _listed(
    t.Recording,
    t.Recording.position,
    id=t.Recording.id,
    meeting_id=t.Recording.meeting_id,
    position=t.Recording.position,
    filename=t.Recording.filename,
    size=t.Blob.size,
    sha256=t.Recording.sha256,
    created=t.Recording.created_at,
    begins=t.Recording.begins,
    duration=t.Recording.duration,
    format=t.Recording.format,
    public=t.Recording.public,
)

_WHOLE = (
    select(
        *(column for column in t.Meeting.__table__.columns if column.key != SENTINEL),
        t.Body.name.label("body_name"),
        t.Body.state.label("body_state"),
        t.Organization.name.label("organization_name"),
        _ITEMS.label("items"),
        _PEOPLE.label("people"),
        _PARTS.label("parts"),
        t.Processing.id.label("processing_id"),
        t.Processing.state.label("processing_state"),
    )
    .join(t.Body, t.Body.id == t.Meeting.body_id)
    .join(t.Organization, t.Organization.id == t.Meeting.organization_id)
    .outerjoin(t.Processing, t.Processing.meeting_id == t.Meeting.id)
    .where(t.Meeting.id == bindparam("meeting"))
)

_read_items = msgspec.json.Decoder(tuple[AgendaItem, ...]).decode
_read_people = msgspec.json.Decoder(tuple[Person, ...]).decode
_read_parts = msgspec.json.Decoder(tuple[Part, ...]).decode


async def read_whole(session: AsyncSession, meeting: UUID) -> WholeMeeting:
    """Return a meeting that is there."""
    row = (await session.execute(_WHOLE, {"meeting": meeting})).one()
    return WholeMeeting(
        row=row,
        body=row.body_name,
        organization=row.organization_name,
        agenda=Agenda(meeting=_head(row), items=_read_items(row.items)),
        roster=Roster(people=_read_people(row.people)),
        parts=_read_parts(row.parts),
        processing=(
            None if row.processing_id is None else Standing(id=row.processing_id, state=row.processing_state)
        ),
        speakers=_speakers(row),
    )


def part_views(parts: tuple[Part, ...]) -> tuple[RecordingView, ...]:
    """Return recordings in order, with the gaps between them."""
    return tuple(
        RecordingView(
            id=part.id,
            meeting_id=part.meeting_id,
            position=part.position,
            filename=part.filename,
            size=part.size,
            sha256=part.sha256,
            created=part.created.astimezone(dt.UTC),
            begins=part.begins,
            duration=part.duration,
            format=part.format,
            gap=gap,
        )
        for part, gap in zip(parts, gaps(parts), strict=True)
    )


def _head(row: Row[Any]) -> MeetingInfo:
    return MeetingInfo(
        body=row.body_name or None,
        organization=row.organization_name or None,
        number=row.number,
        date=row.date.isoformat() if row.date else None,
        start=row.start,
        place=row.place,
        state=row.state or row.body_state,
    )


def _speakers(row: Row[Any]) -> SpeakerCount:
    least, most = row.min_speakers, row.max_speakers
    if least is not None and least == most:
        return SpeakerCount(exact=least)
    return SpeakerCount(minimum=least, maximum=most)
