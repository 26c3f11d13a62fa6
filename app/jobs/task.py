"""The task ``process_meeting``: one meeting through the pipeline, whatever happens on the way."""

from __future__ import annotations

import logging
import shutil
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from procrastinate.exceptions import JobAborted
from procrastinate.job_context import AbortReason, JobContext

from app.db.errors import DatabaseUnavailableError
from app.jobs.checkpoints import DatabaseCheckpoints
from app.jobs.errors import CheckpointLostError, SupersededError
from app.jobs.lifecycle import ProcessingRun
from app.jobs.progress import DatabaseProgress
from app.jobs.queue import QUEUE, TASK
from app.jobs.retry import RetryAfterShutdown
from app.pipeline.run import run_pipeline
from models.errors import Cancelled, ProtokollantError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from procrastinate import App

    from app.db import BlockingDatabase
    from app.pipeline.job import Engines
    from app.storage import Storage

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What a worker needs for its jobs."""

    database: BlockingDatabase
    storage: Storage
    engines: Callable[[str], Engines]
    """Makes the engines of a profile; called once per job."""
    work: Path
    """Folder for the decoded sound of the meetings in work."""
    name: str
    """Of the worker, for the page that shows who works on what."""


@dataclass(frozen=True, slots=True)
class JobToken:
    """Cancels when Procrastinate asks for it (a person, a shutdown) or when another run took over."""

    context: JobContext
    progress: DatabaseProgress

    def is_set(self) -> bool:
        """See :class:`models.control.CancelToken`."""
        return self.context.should_abort() or self.progress.lost.is_set()


def register(app: App, workshop: Workshop) -> None:
    """Add the task to Procrastinate's application of a worker."""

    @app.task(name=TASK, queue=QUEUE, pass_context=True, retry=RetryAfterShutdown())
    def process_meeting(context: JobContext, meeting_id: str) -> None:
        process(workshop, context, UUID(meeting_id))


def process(workshop: Workshop, context: JobContext, meeting_id: UUID) -> None:
    """Process a meeting; every end is written down where the pages see it.

    Raises:
        JobAborted: cancelled by a person, or given back because the worker stops.
        ProtokollantError: it failed; already written down.
    """
    run = ProcessingRun(
        workshop.database, workshop.storage, meeting_id, job_id=context.job.id, worker=workshop.name
    )
    progress = DatabaseProgress(workshop.database, meeting_id, run.run)
    work = workshop.work / str(meeting_id)
    try:
        profile = run.begin()
        result = run_pipeline(
            run.job(work),
            workshop.engines(profile),
            DatabaseCheckpoints(workshop.database, meeting_id, run.run),
            progress=progress,
            cancel=JobToken(context, progress),
        )
        run.succeed(result)
    except SupersededError:
        logger.info("Meeting %s is no longer ours to process", meeting_id)
    except CheckpointLostError as error:
        logger.warning("Meeting %s goes back in line: %s", meeting_id, error)
        _give_back_later(run, progress.stage)
        raise JobAborted from error
    except Cancelled as error:
        _stopped(run, context, progress)
        raise JobAborted from error
    except ProtokollantError as error:
        _failed(run, error, progress.stage)
        raise
    except Exception as error:
        logger.exception("Meeting %s failed unexpectedly", meeting_id)
        _failed(run, ProtokollantError(), progress.stage)
        raise ProtokollantError from error
    shutil.rmtree(work, ignore_errors=True)


def _stopped(run: ProcessingRun, context: JobContext, progress: DatabaseProgress) -> None:
    if context.abort_reason() is AbortReason.USER_REQUEST:
        run.cancel(progress.stage)
    elif not progress.lost.is_set():
        run.give_back(progress.stage)


def _failed(run: ProcessingRun, error: ProtokollantError, stage: str | None) -> None:
    try:
        run.fail(error, stage)
    except DatabaseUnavailableError:
        logger.exception("The failure of meeting %s could not be written down", run.meeting_id)


def _give_back_later(run: ProcessingRun, stage: str | None) -> None:
    for _ in range(10):
        try:
            run.give_back(stage)
        except DatabaseUnavailableError:
            time.sleep(1.0)
        else:
            return
