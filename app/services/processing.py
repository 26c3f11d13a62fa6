"""Use-cases of processing: start, stop, repeat, and watch how far it is."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from app.access import Permission
from app.db import tables as t
from app.db.audit import record
from app.db.mapping import RECORDINGS_OF
from app.jobs.fairness import place_in_line, put_first
from app.jobs.keeping import HEARD_STAGE, reset_stages
from app.jobs.queue import tell
from app.pipeline.files import joined_sha256
from app.pipeline.stages import FIRST_STEP, STAGE_NAMES, step_named
from app.services.access.errors import ForbiddenError
from app.services.errors import AlreadyRunning, NoRecording, NotRunning, NotWaiting, StageUnknown
from app.services.lookup import BUSY, locked_processing, require_meeting, see_meeting
from app.services.shaping import progress_view
from app.services.views import ProgressView
from app.uploads.parts import part_keys

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database, Listener
    from app.jobs import JobQueue

KEEP_ALIVE = 15.0
"""Seconds after which :meth:`ProcessingService.watch` yields though nothing changed."""


DRAFT_STEP = "draft"

EDIT = Permission.MEETING_EDIT

REPEATABLE: dict[str, tuple[tuple[str, ...], str]] = {
    "decode": (("decode", "playback"), FIRST_STEP),
    "transcribe": (("transcribe",), "speech"),
    "diarize": (("diarize",), "speech"),
    "draft": ((), DRAFT_STEP),
}
"""What can be done again alone: the checkpoints that are forgotten, and the step that is queued."""


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
            ForbiddenError: who asks may not change it.
            NoRecording: there is no sound yet.
            AlreadyRunning: it is queued or running.
        """
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id, permission=EDIT, lock=True)
            await self._queue_step(session, key, FIRST_STEP)
        return await self.progress(meeting_id)

    async def cancel(self, meeting_id: str) -> ProgressView:
        """Stop the processing; finished parts are kept.

        The meeting is free at once: from now on no worker can write anything about it. The worker that
        has it is told, and stops at its next window, packet or page.

        Raises:
            MeetingNotFound: no meeting has the id.
            NotRunning: it is neither queued nor running.
        """
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id, permission=EDIT)
            row = await locked_processing(session, key)
            if row is None or row.state not in BUSY:
                raise NotRunning
            if row.job_id is not None:
                await self._queue.cancel(session, row.job_id)
            row.state, row.finished_at, row.run, row.forwarded_at = "cancelled", t.now(), None, None
            stage = t.StageProgressRow
            await session.execute(
                update(stage)
                .where(stage.processing_id == row.id, stage.state == "running")
                .values(state="cancelled", seconds_left=None)
            )
            await _tell(session, key)
        return await self.progress(meeting_id)

    async def retry(self, meeting_id: str) -> ProgressView:
        """Queue a meeting again that failed, was cancelled or is to be done anew.

        What broke off goes on at the step where it stopped, unless the recordings changed since; what was
        finished begins anew, with everything that still holds taken from checkpoints. Raises as
        :meth:`start`.
        """
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id, permission=EDIT, lock=True)
            row = await locked_processing(session, key)
            goes_on = row is not None and row.state in {"failed", "cancelled"}
            step = row.step if row is not None and goes_on else FIRST_STEP
            if step == DRAFT_STEP and not await _was_heard(session, key):
                step = FIRST_STEP
            await self._queue_step(session, key, step)
        return await self.progress(meeting_id)

    async def run_again(self, meeting_id: str, stage: str) -> ProgressView:
        """Do one stage again, and what rests on it; the checkpoints of all others are kept.

        Args:
            meeting_id: the meeting.
            stage: ``decode``, ``transcribe``, ``diarize`` or ``draft``.

        Raises:
            StageUnknown: there is no such stage to be done again.
            MeetingNotFound, NoRecording, AlreadyRunning: as :meth:`start`.
        """
        if stage not in REPEATABLE:
            raise StageUnknown(stage=stage[:40], known=", ".join(REPEATABLE))
        forgotten, step = REPEATABLE[stage]
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id, permission=EDIT, lock=True)
            if step == DRAFT_STEP and not await _was_heard(session, key):
                step = FIRST_STEP
            await self._queue_step(session, key, step)
            for name in forgotten:
                await _forget(session, key, name)
        return await self.progress(meeting_id)

    async def forward(self, meeting_id: str) -> ProgressView:
        """Move a meeting that waits ahead of all others of its body; other bodies keep their turns.

        Raises:
            MeetingNotFound: no meeting has the id.
            NotWaiting: it does not wait.
        """
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id, permission=EDIT)
            row = await locked_processing(session, key)
            if row is None or row.state != "queued" or row.job_id is None:
                raise NotWaiting
            job, queue = row.job_id, step_named(row.step).queue
            body = str(await session.scalar(select(t.Meeting.body_id).where(t.Meeting.id == key)))
            if not await session.run_sync(lambda sync: put_first(sync, queue, body, job)):
                raise NotWaiting
            row.forwarded_at = t.now()
            await _tell(session, key)
        return await self.progress(meeting_id)

    async def _queue_step(self, session: AsyncSession, key: UUID, step: str) -> None:
        """Queue a step of a meeting that is locked and idle."""
        if not await _parts(session, key):
            raise NoRecording
        row = await locked_processing(session, key)
        if row is not None and row.state in BUSY:
            raise AlreadyRunning
        if row is None:
            row = t.Processing(meeting_id=key, timings=[])
            session.add(row)
        row.state, row.step, row.attempt, row.run, row.worker = "queued", step, 0, None, None
        row.error_code, row.error_de, row.error_en = None, None, None
        row.queued_at, row.started_at, row.finished_at, row.forwarded_at = t.now(), None, None, None
        body = await session.scalar(select(t.Meeting.body_id).where(t.Meeting.id == key))
        assert body is not None
        row.job_id = await self._queue.defer_step(session, key, body, step)
        await session.flush()
        first = STAGE_NAMES.index(step_named(step).stages[0])
        identity = row.id
        await session.run_sync(lambda sync: reset_stages(sync, identity, STAGE_NAMES[first:]))
        record(session, "processing.started", body=body, meeting=key, step=step)
        await _tell(session, key)

    async def progress(self, meeting_id: str) -> ProgressView:
        """Return how far a meeting is.

        Raises:
            MeetingNotFound: no meeting has the id.
            ForbiddenError: who asks sees neither the work nor the drafts.
        """
        async with self._database.session() as session:
            key = await _require_watcher(session, meeting_id)
            row = await session.scalar(select(t.Processing).where(t.Processing.meeting_id == key))
            stages = await _stages(session, row.id) if row is not None else []
            place = await _place(session, row) if row is not None else None
            parts = await _parts(session, key)
        return progress_view(str(key), row, stages, parts=parts, place=place, now=t.now())

    async def watch(self, meeting_id: str) -> AsyncIterator[ProgressView]:
        """Yield the progress now and after each change, and at least every 15 s; ends when it is finished.

        Raises:
            MeetingNotFound, ForbiddenError: as :meth:`progress`.
        """
        async with self._database.session() as session:
            key = await _require_watcher(session, meeting_id)
        with self._listener.subscribe(str(key)) as changed:
            while True:
                changed.clear()
                view = await self.progress(meeting_id)
                yield view
                if view.finished:
                    return
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), KEEP_ALIVE)


async def _require_watcher(session: AsyncSession, meeting_id: str) -> UUID:
    key, sight = await see_meeting(session, meeting_id)
    if not sight.rights & {Permission.PROCESSING_READ, Permission.DRAFT_READ}:
        raise ForbiddenError
    return key


async def _parts(session: AsyncSession, meeting: UUID) -> int:
    statement = select(func.count()).select_from(t.Recording).where(t.Recording.meeting_id == meeting)
    return await session.scalar(statement) or 0


async def _stages(session: AsyncSession, processing: UUID) -> list[t.StageProgressRow]:
    row = t.StageProgressRow
    return list(
        await session.scalars(select(row).where(row.processing_id == processing).order_by(row.position))
    )


async def _place(session: AsyncSession, processing: t.Processing) -> int | None:
    """Return the place in the line that the meeting waits in; None where it does not wait."""
    job = processing.job_id
    if processing.state != "queued" or job is None:
        return None
    return await session.run_sync(lambda sync: place_in_line(sync, job))


async def _was_heard(session: AsyncSession, meeting: UUID) -> bool:
    """Tell whether words and voices of exactly the present recordings are kept."""
    parts = (await session.scalars(RECORDINGS_OF, {"meeting": meeting})).all()
    row = t.Checkpoint
    kept = await session.scalar(
        select(row.fingerprint).where(
            row.meeting_id == meeting,
            row.stage == HEARD_STAGE,
            row.fingerprint == joined_sha256(part_keys(parts)),
        )
    )
    return kept is not None


async def _forget(session: AsyncSession, meeting: UUID, stage: str) -> None:
    """Delete the checkpoints of a stage and the windows of unfinished runs of it."""
    row, window = t.Checkpoint, t.WindowCheckpoint
    await session.execute(delete(row).where(row.meeting_id == meeting, row.stage == stage))
    await session.execute(delete(window).where(window.meeting_id == meeting))


async def _tell(session: AsyncSession, meeting: UUID) -> None:
    await session.run_sync(lambda sync: tell(sync, meeting))
