"""Threads for bytes on their way to the disk.

Twenty people who upload keep the disk busy for seconds at a time. In the threads that everybody shares
(:func:`asyncio.to_thread`) whoever hears a recording or fetches minutes would wait behind them.
"""

from __future__ import annotations

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")

WRITERS = ThreadPoolExecutor(16, thread_name_prefix="upload")


async def write_in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do blocking work of an upload in one of :data:`WRITERS`."""
    context = contextvars.copy_context()
    call = partial(context.run, partial(work, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(WRITERS, call)
