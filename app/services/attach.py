"""The database of an installation for a command beside the service: the running one, else started for it."""

from __future__ import annotations

import contextlib
import fcntl
import os
from typing import IO, TYPE_CHECKING, Self

from app.db import EmbeddedPostgres, check_connection
from app.services.errors import DataFolderError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


class Attached:
    """The address of the database while the block lasts.

    An external database is only asked whether it is there. The embedded one is used where the service runs
    it; else it is started, the data folder locked against a service that starts meanwhile, and stopped.

    Args:
        data: the data folder.
        database_url: of an external PostgreSQL.
    """

    def __init__(self, data: Path, database_url: str | None = None) -> None:
        self.data = data
        self.url = database_url or ""
        self.served = False
        """Whether a service runs on the data folder."""
        self._embedded = None if database_url else EmbeddedPostgres(data / "postgres")
        self._lock: IO[str] | None = None

    def __enter__(self) -> Self:
        """Find or start the database.

        Raises:
            DataFolderError: the folder is not there or cannot be used.
            ProtokollantError: the database cannot be started or reached.
        """
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            lock = (self.data / "serve.lock").open("a+")
        except OSError as error:
            raise DataFolderError(folder=self.data, reason=error.strerror or os.strerror(5)) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._lock = lock
        except OSError:
            self.served = True
            lock.close()
        try:
            if self._embedded is not None:
                self.url = self._embedded.start()
            check_connection(self.url)
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop what was started here."""
        self._leave()

    def _leave(self) -> None:
        if self._lock is None:
            return
        with contextlib.closing(self._lock):
            if self._embedded is not None:
                self._embedded.stop()
        self._lock = None
