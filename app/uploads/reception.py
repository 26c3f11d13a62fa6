"""One connection at a time sends to an upload; one that has died makes room for the next at once.

A laptop that was closed leaves a connection that the service still believes in. Where nothing came over it
for a few seconds, whoever asks next ends it; one over which bytes are coming is left alone (HTTP 423).
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, TypeVar

from app.uploads.errors import UploadLocked

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from uuid import UUID

TAKEOVER = 3.0
"""Seconds without a byte after which somebody else may take the place of a connection."""

GRACE = 1.0
"""Seconds to wait for a connection that has just broken, while the last it brought is forced to disk."""

SILENCE = 60.0
"""Seconds without a byte after which a connection is ended even though nobody else asks."""

T = TypeVar("T")


class Reception:
    """One connection that sends."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self._task: asyncio.Task[object] | None = None
        self._done = asyncio.Event()

    def alive(self) -> None:
        """Note that bytes came."""
        self._last = time.monotonic()

    @property
    def silent_for(self) -> float:
        """Seconds since the last byte."""
        return time.monotonic() - self._last

    async def run(self, work: Coroutine[object, object, T]) -> T:
        """Do the work of this connection, which :meth:`stop` breaks off.

        Raises:
            UploadLocked: another connection took over.
        """
        task = asyncio.create_task(work)
        self._task = task
        try:
            return await task
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if current is not None and current.cancelling():
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await task
                raise
            raise UploadLocked from None

    async def stop(self) -> None:
        """Break the work off and wait until what came is on disk."""
        if self._task is not None:
            self._task.cancel()
        await self._done.wait()

    async def ends_within(self, seconds: float) -> bool:
        """Wait for the end of this connection, and tell whether it came."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._done.wait(), seconds)
        return self._done.is_set()

    def finish(self) -> None:
        """Tell those who wait in :meth:`stop`."""
        self._done.set()


class Receptions:
    """All connections that send, by upload."""

    def __init__(self, *, takeover: float = TAKEOVER, silence: float = SILENCE) -> None:
        self._takeover = takeover
        self._silence = silence
        self._held: dict[UUID, Reception] = {}

    async def settle(self, upload: UUID) -> None:
        """End a connection that has died, and wait a moment for one that is ending, so that all counts."""
        held = self._held.get(upload)
        if held is None or await held.ends_within(GRACE):
            return
        if held.silent_for >= self._takeover:
            await held.stop()

    async def end(self, upload: UUID) -> None:
        """End the connection of an upload, whatever it does."""
        held = self._held.get(upload)
        if held is not None:
            await held.stop()

    async def end_silent(self) -> None:
        """End every connection over which nothing comes any more."""
        for held in list(self._held.values()):
            if held.silent_for >= self._silence:
                await held.stop()

    async def hold(self, upload: UUID) -> contextlib.AbstractContextManager[Reception]:
        """Take the place of the one connection of an upload.

        Raises:
            UploadLocked: another one is sending.
        """
        await self.settle(upload)
        if upload in self._held:
            raise UploadLocked
        reception = Reception()
        self._held[upload] = reception
        return self._holding(upload, reception)

    @contextlib.contextmanager
    def _holding(self, upload: UUID, reception: Reception) -> Iterator[Reception]:
        try:
            yield reception
        finally:
            del self._held[upload]
            reception.finish()
