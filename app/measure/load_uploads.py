"""People who upload, in a process of their own: their sending must not slow down those who measure.

Each has a line of a given speed, as town halls have, and sends a recording by tus in one long request, as
the page does; before its end it is given up, and the next begins.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections import Counter
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TYPE_CHECKING

import httpx
import msgspec

from app.demo import DEMO

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LENGTH = 64 * 2**20
"""Bytes of a recording."""

SENT = 48 * 2**20
"""Bytes of it that are sent in one request."""

CHUNK = 64 * 2**10


class Uploader(msgspec.Struct, frozen=True):
    """Somebody who uploads."""

    cookies: dict[str, str]
    meeting: str


class Sent(msgspec.Struct):
    """What the uploaders did while it counted."""

    bytes: int = 0
    problems: Counter[str] = msgspec.field(default_factory=Counter)


class Uploading(msgspec.Struct, frozen=True, kw_only=True):
    """What a process of uploaders is told."""

    address: str
    uploaders: tuple[Uploader, ...]
    bytes_per_second: float | None
    """Of each line; None: as fast as it goes."""
    begin: float
    """Unix time from which it counts."""
    end: float


def start(work: Uploading) -> tuple[ProcessPoolExecutor, Future[Sent]]:
    """Begin to upload in another process."""
    pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
    return pool, pool.submit(_run, work)


def _run(work: Uploading) -> Sent:
    return asyncio.run(_upload_all(work))


async def _upload_all(work: Uploading) -> Sent:
    sent = Sent()
    await asyncio.gather(*(_upload(one, work, sent) for one in work.uploaders))
    return sent


async def _upload(uploader: Uploader, work: Uploading, sent: Sent) -> None:
    tus = {"tus-resumable": "1.0.0", "origin": work.address}
    async with httpx.AsyncClient(base_url=work.address, cookies=uploader.cookies, timeout=60) as client:
        while time.time() < work.end:
            try:
                begun = await client.post(
                    f"/api/v1/meetings/{uploader.meeting}/uploads/",
                    headers=tus | {"upload-length": str(LENGTH), "upload-metadata": "filename YS53YXY="},
                )
                begun.raise_for_status()
                address = begun.headers["location"]
                answer = await client.patch(
                    address,
                    content=_recording(work, sent),
                    headers=tus | {"content-type": "application/offset+octet-stream", "upload-offset": "0"},
                )
                answer.raise_for_status()
                (await client.delete(address, headers=tus)).raise_for_status()
            except httpx.HTTPStatusError as error:
                sent.problems[f"upload: {error.response.status_code} {error.request.method}"] += 1
                await asyncio.sleep(1)
            except httpx.HTTPError as error:
                sent.problems[f"upload: {type(error).__name__}"] += 1
                await asyncio.sleep(1)


async def _recording(work: Uploading, sent: Sent) -> AsyncIterator[bytes]:
    """Yield sound at the speed of the line."""
    sound = (DEMO / "recording.opus").read_bytes()[:CHUNK]
    begin, out = time.monotonic(), 0
    while out < SENT:
        yield sound
        out += len(sound)
        if work.begin <= time.time() < work.end:
            sent.bytes += len(sound)
        if work.bytes_per_second is not None:
            ahead = out / work.bytes_per_second - (time.monotonic() - begin)
            if ahead > 0:
                await asyncio.sleep(ahead)
