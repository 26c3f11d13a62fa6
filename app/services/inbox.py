"""Use-cases of the inbox: what a watched folder brought, and to which meeting it belongs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import delete, select

from app.access import Permission
from app.db import tables as t
from app.db.mapping import parse_id
from app.services.acceptance import enter_recording, require_idle
from app.services.access.require import may
from app.services.errors import NotFound
from app.services.purge import purge_unused_blobs
from app.services.shaping import title_of
from app.services.views import Failure
from app.storage import StoredBlob
from app.uploads import Sound

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.storage import Storage

SHOWN = ("received", "refused")
"""States of files that the page lists."""

CHOICES = 30
"""Meetings offered for a file: those nearest to its day."""


class InboxFileNotFound(NotFound):
    """There is no such file in the inbox; data: ``file``."""

    code = "inbox-not-found"
    de = "Die Datei {file} ist nicht oder nicht mehr im Eingang."
    en = "The file {file} is not in the inbox, or no more."


class MeetingChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting to which a file can be assigned."""

    id: str
    title: str
    date: str | None


class InboxView(msgspec.Struct, frozen=True, kw_only=True):
    """A file in the inbox."""

    id: str
    body: str
    filename: str
    size: int
    """Bytes."""
    state: str
    """``received`` or ``refused``."""
    received: dt.datetime
    duration: float | None = None
    """Seconds that its header states."""
    day: str | None = None
    """Guess of the meeting's day, ISO 8601."""
    begins: str | None = None
    """Guess of the local time of day at which it begins."""
    guess: MeetingChoice | None = None
    """The meeting it probably belongs to."""
    choices: tuple[MeetingChoice, ...] = ()
    """Meetings of its municipality, the nearest first."""
    failure: Failure | None = None


class InboxService:
    """Hands out what a watched folder brought."""

    def __init__(self, database: Database, storage: Storage) -> None:
        self._database = database
        self._storage = storage

    async def list(self) -> tuple[InboxView, ...]:
        """Return what waits in the inboxes of the municipalities whose meetings one may edit."""
        async with self._database.session() as session:
            found = await session.execute(
                select(t.InboxFile, t.Body.name)
                .join(t.Body, t.Body.id == t.InboxFile.body_id)
                .where(t.InboxFile.state.in_(SHOWN))
                .order_by(t.InboxFile.created_at.desc())
            )
            allowed = [
                (row, body)
                for row, body in found.all()
                if may(Permission.MEETING_EDIT, row.body_id, session=session)
            ]
            return tuple([await self._view(session, row, body) for row, body in allowed])

    async def assign(self, file_id: str, meeting_id: str) -> None:
        """Make a file the last part of a meeting.

        Raises:
            InboxFileNotFound: there is none.
            MeetingNotFound: no meeting of its municipality has the id.
            AlreadyRunning: the meeting is being processed.
        """
        async with self._database.session() as session:
            row = await self._load(session, file_id)
            key = await require_idle(session, meeting_id)
            body = await session.scalar(select(t.Meeting.body_id).where(t.Meeting.id == key))
            if row.state != "received" or row.sha256 is None or body != row.body_id:
                raise InboxFileNotFound(file=file_id)
            await enter_recording(
                session,
                self._storage,
                key,
                StoredBlob(sha256=row.sha256, size=row.source_size),
                filename=row.filename,
                sound=msgspec.convert(row.sound, Sound),
                begins=row.begins,
            )
            row.state, row.meeting_id = "assigned", key

    async def dismiss(self, file_id: str) -> None:
        """Put a file aside: its content goes, and it does not come back.

        Raises:
            InboxFileNotFound: there is none.
        """
        async with self._database.session() as session:
            row = await self._load(session, file_id)
            if row.state == "refused":
                await session.execute(delete(t.InboxFile).where(t.InboxFile.id == row.id))
            else:
                row.state = "dismissed"
        await purge_unused_blobs(self._database, self._storage)

    async def _load(self, session: AsyncSession, file_id: str) -> t.InboxFile:
        row = await session.get(t.InboxFile, parse_id(file_id) or _NONE, with_for_update=True)
        if (
            row is None
            or row.state not in SHOWN
            or not may(Permission.MEETING_EDIT, row.body_id, session=session)
        ):
            raise InboxFileNotFound(file=file_id)
        return row

    async def _view(self, session: AsyncSession, row: t.InboxFile, body: str) -> InboxView:
        choices = await _choices(session, row) if row.state == "received" else ()
        failure = None
        if row.error_code is not None:
            failure = Failure(code=row.error_code, de=row.error_de or "", en=row.error_en or "", retry=False)
        return InboxView(
            id=str(row.id),
            body=body,
            filename=row.filename,
            size=row.source_size,
            state=row.state,
            received=row.created_at,
            duration=(row.sound or {}).get("duration"),
            day=row.day.isoformat() if row.day else None,
            begins=row.begins,
            guess=next((one for one in choices if one.id == str(row.guess_id)), None),
            choices=choices,
            failure=failure,
        )


_NONE = UUID(int=0)


async def _choices(session: AsyncSession, row: t.InboxFile) -> tuple[MeetingChoice, ...]:
    found = await session.execute(
        select(t.Meeting, t.Organization.name, t.Body.name)
        .join(t.Organization, t.Organization.id == t.Meeting.organization_id)
        .join(t.Body, t.Body.id == t.Meeting.body_id)
        .where(t.Meeting.body_id == row.body_id)
        .order_by(t.Meeting.date.desc().nulls_last())
        .limit(500)
    )
    meetings = found.all()
    if row.day is not None:
        day = row.day
        meetings = sorted(meetings, key=lambda one: abs((one[0].date - day).days) if one[0].date else 10**6)
    return tuple(
        MeetingChoice(
            id=str(meeting.id),
            title=title_of(organization, meeting.number, body),
            date=meeting.date.isoformat() if meeting.date else None,
        )
        for meeting, organization, body in meetings[:CHOICES]
    )
