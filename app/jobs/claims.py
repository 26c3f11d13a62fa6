"""Who does which part of a recording that several workers share: advisory locks in PostgreSQL.

A lock dies with its connection, so the part of a worker that dies is free again at once. A claim that was
lost without its worker noticing, because the database was away, means a part done twice with the same result.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
from typing import TYPE_CHECKING, Any

import psycopg

from app.db.engine import connection_string
from app.db.errors import DatabaseUnavailableError

if TYPE_CHECKING:
    from typing import Self
    from uuid import UUID

    from app.db import BlockingDatabase
    from app.jobs.queue import JobQueue

LOCK_CLASS = 7_262_006
"""First half of the advisory locks' keys; the second is made of meeting and unit."""

SECONDS_EACH = 600.0
"""Seconds of sound for each worker that is asked to help: less is done sooner than a model is loaded."""

MOST_HELPERS = 15
"""Workers asked at most; what each does is no less than a group of windows."""

logger = logging.getLogger(__name__)


class DatabaseClaims:
    """Claims on the parts of one meeting (:class:`app.pipeline.sharing.Claims`); a context manager.

    Args:
        database: of the installation.
        queue: where help is asked for.
        meeting_id: whose recording it is.
        run: of the worker that began.
        least: seconds of sound from which on help is asked for; None for who helps.
    """

    def __init__(
        self, database: BlockingDatabase, queue: JobQueue, meeting_id: UUID, run: UUID, *, least: float | None
    ) -> None:
        self._database = database
        self._queue = queue
        self._meeting_id = meeting_id
        self._run = run
        self._least = least
        self._connection: psycopg.Connection[Any] | None = None
        self.most: int | None = None if least is not None else 1
        """See :class:`~app.pipeline.sharing.Claims`; one at a time as soon as there may be others."""

    def __enter__(self) -> Self:
        """Begin without a claim."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give everything back."""
        self._drop()

    def invite(self, key: str, seconds: float) -> None:
        """See :class:`~app.pipeline.sharing.Claims`; a database that is away means working alone."""
        if self._least is None or seconds < self._least:
            return
        helpers = min(MOST_HELPERS, max(1, int(seconds / SECONDS_EACH)))
        try:
            with self._database.session() as session:
                self._queue.ask_for_help(session, self._meeting_id, self._run, key, helpers)
            self.most = 1
        except DatabaseUnavailableError as error:
            logger.warning("Nobody could be asked for help: %s", error)

    def take(self, unit: str) -> bool:
        """See :class:`~app.pipeline.sharing.Claims`; a database that is away refuses nothing."""
        try:
            if self._connection is None or self._connection.closed:
                self._connection = psycopg.connect(connection_string(self._database.url), autocommit=True)
            found = self._connection.execute("SELECT pg_try_advisory_lock(%s, %s)", self._lock(unit))
            row = found.fetchone()
        except psycopg.OperationalError as error:
            logger.warning("The claim on %s could not be asked for: %s", unit, error)
            self._drop()
            return True
        return row is not None and bool(row[0])

    def release(self, unit: str) -> None:
        """See :class:`~app.pipeline.sharing.Claims`."""
        if self._connection is None:
            return
        try:
            self._connection.execute("SELECT pg_advisory_unlock(%s, %s)", self._lock(unit))
        except psycopg.OperationalError:  # the lock went with the connection
            self._drop()

    def _lock(self, unit: str) -> tuple[int, int]:
        name = f"{self._meeting_id}/{unit}".encode()
        return LOCK_CLASS, int.from_bytes(hashlib.sha256(name).digest()[:4], "big", signed=True)

    def _drop(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                self._connection.close()
            self._connection = None
