"""The tasks: one step of a meeting through the pipeline, whatever happens on the way; and messages."""

from __future__ import annotations

import logging
import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from procrastinate.exceptions import JobAborted
from procrastinate.job_context import AbortReason, JobContext

from app.db.errors import DatabaseUnavailableError
from app.jobs.checkpoints import DatabaseCheckpoints
from app.jobs.claims import DatabaseClaims
from app.jobs.errors import CheckpointLostError, RecycleWorker, SupersededError
from app.jobs.helping import help_meeting
from app.jobs.lifecycle import ProcessingRun
from app.jobs.memory import give_memory_back
from app.jobs.notifying import register_messages
from app.jobs.progress import DatabaseProgress
from app.jobs.queue import HELP, HELP_TASK, LIGHT, TASK, JobQueue
from app.jobs.recycle import FRESH, LOST_DEVICE, Recycling
from app.jobs.retry import RetryWithoutBlame
from app.jobs.steps import STEP_WORK, Bench
from app.pipeline.device import is_device_failure
from app.pipeline.stages import FIRST_STEP
from app.settings import NotifySettings
from models.errors import Cancelled, ProtokollantError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from procrastinate import App

    from app.db import BlockingDatabase
    from app.jobs.periodic import SystemContext
    from app.pipeline.job import Engines
    from app.storage import Storage

TRIES = 30
"""Seconds, one try each, for which a database that is away is waited for at the end of a run."""

SPEECH = "speech"
"""The step that loads models."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What a worker needs for its jobs."""

    database: BlockingDatabase
    storage: Storage
    engines: Callable[[str], Engines]
    """Gives the engines of a profile; asked once per job that needs them."""
    work: Path
    """Folder for the decoded sound of the meetings in work."""
    name: str
    """Of the worker, for the page that shows who works on what."""
    device: str = ""
    """What the engines compute on, for the same page and for sharing it (:mod:`app.jobs.device`)."""
    gpu_jobs: int = 1
    """Jobs at a time on one GPU, over all workers of the machine."""
    light_jobs: int = 2
    """Light jobs at a time in this worker."""
    share_seconds: float = math.inf
    """Seconds of sound from which on a recording is shared among the workers that have nothing to do."""
    system: SystemContext | None = None
    """For periodic work and messages; None where this worker does neither."""
    notify: NotifySettings = field(default_factory=NotifySettings)
    """How messages are sent."""
    fresh: bool = False
    """Whether the process makes room for a new one after each speech job, so that every job finds the
    memory as the first did."""
    recycling: Recycling = field(default_factory=Recycling)


@dataclass(frozen=True, slots=True)
class JobToken:
    """Cancels when Procrastinate asks for it (a person, a shutdown) or when another run took over."""

    context: JobContext
    progress: DatabaseProgress

    def is_set(self) -> bool:
        """See :class:`models.control.CancelToken`."""
        return self.context.should_abort() or self.progress.lost.is_set()


def register(app: App, workshop: Workshop) -> None:
    """Add the tasks to Procrastinate's application of a worker."""
    queue = JobQueue(workshop.database.url)

    @app.task(name=TASK, queue=LIGHT, pass_context=True, retry=RetryWithoutBlame())
    def process_meeting(
        context: JobContext, meeting_id: str, step: str = FIRST_STEP, body_id: str = ""
    ) -> None:
        del body_id  # for the queue alone
        process(workshop, queue, context, UUID(meeting_id), step)

    @app.task(name=HELP_TASK, queue=HELP, pass_context=True)
    def help_other(context: JobContext, meeting_id: str, run: str, key: str) -> None:
        help_meeting(workshop, context, UUID(meeting_id), UUID(run), key)

    register_messages(app, workshop.database, workshop.notify)


def process(workshop: Workshop, queue: JobQueue, context: JobContext, meeting_id: UUID, step: str) -> None:
    """Do a step of a meeting; every end is written down where the pages see it.

    Raises:
        JobAborted: cancelled by a person, or given back because the worker stops.
        RecycleWorker: given back because the device is lost; the worker stops.
        DatabaseUnavailableError: given back because the database is away.
        ProtokollantError: it failed; already written down.
    """
    run = ProcessingRun(
        workshop.database,
        workshop.storage,
        meeting_id,
        job_id=context.job.id,
        worker=workshop.name,
        step=step,
        queue=queue,
    )
    progress = DatabaseProgress(workshop.database, meeting_id, run.run)
    try:
        profile = run.begin()
        STEP_WORK[step](
            Bench(
                run=run,
                job=run.job(workshop.work / str(meeting_id)),
                engines=lambda: workshop.engines(profile),
                checkpoints=DatabaseCheckpoints(workshop.database, meeting_id, run.run),
                progress=progress,
                cancel=JobToken(context, progress),
                database=workshop.database,
                claims=lambda: DatabaseClaims(
                    workshop.database, queue, meeting_id, run.run, least=workshop.share_seconds
                ),
            )
        )
    except SupersededError as error:
        logger.info("Meeting %s is no longer ours to process", meeting_id)
        if context.should_abort():
            raise JobAborted from error
    except (CheckpointLostError, DatabaseUnavailableError) as error:
        logger.warning("Meeting %s goes back in line: %s", meeting_id, error)
        _patiently(lambda: run.give_back(progress.stage))
        raise
    except Cancelled as error:
        _stopped(run, context, progress)
        raise JobAborted from error
    except Exception as error:
        if is_device_failure(error):
            logger.exception("The device is lost; meeting %s goes back in line", meeting_id)
            workshop.recycling.ask(LOST_DEVICE)
            _patiently(lambda: run.give_back(progress.stage, blameless=False))
            raise RecycleWorker from error
        if isinstance(error, ProtokollantError):
            _failed(run, error, progress.stage)
            raise
        logger.exception("Meeting %s failed unexpectedly", meeting_id)
        _failed(run, ProtokollantError(), progress.stage)
        raise ProtokollantError from error
    finally:
        give_memory_back()
        if workshop.fresh and step == SPEECH:
            workshop.recycling.ask(FRESH)


def _stopped(run: ProcessingRun, context: JobContext, progress: DatabaseProgress) -> None:
    if context.abort_reason() is AbortReason.USER_REQUEST:
        _patiently(lambda: run.cancel(progress.stage))
    elif not progress.lost.is_set():
        _patiently(lambda: run.give_back(progress.stage))


def _failed(run: ProcessingRun, error: ProtokollantError, stage: str | None) -> None:
    _patiently(lambda: run.fail(error, stage))


def _patiently(write: Callable[[], None]) -> None:
    """Write down how a run ended, again while the database is away.

    Where it stays away, the meeting is still "running", and the next worker that takes the job goes on.
    """
    for _ in range(TRIES):
        try:
            write()
        except DatabaseUnavailableError as error:
            logger.warning("The end of a run could not be written down, trying again: %s", error)
            time.sleep(1.0)
        else:
            return
