"""Progress of a run, written to the database at most twice a second and told by NOTIFY."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from app.db import tables as t
from app.db.errors import DatabaseUnavailableError
from app.jobs.queue import tell

if TYPE_CHECKING:
    from uuid import UUID

    from app.db import BlockingDatabase

INTERVAL = 0.5
"""Seconds between two writes about the same stage."""

ENOUGH = 0.03
"""Share of a stage that must be done before its time left is told."""

logger = logging.getLogger(__name__)


class DatabaseProgress:
    """What the pipeline tells, kept for the pages (:class:`app.pipeline.stages.StageProgress`).

    Telling must never break the work: while the database is away, nothing is told.
    """

    def __init__(self, database: BlockingDatabase, meeting_id: UUID, run: UUID) -> None:
        self._database = database
        self._meeting_id = meeting_id
        self._run = run
        self.lost = threading.Event()
        """Set once another run owns the meeting."""
        self.stage: str | None = None
        """The stage that runs."""
        self._written = 0.0
        self._began = 0.0
        self._first: float | None = None

    def started(self, stage: str, /) -> None:
        """See :class:`~app.pipeline.stages.StageProgress`."""
        self.stage = stage
        self._began = time.monotonic()
        self._first = None
        self._write(stage, state="running", fraction=0.0, seconds_left=None, started_at=t.now(), error=None)

    def advanced(self, stage: str, done: float, total: float, /) -> None:
        """See :class:`~app.pipeline.stages.StageProgress`."""
        if stage != self.stage:  # e.g. sound decoded again for a later stage
            return
        fraction = min(max(done / total, 0.0), 1.0) if total > 0 else 0.0
        if self._first is None:  # what an earlier run did tells nothing about the speed of this one
            self._first = fraction
            self._began = time.monotonic()
        if time.monotonic() - self._written < INTERVAL and fraction < 1:
            return
        self._write(stage, fraction=fraction, seconds_left=self._left(fraction))

    def finished(self, stage: str, seconds: float, reused: bool, /) -> None:  # noqa: FBT001 - as the protocol has it
        """See :class:`~app.pipeline.stages.StageProgress`."""
        del seconds
        began = {"started_at": None} if reused else {}
        self._write(stage, state="done", fraction=1.0, seconds_left=0.0, finished_at=t.now(), **began)

    def _left(self, fraction: float) -> float | None:
        gained = fraction - (self._first or 0.0)
        if gained < ENOUGH:
            return None
        return (time.monotonic() - self._began) / gained * (1.0 - fraction)

    def _write(self, stage: str, **values: Any) -> None:
        self._written = time.monotonic()
        mine = select(t.Processing.id).where(
            t.Processing.meeting_id == self._meeting_id, t.Processing.run == self._run
        )
        row = t.StageProgressRow
        try:
            with self._database.session() as session:
                found = session.execute(
                    update(row)
                    .where(row.name == stage, row.processing_id.in_(mine))
                    .values(**values, told_at=t.now())
                    .returning(row.id)
                ).first()
                tell(session, self._meeting_id)
        except DatabaseUnavailableError as error:
            logger.warning("Progress could not be told: %s", error)
            return
        if found is None:
            self.lost.set()
