"""Helping: a worker without a meeting of its own does parts of a long recording that another one began.

It writes as the run that it helps, so that nothing of it counts any more once that run is over; it stops
between two parts as soon as a meeting waits for a worker. Whatever happens to it, the one it helps goes on
without.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from sqlalchemy import exists, select, text

from app.db import tables as t
from app.db.errors import DatabaseUnavailableError
from app.jobs.checkpoints import DatabaseCheckpoints
from app.jobs.claims import DatabaseClaims
from app.jobs.errors import CheckpointLostError, RecycleWorker
from app.jobs.lifecycle import ProcessingRun
from app.jobs.memory import give_memory_back
from app.jobs.queue import JobQueue
from app.jobs.recycle import FRESH, LOST_DEVICE
from app.jobs.steps import remove_sound
from app.pipeline.device import is_device_failure
from app.pipeline.run import open_run
from app.pipeline.sound import help_hear, known_sound
from app.pipeline.stages import SilentProgress
from models.errors import Cancelled

if TYPE_CHECKING:
    from uuid import UUID

    from procrastinate.job_context import JobContext

    from app.jobs.task import Workshop

LOOK = 2.0
"""Seconds between two looks at whether the help is still wanted."""

_WAITING = text(
    "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE queue_name = 'gpu' AND status = 'todo')"
)

logger = logging.getLogger(__name__)


class HelperToken:
    """Cancels when the worker is to stop or the run that is helped is over."""

    def __init__(self, context: JobContext, workshop: Workshop, meeting_id: UUID, run: UUID) -> None:
        self._context = context
        self._database = workshop.database
        self._mine = (t.Processing.meeting_id == meeting_id, t.Processing.run == run)
        self._looked = 0.0
        self._wanted = True

    def is_set(self) -> bool:
        """See :class:`models.control.CancelToken`."""
        if self._wanted and time.monotonic() - self._looked > LOOK:
            self._looked = time.monotonic()
            try:
                with self._database.session() as session:
                    self._wanted = bool(session.scalar(select(exists().where(*self._mine))))
            except DatabaseUnavailableError:
                self._wanted = False
        return not self._wanted or self._context.should_abort()

    def more(self) -> bool:
        """Tell whether to begin another part: not where a meeting waits for a worker."""
        if self.is_set():
            return False
        with self._database.session() as session:
            return not session.scalar(_WAITING)


def help_meeting(workshop: Workshop, context: JobContext, meeting_id: UUID, run: UUID, key: str) -> None:
    """Do parts of a recording until none is free; raises RecycleWorker where the device is lost."""
    token = HelperToken(context, workshop, meeting_id, run)
    if not token.more():
        return
    queue = JobQueue(workshop.database.url)
    theirs = ProcessingRun(
        workshop.database,
        workshop.storage,
        meeting_id,
        job_id=None,
        worker=workshop.name,
        queue=queue,
        run=run,
    )
    work = workshop.work / str(meeting_id)
    units = 0
    try:
        with (
            DatabaseClaims(workshop.database, queue, meeting_id, run, least=None) as claims,
            open_run(
                theirs.job(work, helping=True),
                DatabaseCheckpoints(workshop.database, meeting_id, run),
                engines=workshop.engines(theirs.profile()),
                progress=SilentProgress(),
                cancel=token,
                claims=claims,
            ) as opened,
        ):
            units = help_hear(opened, known_sound(opened), key, more=token.more)
    except (Cancelled, CheckpointLostError, DatabaseUnavailableError) as error:
        logger.info("The help for meeting %s ends: %s", meeting_id, type(error).__name__)
    except Exception as error:
        if is_device_failure(error):
            workshop.recycling.ask(LOST_DEVICE)
            raise RecycleWorker from error
        logger.exception("The help for meeting %s broke off; its own worker goes on", meeting_id)
    finally:
        if token.is_set():
            remove_sound(work)
        give_memory_back()
        if workshop.fresh and units:
            workshop.recycling.ask(FRESH)
    logger.info("Helped with meeting %s: %d parts", meeting_id, units)
