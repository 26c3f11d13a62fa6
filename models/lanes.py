"""Works on several things at once and gives the results back in order."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from typing import TYPE_CHECKING, TypeVar

from models.control import raise_if_cancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from models.control import CancelToken

Task = TypeVar("Task")
Result = TypeVar("Result")

POLL = 0.1
"""Seconds between two looks at the cancel token while a result is waited for."""


def usable_cores(threads: int = 0) -> int:
    """Return ``threads``, or the number of cores this process may use where it is 0."""
    if threads > 0:
        return threads
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    limit = os.environ.get("OMP_NUM_THREADS", "")
    return min(allowed, int(limit)) if limit.isdigit() and int(limit) else allowed


def in_lanes(
    work: Callable[[Task], Result], tasks: Iterable[Task], *, lanes: int, cancel: CancelToken
) -> Iterator[Result]:
    """Yield ``work(task)`` of each task, in order, ``lanes`` of them at a time.

    At most one task more than there are lanes is ahead of the results that were handed out: what a killed
    program has to do again stays little. With one lane everything happens in the calling thread.

    Raises:
        Cancelled: once ``cancel`` is set; what is under way then ends by itself, unheard.
        Exception: whatever ``work`` raised, at the place of its task.
    """
    if lanes == 1:
        for task in tasks:
            raise_if_cancelled(cancel)
            yield work(task)
        return
    pool = ThreadPoolExecutor(lanes, thread_name_prefix="lane")
    ahead: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            raise_if_cancelled(cancel)
            ahead.append(pool.submit(work, task))
            if len(ahead) > lanes:
                yield _result(ahead.popleft(), cancel)
        while ahead:
            yield _result(ahead.popleft(), cancel)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _result(future: Future[Result], cancel: CancelToken) -> Result:
    while True:
        raise_if_cancelled(cancel)
        try:
            return future.result(POLL)
        except NotYet:
            if future.done():  # its own error, not ours
                return future.result()
