"""Which jobs go back into the queue by themselves."""

from __future__ import annotations

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.exceptions import JobAborted
from procrastinate.jobs import Job


class RetryAfterShutdown(BaseRetryStrategy):
    """A job whose worker was told to stop goes back at once; errors and a person's cancel do not.

    Procrastinate does not ask where a person cancelled.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """See :class:`procrastinate.BaseRetryStrategy`."""
        del job
        return RetryDecision(retry_in={"seconds": 0}) if isinstance(exception, JobAborted) else None
