"""News through PostgreSQL's LISTEN and NOTIFY: one listening connection for all who wait."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import defaultdict
from typing import TYPE_CHECKING

import psycopg

from app.db.engine import connection_string

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRESS_CHANNEL = "protokollant_progress"
"""Payload: id of the meeting whose progress changed."""

RECONNECT_SECONDS = 1.0

logger = logging.getLogger(__name__)


class Listener:
    """Wakes those who wait for a payload on a channel. After a lost connection it wakes everybody once."""

    def __init__(self, url: str, channel: str = PROGRESS_CHANNEL) -> None:
        self._url = url
        self._channel = channel
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def subscribe(self, payload: str) -> Iterator[asyncio.Event]:
        """Yield an event that is set whenever ``payload`` arrives; the subscriber clears it."""
        event = asyncio.Event()
        self._waiting[payload].add(event)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen(), name="listen")
        try:
            yield event
        finally:
            self._waiting[payload].discard(event)
            if not self._waiting[payload]:
                del self._waiting[payload]

    async def close(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _listen(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    connection_string(self._url), autocommit=True
                ) as connection:
                    await connection.execute(f"LISTEN {self._channel}")
                    self._wake_all()
                    async for notice in connection.notifies():
                        for event in self._waiting.get(notice.payload, ()):
                            event.set()
            except psycopg.OperationalError as error:
                logger.warning("The connection for news was lost, trying again: %s", error)
            await asyncio.sleep(RECONNECT_SECONDS)

    def _wake_all(self) -> None:
        for events in self._waiting.values():
            for event in events:
                event.set()
