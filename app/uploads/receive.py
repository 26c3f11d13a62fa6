"""The loop that brings bytes from a connection to the disk."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from app.uploads.errors import ChecksumMismatch, UploadTooLargeError
from app.uploads.threads import write_in_thread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence

    from app.uploads.spool import Sink

PIECE = 2**20
"""Bytes written at once: while one piece is hashed and written, the next one comes in."""

SYNC = 32 * 2**20
"""Bytes after which what was written is forced to disk and counts, while the next bytes come in."""


async def receive(
    sink: Sink,
    chunks: AsyncIterator[bytes],
    *,
    room: int,
    alive: Callable[[], None],
    record: Callable[[int], Awaitable[None]],
    checksum: bytes = b"",
) -> None:
    """Write what comes until it ends or breaks off; then everything written is on disk and recorded.

    Where the sender gave a checksum, all of it counts or none.

    Args:
        sink: the file.
        chunks: the bytes; an error of the connection passes through.
        room: bytes that may come.
        alive: called whenever bytes came.
        record: told how many bytes of the file count.
        checksum: of these bytes, where the sink computes one.

    Raises:
        UploadTooLargeError: more came.
        ChecksumMismatch: they are not what was sent.
        StorageFullError: the disk is full.
    """
    await write_in_thread(sink.open)
    writing: asyncio.Task[None] | None = None
    syncing: asyncio.Task[int] | None = None
    whole = False
    recorded = sink.start
    buffer = bytearray()
    try:
        async for chunk in chunks:
            if not chunk:
                continue
            alive()
            room -= len(chunk)
            if room < 0:
                raise UploadTooLargeError(limit=f"{room + len(chunk)} B")
            buffer += chunk
            if len(buffer) >= PIECE:
                if writing is not None:
                    await writing
                if syncing is not None and syncing.done():
                    recorded, syncing = await syncing, None
                    await record(recorded)
                if syncing is None and not sink.checked and sink.position - recorded >= SYNC:
                    syncing = asyncio.create_task(write_in_thread(sink.sync))
                writing = asyncio.create_task(write_in_thread(sink.write, buffer))
                buffer = bytearray()
        if writing is not None:
            await writing
        whole = True
    finally:
        await _undisturbed(_end(sink, (writing, syncing), buffer, record, checksum if whole else None))


async def _end(
    sink: Sink,
    under_way: Sequence[asyncio.Task[Any] | None],
    rest: bytearray,
    record: Callable[[int], Awaitable[None]],
    checksum: bytes | None,
) -> None:
    """Write the rest and make it count, or nothing of it where a checksum does not fit.

    Args:
        sink: the file.
        under_way: the piece before the rest that is still being written, and a sync.
        rest: what came last.
        record: told how many bytes of the file count.
        checksum: None where the connection broke off.
    """
    spoiled = False
    try:
        try:
            tasks = [task for task in under_way if task is not None]
            for result in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(result, BaseException):
                    raise result
            await write_in_thread(sink.write, rest)
        finally:
            if sink.checked and (checksum is None or not sink.matches(checksum)):
                spoiled = checksum is not None
                await write_in_thread(sink.discard)
            elif sink.position > sink.start:
                await record(await write_in_thread(sink.sync))
        if spoiled:
            raise ChecksumMismatch
    finally:
        await write_in_thread(sink.close)


async def _undisturbed(work: Coroutine[object, object, None]) -> None:
    """Do ``work`` to its end even where the one who waits for it is cancelled meanwhile."""
    task = asyncio.ensure_future(work)
    cancelled = False
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            cancelled = True
        except Exception:  # noqa: BLE001 - raised below
            break
    task.result()
    if cancelled:
        raise asyncio.CancelledError
