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
from app.jobs.retry import RetryWithoutBlame
from app.pipeline.run import run_pipeline
from models.errors import Cancelled, ProtokollantError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from procrastinate import App

    from app.db import BlockingDatabase
    from app.pipeline.job import Engines
    from app.storage import Storage

TRIES = 30
"""Seconds, one try each, for which a database that is away is waited for at the end of a run."""

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

    @app.task(name=TASK, queue=QUEUE, pass_context=True, retry=RetryWithoutBlame())
    def process_meeting(context: JobContext, meeting_id: str) -> None:
        process(workshop, context, UUID(meeting_id))


def process(workshop: Workshop, context: JobContext, meeting_id: UUID) -> None:
    """Process a meeting; every end is written down where the pages see it.

    Raises:
        JobAborted: cancelled by a person, or given back because the worker stops.
        DatabaseUnavailableError: given back because the database is away.
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
    except (CheckpointLostError, DatabaseUnavailableError) as error:
        logger.warning("Meeting %s goes back in line: %s", meeting_id, error)
        _patiently(lambda: run.give_back(progress.stage))
        raise
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
