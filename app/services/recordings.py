"""Use-cases of recordings: take the sound in, put it in order, play it."""

from __future__ import annotations

import asyncio
import mimetypes
import unicodedata
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.db import tables as t
from app.db.audit import record
from app.db.mapping import RECORDINGS_OF, parse_id
from app.services.acceptance import enter_recording, find_twin, forget_blob, require_idle
from app.services.access.errors import ForbiddenError
from app.services.deletion import erase_recordings
from app.services.errors import EmptyUpload, RecordingNotFound
from app.services.lookup import see_meeting
from app.services.purge import purge_unused_blobs
from app.services.reading import note_nonpublic
from app.services.shaping import recording_view, recording_views
from app.services.views import Playback, RecordingView
from app.uploads.parts import parse_clock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.storage import Storage, StoredBlob
    from app.uploads import Inspector, Sound

PLAYBACK = "playback.m4a"
"""Name of the rendition that browsers play, once processing made it."""

PUBLIC_PLAYBACK = "playback.public.m4a"
"""The same, up to the end of the public part; made where there is a part after it."""

LONGEST_NAME = 200
"""Characters kept of a file's name."""


class RecordingService:
    """Keeps the sound of meetings.

    Args:
        database: where the parts of a meeting are listed.
        storage: where their contents lie.
        inspector: looks into each file before it is accepted.
    """

    def __init__(self, database: Database, storage: Storage, inspector: Inspector) -> None:
        self._database = database
        self._storage = storage
        self._inspector = inspector

    async def add(
        self, meeting_id: str, filename: str, chunks: AsyncIterator[bytes], *, begins: str | None = None
    ) -> RecordingView:
        """Store a recording as the last part of a meeting, in constant memory.

        Args:
            meeting_id: the meeting.
            filename: as the uploader named it; for display only.
            chunks: the content, in pieces of any size.
            begins: local time of day at which it begins; None: right after the part before.

        Raises:
            MeetingNotFound: no meeting has the id.
            AlreadyRunning: the meeting is being processed.
            EmptyUpload: no byte came.
            InputError: it is no recording that is accepted (:mod:`app.uploads.errors`).
            StorageFullError: the disk is full; nothing is kept.
        """
        shown = clean_name(filename)
        clock = parse_clock(begins)
        async with self._database.session() as session:
            await require_idle(session, meeting_id)
        async with self._storage.receiving(chunks) as (path, blob):
            if blob.size == 0:
                raise EmptyUpload(filename=shown)
            sound = await self._inspector.inspect(path, shown)
            try:
                await asyncio.to_thread(self._storage.take, path, blob)
                return await self._enter(meeting_id, shown, blob, sound, clock)
            except BaseException:
                async with self._database.as_system().session() as session:
                    await forget_blob(session, self._storage, blob)
                raise

    async def list(self, meeting_id: str) -> tuple[RecordingView, ...]:
        """Return the parts of a meeting in order, as far as who asks may hear them."""
        async with self._database.session() as session:
            key, sight = await see_meeting(session, meeting_id)
            rows = (await session.scalars(RECORDINGS_OF, {"meeting": key})).all()
        return recording_views([row for row in rows if sight.nonpublic or (sight.readable and row.public)])

    async def set_begin(self, meeting_id: str, recording_id: str, begins: str | None) -> None:
        """Say at which time of day a part begins; None lets it follow the part before.

        Raises:
            RecordingNotFound: the meeting has no such part.
            BeginInvalid: it is no time of day.
            AlreadyRunning: the meeting is being processed.
        """
        clock = parse_clock(begins)
        async with self._database.session() as session:
            key = await require_idle(session, meeting_id)
            part = await _part(session, key, recording_id)
            part.begins = clock
            record(session, "recording.changed", meeting=key, recording=part.id)

    async def move(self, meeting_id: str, recording_id: str, position: int) -> None:
        """Put a part at another place of the order; places outside of it mean its ends.

        Raises:
            RecordingNotFound: the meeting has no such part.
            AlreadyRunning: the meeting is being processed.
        """
        async with self._database.session() as session:
            key = await require_idle(session, meeting_id)
            part = await _part(session, key, recording_id)
            rows = [
                row for row in await session.scalars(RECORDINGS_OF, {"meeting": key}) if row.id != part.id
            ]
            rows.insert(max(0, position), part)
            await _number(session, rows)
            record(session, "recording.changed", meeting=key, recording=part.id)

    async def remove(self, meeting_id: str, recording_id: str) -> None:
        """Take a part away from a meeting.

        Raises:
            RecordingNotFound: the meeting has no such part.
            AlreadyRunning: the meeting is being processed.
            LegalHoldError: a legal hold stops it.
        """
        async with self._database.session() as session:
            key = await require_idle(session, meeting_id)
            part = (await _part(session, key, recording_id)).id
        async with self._database.as_system().session() as session:
            await require_idle(session, meeting_id)
            await session.run_sync(lambda sync: erase_recordings(sync, key, only=[part]))
        await purge_unused_blobs(self._database, self._storage)

    async def open_playback(self, meeting_id: str) -> Playback:
        """Return the sound a browser plays: the joined rendition, or the only recording until it exists.

        Who may not hear the non-public part gets a rendition without it, and nothing where there is none.

        Raises:
            MeetingNotFound: no meeting has the id.
            ForbiddenError: who asks may not hear any of it.
            RecordingNotFound: there is nothing to play (yet).
        """
        async with self._database.session() as session:
            key, sight = await see_meeting(session, meeting_id)
            if not sight.readable:
                raise ForbiddenError
            made = await _sound(session, key, nonpublic=sight.nonpublic)
            if sight.nonpublic:
                note_nonpublic(session, key, sight)
        if isinstance(made, t.MeetingFile):
            return await self._playback(made.blob, made.mime)
        if made is not None:
            return await self._playback(made.blob, sound_type(made.filename))
        raise RecordingNotFound(recording=PLAYBACK)

    async def can_be_heard(self, meeting_id: str) -> bool:
        """Tell whether :meth:`open_playback` would find something for who asks.

        Raises:
            MeetingNotFound: no meeting has the id.
        """
        async with self._database.session() as session:
            key, sight = await see_meeting(session, meeting_id)
            return sight.readable and await _sound(session, key, nonpublic=sight.nonpublic) is not None

    async def _playback(self, blob: t.Blob, mime: str) -> Playback:
        size = await asyncio.to_thread(self._storage.size, blob.sha256)
        read = partial(self._storage.read, blob.sha256)
        return Playback(read=read, size=size, mime=mime, etag=blob.sha256[:32])

    async def _enter(
        self, meeting_id: str, filename: str, blob: StoredBlob, sound: Sound, begins: str | None
    ) -> RecordingView:
        async with self._database.session() as session:
            key = await require_idle(session, meeting_id)
            twin = await find_twin(session, blob.sha256, key)
            row = await enter_recording(
                session, self._storage, key, blob, filename=filename, sound=sound, begins=begins
            )
            return recording_view(row, duplicate_of=str(twin) if twin is not None else None)


async def _sound(
    session: AsyncSession, meeting: UUID, *, nonpublic: bool
) -> t.MeetingFile | t.Recording | None:
    """Return what there is to hear: the joined rendition, the only recording, or nothing."""
    row = t.MeetingFile
    wanted = select(row).where(row.meeting_id == meeting).options(selectinload(row.blob))
    if nonpublic:
        wanted = wanted.where(row.name == PLAYBACK)
    else:
        wanted = wanted.where(row.public, row.name.in_((PLAYBACK, PUBLIC_PLAYBACK))).order_by(row.name)
    made: t.MeetingFile | None = await session.scalar(wanted)
    if made is not None:
        return made
    found = await session.scalars(RECORDINGS_OF, {"meeting": meeting})
    parts = [one for one in found if nonpublic or one.public]
    return parts[0] if len(parts) == 1 else None


async def _part(session: AsyncSession, meeting: UUID, recording_id: str) -> t.Recording:
    row: t.Recording | None = await session.scalar(
        select(t.Recording).where(t.Recording.id == parse_id(recording_id), t.Recording.meeting_id == meeting)
    )
    if row is None:
        raise RecordingNotFound(recording=recording_id)
    return row


async def _number(session: AsyncSession, rows: Sequence[t.Recording]) -> None:
    """Number parts from 0; by way of numbers that are free, because no two may be the same at any time."""
    for number, row in enumerate(rows):
        row.position = -1 - number
    await session.flush()
    for number, row in enumerate(rows):
        row.position = number
    await session.flush()


def clean_name(filename: str) -> str:
    """Return a file's name for display: its last part, without control characters, not too long."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if not unicodedata.category(sign).startswith("C")).strip()
    return kept[:LONGEST_NAME] or "Aufnahme"


def sound_type(filename: str) -> str:
    """Return the media type of a recording by its name; only sound and video are ever told."""
    mime = mimetypes.guess_type(filename, strict=False)[0] or ""
    return mime if mime.startswith(("audio/", "video/")) else "application/octet-stream"
