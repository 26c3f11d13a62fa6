"""Use-cases of processing: start, stop, repeat, and watch how far it is."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from app.db import tables as t
from app.db.notify import PROGRESS_CHANNEL
from app.pipeline.stages import STAGE_NAMES
from app.services.errors import AlreadyRunning, NoRecording, NotRunning
from app.services.lookup import BUSY, locked_processing, require_meeting
from app.services.shaping import progress_view
from app.services.views import ProgressView

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database, Listener
    from app.jobs import JobQueue

KEEP_ALIVE = 15.0
"""Seconds after which :meth:`ProcessingService.watch` yields though nothing changed."""


class ProcessingService:
    """Queues the work and tells how far it is."""

    def __init__(self, database: Database, queue: JobQueue, listener: Listener) -> None:
        self._database = database
        self._queue = queue
        self._listener = listener

    async def start(self, meeting_id: str) -> ProgressView:
        """Queue a meeting; what is checkpointed from an earlier run is not computed again.

        Raises:
            MeetingNotFound: no meeting has the id.
            NoRecording: there is no sound yet.
            AlreadyRunning: it is queued or running.
        """
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id, lock=True)
            if not await _parts(session, key):
                raise NoRecording
            row = await locked_processing(session, key)
            if row is not None and row.state in BUSY:
                raise AlreadyRunning
            if row is None:
                row = t.Processing(meeting_id=key)
                session.add(row)
            row.state, row.attempt, row.run, row.worker = "queued", 0, None, None
            row.error_code, row.error_de, row.error_en = None, None, None
            row.queued_at, row.started_at, row.finished_at = t.now(), None, None
            row.job_id = await self._queue.defer_processing(session, key)
            await session.flush()
            await _reset_stages(session, row.id)
            await _tell(session, key)
        return await self.progress(meeting_id)

    async def cancel(self, meeting_id: str) -> ProgressView:
        """Stop the processing; finished parts are kept.

        Raises:
            MeetingNotFound: no meeting has the id.
            NotRunning: it is neither queued nor running.
        """
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id)
            row = await locked_processing(session, key)
            if row is None or row.state not in BUSY or row.job_id is None:
                raise NotRunning
            alive = await self._queue.cancel(session, row.job_id)
            if row.state == "queued" or not alive:
                row.state, row.finished_at = "cancelled", t.now()
            else:
                row.state = "cancelling"
            await _tell(session, key)
        return await self.progress(meeting_id)

    async def retry(self, meeting_id: str) -> ProgressView:
        """Queue a meeting again that failed, was cancelled or is to be done anew; see :meth:`start`."""
        return await self.start(meeting_id)

    async def progress(self, meeting_id: str) -> ProgressView:
        """Return how far a meeting is.

        Raises:
            MeetingNotFound: no meeting has the id.
        """
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id)
            row = await session.scalar(select(t.Processing).where(t.Processing.meeting_id == key))
            stages = await _stages(session, row.id) if row is not None else []
            place = await _place(session, row) if row is not None and row.state == "queued" else None
            parts = await _parts(session, key)
        return progress_view(str(key), row, stages, parts=parts, place=place, now=t.now())

    async def watch(self, meeting_id: str) -> AsyncIterator[ProgressView]:
        """Yield the progress now and after each change, and at least every 15 s; ends when it is finished.

        Raises:
            MeetingNotFound: no meeting has the id.
        """
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id)
        with self._listener.subscribe(str(key)) as changed:
            while True:
                changed.clear()
                view = await self.progress(meeting_id)
                yield view
                if view.finished:
                    return
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), KEEP_ALIVE)


async def _parts(session: AsyncSession, meeting: UUID) -> int:
    statement = select(func.count()).select_from(t.Recording).where(t.Recording.meeting_id == meeting)
    return await session.scalar(statement) or 0


async def _stages(session: AsyncSession, processing: UUID) -> list[t.StageProgressRow]:
    row = t.StageProgressRow
    return list(
        await session.scalars(select(row).where(row.processing_id == processing).order_by(row.position))
    )


async def _place(session: AsyncSession, processing: t.Processing) -> int:
    """Return the place in line: one more than those that were queued before and still wait."""
    row = t.Processing
    statement = (
        select(func.count())
        .select_from(row)
        .where(row.state == "queued", row.queued_at < processing.queued_at)
    )
    return (await session.scalar(statement) or 0) + 1


async def _reset_stages(session: AsyncSession, processing: UUID) -> None:
    row = t.StageProgressRow
    await session.execute(delete(row).where(row.processing_id == processing))
    session.add_all(
        row(processing_id=processing, position=position, name=name, state="waiting", fraction=0.0)
        for position, name in enumerate(STAGE_NAMES)
    )


async def _tell(session: AsyncSession, meeting: UUID) -> None:
    await session.execute(select(func.pg_notify(PROGRESS_CHANNEL, str(meeting))))
