"""What the service does by itself from time to time, beside answering requests."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)


class Upkeep:
    """Does each chore again and again while the service runs; a failure is logged and tried again.

    Args:
        chores: each with the seconds between its end and its next beginning.
    """

    def __init__(self, *chores: tuple[float, Callable[[], Awaitable[object]]]) -> None:
        self._chores = chores
        self._tasks: list[asyncio.Task[None]] = []

    def open(self) -> None:
        """Begin."""
        self._tasks = [
            asyncio.create_task(self._keep_doing(pause, chore), name="upkeep")
            for pause, chore in self._chores
        ]

    async def close(self) -> None:
        """Break off."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._tasks = []

    @staticmethod
    async def _keep_doing(pause: float, chore: Callable[[], Awaitable[object]]) -> None:
        while True:
            try:
                await chore()
            except Exception:
                logger.exception("A chore of the service failed; it is tried again")
            await asyncio.sleep(pause)
