"""The use-case of the page "Verarbeitung": who waits, who works, and what went wrong."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from app.access import Permission
from app.db import tables as t
from app.jobs import LINE
from app.jobs.fairness import places_in_line
from app.services.access.require import may
from app.services.queue_views import QueueEntry, QueueView, WorkerView
from app.services.shaping import overall_fraction, overall_seconds_left, title_of
from app.services.views import Failure

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database, Listener
    from app.services.views import MeetingState

SHOWN_DAYS = 7
"""For which something that ended is shown."""

SHOWN = 200
"""Meetings shown at most."""

ALIVE_SECONDS = 30.0
"""After so long without a sign of life a worker counts as dead; its jobs are taken over by then."""

KEEP_ALIVE = 15.0
"""Seconds after which :meth:`QueueService.watch` yields though nothing changed."""

BREATH = 1.0
"""Seconds between two views at least: several meetings tell twice a second each."""

ORDER = {"running": 0, "cancelling": 0, "queued": 1}


class QueueService:
    """Shows the line and the workers."""

    def __init__(self, database: Database, listener: Listener) -> None:
        self._database = database
        self._listener = listener

    async def overview(self) -> QueueView:
        """Return everything that who asks may see of the queue; of other bodies nothing at all."""
        now = t.now()
        async with self._database.session() as session:
            rows = await self._rows(session, now)
            stages = await _stages(session, [processing.id for processing, *_ in rows])
            places = await session.run_sync(places_in_line)
            workers = list(await session.scalars(select(t.WorkerRow).order_by(t.WorkerRow.name)))
            entries = [
                _entry(
                    processing,
                    meeting,
                    names,
                    stages=stages.get(processing.id, []),
                    places=places,
                    now=now,
                    editable=may(
                        Permission.MEETING_EDIT, meeting.body_id, meeting.organization_id, session=session
                    ),
                )
                for processing, meeting, *names in rows
            ]
        return QueueView(
            running=tuple(one for one in entries if ORDER.get(one.state) == 0),
            waiting=tuple(
                sorted(
                    (one for one in entries if one.state == "queued"),
                    key=lambda one: (one.place or 0, one.since),
                )
            ),
            ended=tuple(one for one in entries if one.state not in ORDER),
            workers=tuple(_worker(worker, entries, now) for worker in workers),
            at=now,
        )

    async def watch(self) -> AsyncIterator[QueueView]:
        """Yield the overview now and after each change, and at least every 15 s; never ends by itself."""
        with self._listener.subscribe(LINE) as changed:
            while True:
                changed.clear()
                yield await self.overview()
                await asyncio.sleep(BREATH)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), KEEP_ALIVE)

    async def _rows(
        self, session: AsyncSession, now: datetime
    ) -> Sequence[tuple[t.Processing, t.Meeting, str, str]]:
        row = t.Processing
        recent = row.finished_at.is_(None) | (row.finished_at > now - timedelta(days=SHOWN_DAYS))
        statement = (
            select(row, t.Meeting, t.Body.name, t.Organization.name)
            .join(t.Meeting, t.Meeting.id == row.meeting_id)
            .join(t.Body, t.Body.id == t.Meeting.body_id)
            .join(t.Organization, t.Organization.id == t.Meeting.organization_id)
            .where(recent)
            .order_by(row.finished_at.desc().nulls_first(), row.queued_at)
            .limit(SHOWN)
        )
        found = (await session.execute(statement)).tuples().all()
        return [
            one
            for one in found
            if may(Permission.PROCESSING_READ, one[1].body_id, one[1].organization_id, session=session)
        ]


async def _stages(
    session: AsyncSession, processings: Sequence[UUID]
) -> Mapping[UUID, list[t.StageProgressRow]]:
    row = t.StageProgressRow
    found: dict[UUID, list[t.StageProgressRow]] = {}
    statement = select(row).where(row.processing_id.in_(processings)).order_by(row.position)
    for stage in await session.scalars(statement):
        found.setdefault(stage.processing_id, []).append(stage)
    return found


def _entry(
    processing: t.Processing,
    meeting: t.Meeting,
    names: Sequence[str],
    *,
    stages: Sequence[t.StageProgressRow],
    places: Mapping[int, int],
    now: datetime,
    editable: bool,
) -> QueueEntry:
    state = cast("MeetingState", processing.state)
    body, organization = names
    running = next((one.name for one in stages if one.state in {"running", "failed", "cancelled"}), None)
    waits = state == "queued" and processing.job_id is not None
    return QueueEntry(
        meeting_id=str(meeting.id),
        title=title_of(organization, meeting.number, body),
        body=body,
        date=meeting.date.isoformat() if meeting.date else None,
        state=state,
        step=processing.step,
        stage=running,
        fraction=1.0 if state == "done" else overall_fraction(stages),
        seconds_left=overall_seconds_left(stages, now) if state == "running" else None,
        place=places.get(processing.job_id) if waits and processing.job_id is not None else None,
        worker=processing.worker if state == "running" else None,
        since=processing.finished_at
        or (processing.started_at if state == "running" else None)
        or processing.queued_at,
        failure=_failure(processing) if state == "failed" else None,
        forwarded=processing.forwarded_at is not None,
        editable=editable,
    )


def _failure(processing: t.Processing) -> Failure:
    return Failure(
        code=processing.error_code or "internal",
        de=processing.error_de or "",
        en=processing.error_en or "",
    )


def _worker(worker: t.WorkerRow, entries: Sequence[QueueEntry], now: datetime) -> WorkerView:
    return WorkerView(
        name=worker.name,
        host=worker.host,
        device=worker.device,
        queues=tuple(worker.queues),
        seen=worker.seen_at,
        alive=(now - worker.seen_at).total_seconds() < ALIVE_SECONDS,
        started=worker.started_at,
        version=worker.version,
        meetings=tuple(one.title for one in entries if one.worker == worker.name),
    )
