"""Where an installation keeps its data, and what has to run before services can be built on it."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from app.db import EmbeddedPostgres, check_connection, upgrade
from app.db.engine import connection_string
from app.jobs import apply_job_schema
from app.services.errors import AlreadyServingError, DataFolderError
from models.errors import ProtokollantError

if TYPE_CHECKING:
    from types import TracebackType

    from app.settings import ServiceSettings

KEEPER_SECONDS = 1.0
"""Seconds between two looks at the embedded database."""

logger = logging.getLogger(__name__)

ROOT_DATA = Path("/var/lib/protokollant")
"""Data folder for root: PostgreSQL then runs as another user, who could not enter a private home."""


def data_folder(settings: ServiceSettings) -> Path:
    """Return the data folder of the settings, or the usual one."""
    if settings.data is not None:
        return settings.data.absolute()
    return ROOT_DATA if os.geteuid() == 0 else Path("data").absolute()


class Installation:
    """The data folder, locked, with a running and migrated database; a context manager.

    Args:
        data: the data folder; made where it is missing.
        database_url: an external PostgreSQL; None starts the embedded one in the folder.
    """

    def __init__(self, data: Path, database_url: str | None = None) -> None:
        self.data = data
        self.url = database_url or ""
        self._embedded = None if database_url else EmbeddedPostgres(data / "postgres")
        self._lock: IO[str] | None = None
        self._leaving = threading.Event()
        self._keeper = threading.Thread(target=self._keep_alive, name="database-keeper", daemon=True)

    def __enter__(self) -> Self:
        """Lock, start, migrate.

        Raises:
            DataFolderError: the folder cannot be made or written to.
            AlreadyServingError: another service has it.
            ProtokollantError: the database cannot be started or reached (:mod:`app.db.errors`).
        """
        self._take_lock()
        try:
            if self._embedded is not None:
                self.url = self._embedded.start()
            check_connection(self.url)
            upgrade(self.url)
            apply_job_schema(connection_string(self.url))
            if self._embedded is not None:
                self._keeper.start()
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the embedded database and unlock."""
        self._leave()

    def _keep_alive(self) -> None:
        """Start the embedded database again where it died (killed for memory, a crash)."""
        assert self._embedded is not None
        while not self._leaving.wait(KEEPER_SECONDS):
            if not self._embedded.is_alive():
                logger.warning("The database has died; starting it again")
                try:
                    self._embedded.start()
                except ProtokollantError:
                    logger.exception("The database could not be started again")

    def _leave(self) -> None:
        self._leaving.set()
        if self._keeper.is_alive():
            self._keeper.join()
        if self._embedded is not None:
            self._embedded.stop()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _take_lock(self) -> None:
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            lock = (self.data / "serve.lock").open("a+")
        except OSError as error:
            raise DataFolderError(folder=self.data, reason=error.strerror or error) from error
        with contextlib.ExitStack() as stack:
            stack.callback(lock.close)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise AlreadyServingError(folder=self.data) from error
            stack.pop_all()
        self._lock = lock
