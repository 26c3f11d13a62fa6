"""Takes over the jobs of workers that died: Procrastinate finds them, the application puts them back."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from procrastinate.exceptions import ConnectorException

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from procrastinate import App
    from procrastinate.worker import Worker

HEARTBEAT = 5.0
"""Seconds between two signs of life of a worker."""

STALLED = 20.0
"""Seconds without a sign of life after which a worker counts as dead."""

logger = logging.getLogger(__name__)


async def take_over_stalled_jobs(
    app: App, *, own_workers: Collection[int | None] = (), stalled: float = STALLED
) -> int:
    """Put the jobs of dead workers back in line and return how many there were.

    Args:
        app: opened.
        own_workers: of the process that asks; their jobs are not dead, whatever the clock says (after
            the machine slept).
        stalled: seconds without a sign of life.
    """
    count = 0
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=stalled):
        if job.worker_id is not None and job.worker_id in own_workers:
            continue
        try:
            await app.job_manager.retry_job(job)
        except ConnectorException:  # another worker was quicker
            continue
        logger.warning("Job %s of a dead worker goes back in line", job.id)
        count += 1
    return count


async def keep_taking_over(
    app: App, workers: Sequence[Worker], *, interval: float = HEARTBEAT, stalled: float = STALLED
) -> None:
    """Look for dead workers again and again, until cancelled.

    A loop beside the worker, not a periodic task: a task would wait behind hours of transcription.
    """
    while True:
        try:
            own = {worker.worker_id for worker in workers}
            await take_over_stalled_jobs(app, own_workers=own, stalled=stalled)
        except ConnectorException as error:
            logger.warning("Could not look for dead workers: %s", error)
        await asyncio.sleep(interval)
