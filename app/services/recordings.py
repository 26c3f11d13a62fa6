"""Use-cases of recordings: take the sound in, list it, play it."""

from __future__ import annotations

import mimetypes
import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import selectinload

from app.db import tables as t
from app.db.mapping import parse_id, recordings_of
from app.services.errors import AlreadyRunning, EmptyUpload, RecordingNotFound
from app.services.lookup import BUSY, locked_processing, require_meeting
from app.services.purge import lock_blobs, purge_unused_blobs
from app.services.shaping import recording_view
from app.services.views import Playback, RecordingView
from app.storage import BlobMissingError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.storage import Storage, StoredBlob

PLAYBACK = "playback.m4a"
"""Name of the rendition that browsers play, once processing made it."""

LONGEST_NAME = 200
"""Characters kept of a file's name."""


class RecordingService:
    """Keeps the sound of meetings."""

    def __init__(self, database: Database, storage: Storage) -> None:
        self._database = database
        self._storage = storage

    async def add(self, meeting_id: str, filename: str, chunks: AsyncIterator[bytes]) -> RecordingView:
        """Store a recording as the last part of a meeting, in constant memory.

        Args:
            meeting_id: the meeting.
            filename: as the uploader named it; for display only.
            chunks: the content, in pieces of any size.

        Raises:
            MeetingNotFound: no meeting has the id.
            AlreadyRunning: the meeting is being processed.
            EmptyUpload: no byte came.
            StorageFullError: the disk is full; nothing is kept.
        """
        shown = clean_name(filename)
        async with self._database.session() as session:
            await _require_idle(session, meeting_id)
        blob = await self._storage.put(chunks)
        try:
            _require_content(blob, shown)
            return await self._enter(meeting_id, shown, blob)
        except BaseException:
            await self._forget(blob)
            raise

    async def list(self, meeting_id: str) -> tuple[RecordingView, ...]:
        """Return the parts of a meeting in order."""
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id)
            return tuple(recording_view(one) for one in await session.scalars(recordings_of(key)))

    async def remove(self, meeting_id: str, recording_id: str) -> None:
        """Take a part away from a meeting.

        Raises:
            RecordingNotFound: the meeting has no such part.
            AlreadyRunning: the meeting is being processed.
        """
        async with self._database.session() as session:
            key = await _require_idle(session, meeting_id)
            part = parse_id(recording_id)
            row = await session.scalar(
                select(t.Recording).where(t.Recording.id == part, t.Recording.meeting_id == key)
            )
            if row is None:
                raise RecordingNotFound(recording=recording_id)
            await session.delete(row)
        await purge_unused_blobs(self._database, self._storage)

    async def open_playback(self, meeting_id: str) -> Playback:
        """Return the file a browser plays: the joined rendition, or the only recording until it exists.

        Raises:
            MeetingNotFound: no meeting has the id.
            RecordingNotFound: there is nothing to play (yet).
        """
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id)
            made = await session.scalar(
                select(t.MeetingFile)
                .where(t.MeetingFile.meeting_id == key, t.MeetingFile.name == PLAYBACK)
                .options(selectinload(t.MeetingFile.blob))
            )
            parts = (await session.scalars(recordings_of(key))).all()
        if made is not None:
            return self._playback(made.blob, made.mime)
        if len(parts) == 1:
            return self._playback(parts[0].blob, sound_type(parts[0].filename))
        raise RecordingNotFound(recording=PLAYBACK)

    def _playback(self, blob: t.Blob, mime: str) -> Playback:
        return Playback(
            path=self._storage.local_path(blob.sha256), size=blob.size, mime=mime, etag=blob.sha256[:32]
        )

    async def _enter(self, meeting_id: str, filename: str, blob: StoredBlob) -> RecordingView:
        async with self._database.session() as session:
            key = await _require_idle(session, meeting_id)
            await lock_blobs(session)
            if not self._storage.exists(blob.sha256):  # its last owner was deleted this very moment
                raise BlobMissingError(sha256=blob.sha256)
            await session.execute(
                insert(t.Blob)
                .values(sha256=blob.sha256, size=blob.size, created_at=t.now())
                .on_conflict_do_nothing()
            )
            twin = await session.scalar(
                select(t.Recording.meeting_id).where(t.Recording.sha256 == blob.sha256).limit(1)
            )
            last = await session.scalar(
                select(func.max(t.Recording.position)).where(t.Recording.meeting_id == key)
            )
            row = t.Recording(
                meeting_id=key,
                position=0 if last is None else last + 1,
                filename=filename,
                sha256=blob.sha256,
                public=False,
            )
            session.add(row)
            await session.flush()
            await session.refresh(row, ["blob"])
            return recording_view(row, duplicate_of=str(twin) if twin is not None else None)

    async def _forget(self, blob: StoredBlob) -> None:
        """Remove a content that was stored and not entered, unless somebody else has it too."""
        async with self._database.session() as session:
            await lock_blobs(session)
            if await session.scalar(select(t.Blob.sha256).where(t.Blob.sha256 == blob.sha256)) is None:
                self._storage.delete(blob.sha256)


async def _require_idle(session: AsyncSession, meeting_id: str) -> UUID:
    """Return the key of a meeting that no worker has, locked until the transaction ends."""
    key = await require_meeting(session, meeting_id, lock=True)
    processing = await locked_processing(session, key)
    if processing is not None and processing.state in BUSY:
        raise AlreadyRunning
    return key


def _require_content(blob: StoredBlob, filename: str) -> None:
    if blob.size == 0:
        raise EmptyUpload(filename=filename)


def clean_name(filename: str) -> str:
    """Return a file's name for display: its last part, without control characters, not too long."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if not unicodedata.category(sign).startswith("C")).strip()
    return kept[:LONGEST_NAME] or "Aufnahme"


def sound_type(filename: str) -> str:
    """Return the media type of a recording by its name; only sound and video are ever told."""
    mime = mimetypes.guess_type(filename, strict=False)[0] or ""
    return mime if mime.startswith(("audio/", "video/")) else "application/octet-stream"
