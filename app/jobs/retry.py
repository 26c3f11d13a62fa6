"""Which jobs go back into the queue by themselves."""

from __future__ import annotations

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.exceptions import JobAborted
from procrastinate.jobs import Job

from app.db.errors import DatabaseUnavailableError
from app.jobs.errors import CheckpointLostError, RecycleWorker

PAUSE = 5
"""Seconds before a job whose database was away is tried again."""


class RetryWithoutBlame(BaseRetryStrategy):
    """A job goes back where its worker was told to stop or lost its device, or the database was away.

    Errors of the work itself and a person's cancel end it; Procrastinate does not ask about the latter.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """See :class:`procrastinate.BaseRetryStrategy`."""
        del job
        if isinstance(exception, JobAborted | RecycleWorker):
            return RetryDecision(retry_in={"seconds": 0})
        if isinstance(exception, CheckpointLostError | DatabaseUnavailableError):
            return RetryDecision(retry_in={"seconds": PAUSE})
        return None
