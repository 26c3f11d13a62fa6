"""Use-cases of uploads that can be continued: begin, receive, join, end, and what to do with a twin."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from app.access import Permission, current_principal
from app.db import tables as t
from app.db.mapping import parse_id
from app.services.acceptance import require_idle
from app.services.lookup import require_meeting
from app.services.recordings import clean_name
from app.services.upload_acceptance import UploadAcceptance
from app.services.upload_views import UploadNotFound, UploadView, upload_view
from app.storage import StorageFullError
from app.uploads import Digest, Receptions, Sink
from app.uploads.errors import (
    PartsInvalid,
    QuotaExceeded,
    UploadConflict,
    UploadGone,
    UploadTooLargeError,
)
from app.uploads.parts import parse_clock
from app.uploads.receive import receive
from app.uploads.threads import write_in_thread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.settings import UploadSettings
    from app.storage import Storage
    from app.uploads import Inspector, Spool

OPEN = frozenset({"receiving", "complete", "checking", "duplicate"})
"""States of uploads that take room on the disk."""

logger = logging.getLogger(__name__)


class UploadService:
    """Takes recordings in piece by piece, over as many connections as it needs.

    Args:
        database: on behalf of whoever asks.
        system: the same database for what happens afterwards, when nobody asks.
        storage: where accepted recordings go.
        spool: where uploads lie meanwhile, on this machine; one service alone may have it.
        inspector: looks into each file.
        settings: limits.
    """

    def __init__(
        self,
        database: Database,
        system: Database,
        *,
        storage: Storage,
        spool: Spool,
        inspector: Inspector,
        settings: UploadSettings,
    ) -> None:
        self._database = database
        self._system = system
        self._spool = spool
        self._settings = settings
        self._receptions = Receptions()
        self._digests: dict[UUID, Digest] = {}
        self._acceptance = UploadAcceptance(system, storage, spool, inspector, self._digests)

    @property
    def limit(self) -> int:
        """Bytes of the largest recording."""
        return self._settings.limit

    async def create(
        self,
        meeting_id: str,
        filename: str,
        length: int,
        *,
        partial: bool = False,
        described: str = "",
        announced: str | None = None,
        begins: str | None = None,
    ) -> UploadView:
        """Begin an upload.

        Args:
            meeting_id: the meeting whose part it becomes.
            filename: for display only.
            length: bytes that will come.
            partial: a stretch of a file, to be joined with others by :meth:`join`.
            described: ``Upload-Metadata`` as it came.
            announced: SHA-256 that the file is said to have.
            begins: local time of day at which the part begins.

        Raises:
            MeetingNotFound: no meeting has the id.
            AlreadyRunning: the meeting is being processed.
            UploadTooLargeError: longer than is accepted.
            QuotaExceeded: the municipality has used up its share.
            StorageFullError: the disk has no room for it.
        """
        if length > self.limit:
            raise UploadTooLargeError(limit=shown_size(self.limit))
        clock = parse_clock(begins)
        async with self._database.session() as session:
            key = await require_idle(session, meeting_id)
            await self._require_room(session, key, length)
            row = await self._enter(session, key, filename, length, described)
            row.kind = "partial" if partial else "whole"
            row.announced, row.begins = announced, clock
            await session.flush()
            view = upload_view(row)
        if length == 0:
            return await self._completed(UUID(view.id))
        return view

    async def join(
        self,
        meeting_id: str,
        filename: str,
        parts: Sequence[str],
        *,
        described: str = "",
        announced: str | None = None,
        begins: str | None = None,
    ) -> UploadView:
        """Make one recording of partial uploads, in the order given.

        Raises:
            PartsInvalid: one of them is missing, not complete, or of another meeting.
        """
        clock = parse_clock(begins)
        async with self._database.session() as session:
            key = await require_idle(session, meeting_id)
            rows = [await self._load(session, part) for part in parts]
            if not rows:
                raise PartsInvalid(reason="0")
            for row in rows:
                if row.kind != "partial" or row.state != "complete" or row.meeting_id != key:
                    raise PartsInvalid(reason=str(row.id))
            length = sum(row.length for row in rows)
            if length > self.limit:
                raise UploadTooLargeError(limit=shown_size(self.limit))
            if self._spool.free() < length:
                raise StorageFullError(folder=self._spool.folder)
            final = await self._enter(session, key, filename, length, described)
            final.kind, final.parts, final.received = "final", [str(row.id) for row in rows], length
            final.announced, final.begins = announced, clock
            await session.flush()
            identifier = final.id
        return await self._completed(identifier)

    async def get(self, upload_id: str) -> UploadView:
        """Return an upload; a connection that has died is ended first, so that all it sent counts.

        Raises:
            UploadNotFound: there is none, or it is nobody's business.
            UploadGone: it has expired.
        """
        key = parse_id(upload_id)
        if key is not None:
            await self._receptions.settle(key)
        async with self._database.session() as session:
            return upload_view(await self._load(session, upload_id))

    async def list(self, meeting_id: str) -> tuple[UploadView, ...]:
        """Return the uploads of a meeting that are not finished, the oldest first; for those who edit it."""
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id, permission=Permission.MEETING_EDIT)
            rows = await session.scalars(
                select(t.Upload)
                .where(
                    t.Upload.meeting_id == key,
                    t.Upload.kind != "partial",
                    t.Upload.state.in_(("receiving", "checking", "duplicate", "refused")),
                    t.Upload.expires_at > t.now(),
                )
                .order_by(t.Upload.created_at)
            )
            return tuple(upload_view(row) for row in rows)

    async def receive(
        self,
        upload_id: str,
        offset: int,
        chunks: AsyncIterator[bytes],
        *,
        algorithm: str | None = None,
        checksum: bytes = b"",
    ) -> UploadView:
        """Write what comes over one connection; what is on disk when it breaks off counts.

        Args:
            upload_id: the upload.
            offset: place in the file of the first byte.
            chunks: the bytes; an error of the connection passes through.
            algorithm: ``sha1`` or ``sha256`` where the sender gave a checksum of these bytes: then all
                of them count or none.
            checksum: its value.

        Raises:
            UploadNotFound: there is none.
            UploadGone: it is finished or has expired.
            UploadLocked: another connection is sending.
            UploadConflict: ``offset`` is not where the file ends.
            ChecksumMismatch: the checksum is another one; nothing was kept.
            UploadTooLargeError: more came than was announced.
            StorageFullError: the disk is full; what was written before counts.
            InputError: the file is complete and is not accepted.
        """
        async with self._database.session() as session:
            row = await self._load(session, upload_id)
        with await self._receptions.hold(row.id) as reception:
            async with self._database.session() as session:
                row = await self._load(session, upload_id)
            if row.state != "receiving":
                raise UploadGone
            if row.received != offset:
                raise UploadConflict(offset=row.received)
            digest = self._digests.setdefault(row.id, Digest())
            sink = Sink(self._spool.path(row.id), offset, digest, algorithm)
            key, length = row.id, row.length

            async def record(durable: int) -> None:
                await self._record(key, durable)

            try:
                await reception.run(
                    receive(
                        sink,
                        chunks,
                        room=length - offset,
                        alive=reception.alive,
                        record=record,
                        checksum=checksum,
                    )
                )
            finally:
                self._digests[key] = sink.digest
            if sink.position == length:
                return await self._completed(key)
        async with self._database.session() as session:
            return upload_view(await self._load(session, upload_id))

    async def terminate(self, upload_id: str) -> None:
        """End an upload and forget what came of it.

        Raises:
            UploadNotFound: there is none.
        """
        async with self._database.session() as session:
            key = (await self._load(session, upload_id)).id
        await self._receptions.end(key)
        await self._acceptance.settled(key)
        async with self._database.session() as session:
            row = await session.get(t.Upload, key)
            if row is not None:
                await session.delete(row)
        self._digests.pop(key, None)
        await write_in_thread(self._spool.remove, key)

    async def decide(self, upload_id: str, *, take: bool) -> UploadView | None:
        """Take a file that is there already nevertheless, or do without it (None).

        Raises:
            UploadNotFound: there is none.
            UploadGone: there is nothing to decide.
        """
        async with self._database.session() as session:
            row = await self._load(session, upload_id)
            if row.state != "duplicate":
                raise UploadGone
            if take:
                row.state = "checking"
            key = row.id
        if not take:
            await self.terminate(upload_id)
            return None
        return await self._completed(key)

    async def maintain(self) -> None:
        """Let expired uploads go, end dead connections, and go on with what a restart interrupted."""
        await self._receptions.end_silent()
        await self._acceptance.resume()
        for key in await self._acceptance.expire():
            self._digests.pop(key, None)

    async def close(self) -> None:
        """Wait for what is being accepted; called when the service stops."""
        await self._acceptance.close()

    async def _completed(self, key: UUID) -> UploadView:
        """Hand a file whose last byte has come to the acceptance, and wait a moment for its verdict."""
        async with self._system.session() as session:
            row = (await session.scalars(select(t.Upload).where(t.Upload.id == key))).one()
            if row.state == "receiving":
                row.state = "complete" if row.kind == "partial" else "checking"
            partial = row.kind == "partial"
            view = upload_view(row)
        return view if partial else await self._acceptance.judge(key)

    async def _record(self, key: UUID, durable: int) -> None:
        async with self._system.session() as session:
            row = await session.get(t.Upload, key)
            if row is not None:
                row.received = durable
                row.expires_at = self._expiry()

    async def _enter(
        self, session: AsyncSession, meeting: UUID, filename: str, length: int, described: str
    ) -> t.Upload:
        body = await session.scalar(select(t.Meeting.body_id).where(t.Meeting.id == meeting))
        row = t.Upload(
            meeting_id=meeting,
            body_id=body,
            account_id=current_principal().account,
            filename=clean_name(filename),
            described=described,
            length=length,
            received=0,
            state="receiving",
            parts=[],
            expires_at=self._expiry(),
        )
        session.add(row)
        return row

    async def _load(self, session: AsyncSession, upload_id: str) -> t.Upload:
        key = parse_id(upload_id)
        row = await session.get(t.Upload, key) if key is not None else None
        if row is None:
            raise UploadNotFound(upload=upload_id)
        await require_meeting(session, str(row.meeting_id), permission=Permission.MEETING_EDIT)
        if row.expires_at <= t.now() and row.state in {"receiving", "complete", "duplicate"}:
            raise UploadGone
        return row

    async def _require_room(self, session: AsyncSession, meeting: UUID, length: int) -> None:
        if self._spool.free() < length:
            raise StorageFullError(folder=self._spool.folder)
        if not self._settings.quota:
            return
        body = select(t.Meeting.body_id).where(t.Meeting.id == meeting).scalar_subquery()
        kept = await session.scalar(
            select(func.coalesce(func.sum(t.Blob.size), 0)).where(
                t.Blob.sha256.in_(
                    select(t.Recording.sha256)
                    .join(t.Meeting, t.Meeting.id == t.Recording.meeting_id)
                    .where(t.Meeting.body_id == body)
                )
            )
        )
        coming = await session.scalar(
            select(func.coalesce(func.sum(t.Upload.length), 0)).where(
                t.Upload.body_id == body, t.Upload.state.in_(OPEN), t.Upload.kind != "final"
            )
        )
        if int(kept or 0) + int(coming or 0) + length > self._settings.quota:
            raise QuotaExceeded(limit=shown_size(self._settings.quota))

    def _expiry(self) -> datetime:
        return t.now() + timedelta(hours=self._settings.expire_hours)


def shown_size(count: int) -> str:
    """Return a limit for people, in GB."""
    return f"{count / 2**30:g} GB"
