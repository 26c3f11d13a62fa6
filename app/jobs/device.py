"""One GPU, so many jobs: the workers of a machine share its devices by advisory locks in PostgreSQL.

A worker holds a slot of its device for as long as it takes jobs, so that it never takes one that it cannot
begin. A worker that finds no slot stands by, and takes over within seconds when the other dies, because the
lock dies with its connection.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import socket
from typing import TYPE_CHECKING, Any

import psycopg

from app.db.engine import connection_string

if TYPE_CHECKING:
    from typing import Self

LOCK_CLASS = 7_262_005
"""First half of the advisory locks' keys; the second is made of machine, device and slot."""

PAUSE = 2.0
"""Seconds between two looks at slots that are taken, and at one's own."""

logger = logging.getLogger(__name__)


def device_key(host: str | None = None) -> str:
    """Return what stands for the GPU that this process uses: machine and first visible device."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",")[0].strip() or "0"
    return f"{host or socket.gethostname()}/{visible}"


class DeviceSlot:
    """One of ``slots`` places on a device; an asynchronous context manager that waits for one.

    Args:
        url: of the database.
        device: as :func:`device_key`.
        slots: how many jobs may run on it at a time.
    """

    def __init__(self, url: str, device: str, slots: int) -> None:
        self._url = url
        self._device = device
        self._slots = slots
        self._connection: psycopg.AsyncConnection[Any] | None = None

    async def __aenter__(self) -> Self:
        """Wait for a place."""
        told = False
        try:
            while not await self._take():
                if not told:
                    logger.info("The device %s is taken; waiting for a place", self._device)
                    told = True
                await asyncio.sleep(PAUSE)
        except asyncio.CancelledError:
            await self._drop()
            raise
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Give the place up."""
        await self._drop()

    async def until_lost(self) -> None:
        """Return once the place is lost to another worker; a lost connection alone is taken up again."""
        while True:
            await asyncio.sleep(PAUSE)
            try:
                assert self._connection is not None
                await self._connection.execute("SELECT 1")
            except psycopg.Error as error:
                logger.warning("The place on %s has to be taken again: %s", self._device, error)
                if not await self._take_again():
                    return

    async def _take_again(self) -> bool:
        """Try until the database answers; False where all places are taken then."""
        while True:
            await self._drop()
            try:
                self._connection = await self._connect()
                return await self._any_free(self._connection)
            except psycopg.OperationalError:
                await asyncio.sleep(PAUSE)

    async def _take(self) -> bool:
        try:
            if self._connection is None or self._connection.closed:
                self._connection = await self._connect()
            return await self._any_free(self._connection)
        except psycopg.OperationalError as error:
            logger.warning("No place on %s without the database: %s", self._device, error)
            await self._drop()
            return False

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        return await psycopg.AsyncConnection.connect(connection_string(self._url), autocommit=True)

    async def _any_free(self, connection: psycopg.AsyncConnection[Any]) -> bool:
        for slot in range(self._slots):
            name = f"{self._device}/{slot}".encode()
            key = int.from_bytes(hashlib.sha256(name).digest()[:4], "big", signed=True)
            found = await connection.execute("SELECT pg_try_advisory_lock(%s, %s)", (LOCK_CLASS, key))
            row = await found.fetchone()
            if row is not None and row[0]:
                return True
        return False

    async def _drop(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None
