"""The worker: takes jobs from its queues, each queue in its own measure."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import threading
from typing import TYPE_CHECKING, Any

from procrastinate.worker import Worker

from app.db.engine import SYSTEM_ROLE
from app.jobs.device import DeviceSlot, device_key
from app.jobs.periodic import keep_running
from app.jobs.presence import keep_present, leave
from app.jobs.queue import HELP, LIGHT, QUEUES, create_job_app
from app.jobs.takeover import HEARTBEAT, STALLED, keep_taking_over
from app.jobs.task import register

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Sequence

    from app.jobs.task import Workshop

ABORT_POLLING = 2.0
"""Seconds after which a cancel is noticed even where its notification was lost."""

logger = logging.getLogger(__name__)


async def run_worker(
    url: str,
    workshop: Workshop,
    *,
    queues: Sequence[str] = QUEUES,
    wait: bool = True,
    heartbeat: float = HEARTBEAT,
    stalled: float = STALLED,
) -> None:
    """Work until SIGINT or SIGTERM comes; the jobs in hand are then given back at their next window.

    One job at a time of ``gpu`` and of ``cpu``, several of ``light``: none waits behind another queue's.

    Args:
        url: database, already migrated.
        workshop: what the jobs need; its ``recycling`` says afterwards whether a new process is wanted.
        queues: which of :data:`~app.jobs.queue.QUEUES` to serve.
        wait: False stops as soon as the queues are empty, and leaves signals alone.
        heartbeat: seconds between two signs of life.
        stalled: seconds without one after which another worker counts as dead.
    """
    app = create_job_app(url, role=SYSTEM_ROLE)
    register(app, workshop)
    options: dict[str, Any] = {
        "name": workshop.name,
        "abort_job_polling_interval": ABORT_POLLING,
        "update_heartbeat_interval": heartbeat,
        "stalled_worker_timeout": stalled,
        "shutdown_graceful_timeout": 0.0,
        "install_signal_handlers": False,
    }
    async with app.open_async(), contextlib.AsyncExitStack() as stack:
        if wait:
            workers = [
                Worker(
                    app=app,
                    queues=[queue, HELP] if queue == "gpu" else [queue],
                    concurrency=workshop.light_jobs if queue == LIGHT else 1,
                    **options,
                )
                for queue in queues
            ]
        else:
            workers = [
                Worker(
                    app=app,
                    queues=[*queues, HELP] if "gpu" in queues else list(queues),
                    concurrency=1,
                    wait=False,
                    **options,
                )
            ]
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()

        def stop_from_thread() -> None:
            loop.call_soon_threadsafe(_stop_all, workers, stop)

        workshop.recycling.register(stop_from_thread)
        if wait:
            stack.enter_context(_stopping_on_signals(loop, workers, stop))
        await stack.enter_async_context(
            _meanwhile(
                keep_taking_over(app, workers, interval=heartbeat, stalled=stalled),
                keep_present(workshop, queues, interval=heartbeat),
            )
        )
        if wait and LIGHT in queues:
            stack.enter_context(_periodic_work(workshop))
        try:
            await _run_all(url, workshop, workers, stop)
        finally:
            await asyncio.to_thread(leave, workshop)
            workshop.database.close()


async def _run_all(url: str, workshop: Workshop, workers: list[Worker], stop: asyncio.Event) -> None:
    """Run the workers until one of them ends; the others are then stopped too."""
    running = [
        asyncio.create_task(
            _run_on_device(url, workshop, worker, stop)
            if worker.wait and "gpu" in (worker.queues or ()) and workshop.device == "cuda"
            else _run(worker)
        )
        for worker in workers
    ]
    try:
        await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    finally:
        _stop_all(workers, stop)
        results = await asyncio.gather(*running, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result


async def _run(worker: Worker) -> None:
    await worker.run()  # type: ignore[no-untyped-call]  # Procrastinate leaves it untyped


def _stop(worker: Worker) -> None:
    worker.stop()  # type: ignore[no-untyped-call]  # as above


async def _run_on_device(url: str, workshop: Workshop, worker: Worker, stop: asyncio.Event) -> None:
    """Run a worker while it has a place on its GPU."""
    slot = DeviceSlot(url, device_key(), workshop.gpu_jobs)
    waiting = asyncio.create_task(slot.__aenter__())
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({waiting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done() or stop.is_set():
            return
        lost = asyncio.create_task(slot.until_lost())
        lost.add_done_callback(lambda task: None if task.cancelled() else _stop(worker))
        try:
            await _run(worker)
        finally:
            lost.cancel()
    finally:
        waiting.cancel()
        stopped.cancel()
        await asyncio.gather(waiting, stopped, return_exceptions=True)
        await slot.__aexit__()


def _stop_all(workers: list[Worker], stop: asyncio.Event) -> None:
    stop.set()
    for worker in workers:
        _stop(worker)


@contextlib.contextmanager
def _stopping_on_signals(loop: asyncio.AbstractEventLoop, workers: list[Worker], stop: asyncio.Event) -> Any:
    numbers = (signal.SIGINT, signal.SIGTERM)
    for number in numbers:
        loop.add_signal_handler(number, _stop_all, workers, stop)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)


@contextlib.asynccontextmanager
async def _meanwhile(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run ``work`` beside the block."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.contextmanager
def _periodic_work(workshop: Workshop) -> Any:
    """Do what comes round, in a thread that ends with the process at the latest."""
    if workshop.system is None:
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=keep_running, args=(workshop.system, stop), name="periodic", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(5.0)
