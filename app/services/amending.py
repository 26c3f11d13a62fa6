"""Changing a meeting that was entered: its head, agenda, people and words, without overwriting others.

Each change counts the meeting's revision up; who changes it says on which revision the change rests
(optimistic locking; Kung and Robinson, "On Optimistic Methods for Concurrency Control", 1981).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import delete, update

from app.access import Permission
from app.db import tables as t
from app.db.audit import record
from app.db.mapping import WHOLE_MEETING, agenda_of, parse_date
from app.services.access.errors import ForbiddenError
from app.services.errors import AlreadyRunning, ChangedMeanwhile, RevisionMissing
from app.services.lookup import BUSY, locked_processing, see_meeting
from app.services.results import KINDS
from app.services.rosters import enter_roster
from app.services.speakers import bounds_of
from app.services.states import state_code
from diarize.types import SpeakerCount
from minutes.inputs.errors import DuplicateItemError
from minutes.types import Agenda, AgendaItem, Roster

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.orm import Session

    from app.db import Database


class MeetingChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be different; what is left out stays."""

    agenda: Agenda | None = None
    """All of it. Municipality and council of a meeting never change."""
    roster: Roster | None = None
    """All of it."""
    glossary: tuple[str, ...] | None = None
    language: str | None = None
    profile: str | None = None
    speakers: SpeakerCount | None = None
    state: str | UnsetType | None = UNSET
    """State whose law the minutes follow, by code or name; null: that of the municipality. Where it is left
    out, an agenda that names another one than the one that holds changes it."""


async def amend(
    database: Database, system: Database, meeting_id: str, change: MeetingChange, *, revision: int | None
) -> None:
    """Change a meeting.

    Where items change, the public form of results that were made with the old ones is withdrawn: what was
    public in it may not be so any more. The next draft makes it again.

    Args:
        database: on behalf of whoever asks.
        system: the same database as the installation.
        meeting_id: the meeting.
        change: what is to be different.
        revision: on which the change rests; None: it was not said.

    Raises:
        MeetingNotFound: no meeting has the id.
        ForbiddenError: who asks may not change it, or sees only a part of what would be replaced.
        AlreadyRunning: it is being processed.
        RevisionMissing: it was not said on what the change rests.
        ChangedMeanwhile: somebody changed it since that revision.
        SpeakersContradict: the numbers of speakers exclude each other.
        DuplicateItemError: two items of the agenda have one number.
        UnknownStateError: the law of the state is not known.
    """
    async with database.session() as session:
        meeting = await _locked(session, meeting_id, change, revision)
        other = change.agenda is not None and change.agenda.items != agenda_of(meeting).items
        key = meeting.id
    if other:
        async with system.session() as session:
            await session.run_sync(_withdraw_public, key)
    async with database.session() as session:
        meeting = await _locked(session, meeting_id, change, revision)
        if change.agenda is not None:
            await _set_agenda(session, meeting, change.agenda, items=other)
        if change.roster is not None:
            await session.execute(delete(t.Participant).where(t.Participant.meeting_id == key))
            await enter_roster(session, meeting, change.roster)
        for name, value in _columns(change):
            setattr(meeting, name, value)
        meeting.state = _law(meeting, change)
        meeting.revision += 1
        named = ",".join(name for name in change.__struct_fields__ if _given(change, name))
        record(session, "meeting.changed", meeting=key, revision=meeting.revision, fields=named)


async def _locked(
    session: AsyncSession, meeting_id: str, change: MeetingChange, revision: int | None
) -> t.Meeting:
    key, sight = await see_meeting(session, meeting_id, permission=Permission.MEETING_EDIT, lock=True)
    if not sight.nonpublic and any(
        one is not None for one in (change.agenda, change.roster, change.glossary)
    ):
        raise ForbiddenError  # these were read cut, and what was left out would be lost
    if revision is None:
        raise RevisionMissing
    processing = await locked_processing(session, key)
    if processing is not None and processing.state in BUSY:
        raise AlreadyRunning
    meeting = (await session.scalars(WHOLE_MEETING, {"meeting": key})).one()
    if meeting.revision != revision:
        raise ChangedMeanwhile
    return meeting


async def _set_agenda(session: AsyncSession, meeting: t.Meeting, agenda: Agenda, *, items: bool) -> None:
    head = agenda.meeting
    meeting.number, meeting.date = head.number, parse_date(head.date)
    meeting.start, meeting.place = head.start, head.place
    meeting.public = any(item.public for item in agenda.items)
    if items:
        await session.execute(delete(t.AgendaItem).where(t.AgendaItem.meeting_id == meeting.id))
        session.add_all(agenda_rows(meeting.id, agenda.items))


def agenda_rows(meeting: UUID, items: Iterable[AgendaItem]) -> list[t.AgendaItem]:
    """Return the rows of an agenda in order.

    Raises:
        DuplicateItemError: two items have one number.
    """
    items = tuple(items)
    counted = Counter(item.number for item in items)
    for number, times in counted.items():
        if times > 1:
            raise DuplicateItemError(file="agenda", number=number)
    return [
        t.AgendaItem(
            meeting_id=meeting,
            position=position,
            number=item.number,
            title=item.title,
            paper=item.paper,
            public=item.public,
        )
        for position, item in enumerate(items)
    ]


def _columns(change: MeetingChange) -> Iterable[tuple[str, Any]]:
    if change.glossary is not None:
        yield "glossary", list(change.glossary)
    if change.language is not None:
        yield "language", change.language
    if change.profile is not None:
        yield "profile", change.profile
    if change.speakers is not None:
        yield from zip(("min_speakers", "max_speakers"), bounds_of(change.speakers), strict=True)


def _law(meeting: t.Meeting, change: MeetingChange) -> str | None:
    """Return the meeting's own state after a change.

    An agenda that is read, corrected and sent back names the state that holds; that must not turn what
    comes from the municipality into a choice of the meeting.
    """
    if change.state is not UNSET:
        return state_code(change.state)
    named = state_code(change.agenda.meeting.state) if change.agenda is not None else None
    return meeting.state if named in {None, meeting.state or meeting.body.state} else named


def _given(change: MeetingChange, name: str) -> bool:
    value = getattr(change, name)
    return value is not UNSET if name == "state" else value is not None


def _withdraw_public(session: Session, meeting: UUID) -> None:
    from app.jobs.keeping import keep_public_cut, open_files  # noqa: PLC0415 - brings the engines' libraries

    for kind in KINDS:
        keep_public_cut(session, meeting, kind, None)
    open_files(session, meeting, ())
    session.execute(update(t.Recording).where(t.Recording.meeting_id == meeting).values(public=False))
