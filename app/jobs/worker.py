"""The worker: takes meetings from the queue, one at a time."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

from procrastinate.worker import Worker

from app.jobs.queue import QUEUE, create_job_app
from app.jobs.takeover import HEARTBEAT, STALLED, keep_taking_over
from app.jobs.task import register

if TYPE_CHECKING:
    from app.jobs.task import Workshop

ABORT_POLLING = 2.0
"""Seconds after which a cancel is noticed even where its notification was lost."""

logger = logging.getLogger(__name__)


async def run_worker(
    url: str,
    workshop: Workshop,
    *,
    wait: bool = True,
    heartbeat: float = HEARTBEAT,
    stalled: float = STALLED,
) -> None:
    """Work until SIGINT or SIGTERM comes; the job in hand is then given back at the next window.

    Args:
        url: database, already migrated.
        workshop: what the jobs need.
        wait: False stops as soon as the queue is empty, and leaves signals alone.
        heartbeat: seconds between two signs of life.
        stalled: seconds without one after which another worker counts as dead.
    """
    app = create_job_app(url)
    register(app, workshop)
    async with app.open_async():
        worker = Worker(
            app=app,
            queues=[QUEUE],
            name=workshop.name,
            concurrency=1,
            wait=wait,
            abort_job_polling_interval=ABORT_POLLING,
            update_heartbeat_interval=heartbeat,
            stalled_worker_timeout=stalled,
            shutdown_graceful_timeout=0.0,
            install_signal_handlers=wait,
        )
        watch = asyncio.create_task(
            keep_taking_over(app, worker, interval=heartbeat, stalled=stalled), name="take over"
        )
        try:
            await worker.run()  # type: ignore[no-untyped-call]  # Procrastinate leaves it untyped
        finally:
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch
            workshop.database.close()
