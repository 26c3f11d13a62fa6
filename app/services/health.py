"""Is the service ready, and the figures that a monitor collects."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, select, text

from app.db import is_current
from app.db import tables as t
from app.db.audit import head_of
from models.errors import ProtokollantError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.storage import Storage

ALIVE_SECONDS = 60
"""After so long without a sign of life no worker counts."""

PATIENCE = 5.0
"""Seconds for each part to answer."""

NOBODY = "0" * 64
"""A content that does not exist, to ask the storage for."""

_ALIVE = text("SELECT count(*) FROM worker WHERE seen_at > now() - make_interval(secs => :seconds)")
_JOBS = text("SELECT queue_name, status::text, count(*) FROM procrastinate_jobs GROUP BY 1, 2")
_STAGES = text(
    """
    SELECT stage->>'name', count(*), sum((stage->>'seconds')::float)
    FROM processing, jsonb_array_elements(timings) AS stage
    WHERE stage ? 'seconds' GROUP BY 1
    """
)


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """Whether each part works."""

    database: bool
    migrations: bool
    storage: bool
    worker: bool

    @property
    def ready(self) -> bool:
        """Whether all do."""
        return self.database and self.migrations and self.storage and self.worker


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of the whole installation, without a name in them."""

    jobs: tuple[tuple[str, str, int], ...]
    """Queue, state, number."""
    uploads: tuple[tuple[str, int], ...]
    """State, number."""
    stages: tuple[tuple[str, int, float], ...]
    """Stage, how many are known, seconds of all of them."""
    contents: int
    stored_bytes: int
    workers: int
    audit_head: int
    accounts: int
    meetings: int


class HealthService:
    """Asks database and storage, as the system: nobody signed in stands behind a monitor."""

    def __init__(self, database: Database, storage: Storage) -> None:
        self._database = database.as_system()
        self._storage = storage
        self._migrated = False

    async def readiness(self) -> Readiness:
        """Look at every part at once; one that does not answer in time does not work."""
        database, migrations, storage, worker = await asyncio.gather(
            self._try(self._connect),
            self._try(self._migrations),
            self._try(self._store),
            self._try(self._worker),
        )
        return Readiness(database=database, migrations=migrations, storage=storage, worker=worker)

    async def figures(self) -> Figures:
        """Return the counts.

        Raises:
            DatabaseUnavailableError: the database is away.
        """
        async with self._database.session() as session:
            jobs = (await session.execute(_JOBS)).tuples().all()
            stages = (await session.execute(_STAGES)).tuples().all()
            uploads = await session.execute(
                select(t.Upload.state, func.count()).group_by(t.Upload.state).order_by(t.Upload.state)
            )
            contents, size = (
                await session.execute(
                    select(func.count(), func.coalesce(func.sum(t.Blob.size), 0)).select_from(t.Blob)
                )
            ).one()
            return Figures(
                jobs=tuple((queue, state, count) for queue, state, count in jobs),
                uploads=tuple((state, count) for state, count in uploads),
                stages=tuple((name, count, float(seconds)) for name, count, seconds in stages),
                contents=contents,
                stored_bytes=int(size),
                workers=await _alive(session),
                audit_head=(await session.run_sync(head_of)).seq,
                accounts=await session.scalar(select(func.count()).select_from(t.Account)) or 0,
                meetings=await session.scalar(select(func.count()).select_from(t.Meeting)) or 0,
            )

    async def _connect(self) -> bool:
        async with self._database.session() as session:
            return bool(await session.scalar(text("SELECT 1")))

    async def _migrations(self) -> bool:
        if not self._migrated:
            self._migrated = await asyncio.to_thread(is_current, self._database.url)
        return self._migrated

    async def _store(self) -> bool:
        await asyncio.to_thread(self._storage.exists, NOBODY)
        return os.access(self._storage.incoming, os.W_OK)

    async def _worker(self) -> bool:
        async with self._database.session() as session:
            return await _alive(session) > 0

    @staticmethod
    async def _try(part: Callable[[], object]) -> bool:
        try:
            async with asyncio.timeout(PATIENCE):
                return bool(await part())  # type: ignore[misc]  # each is a coroutine function
        except (ProtokollantError, OSError, TimeoutError):
            return False


async def _alive(session: AsyncSession) -> int:
    return int(await session.scalar(_ALIVE, {"seconds": ALIVE_SECONDS}) or 0)
