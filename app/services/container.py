"""All services together, and how they are built on a database and a storage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from app.db import Database, Listener
from app.jobs import JobQueue
from app.services.meetings import MeetingService
from app.services.processing import ProcessingService
from app.services.recordings import RecordingService
from app.services.results import ResultService
from app.storage import LocalStorage

if TYPE_CHECKING:
    from pathlib import Path


class Services(msgspec.Struct, frozen=True, kw_only=True):
    """All services, as the composition root hands them to the web application."""

    meetings: MeetingService
    recordings: RecordingService
    processing: ProcessingService
    results: ResultService
    database: Database
    listener: Listener

    async def open(self) -> None:
        """Connect to the database; called when the web application starts.

        Raises:
            DatabaseUnavailableError: it does not answer.
        """
        async with self.database.session() as session:
            await session.connection()

    async def close(self) -> None:
        """Give every connection back; called when the web application stops."""
        await self.listener.close()
        await self.database.close()


def blob_folder(data: Path) -> Path:
    """Return the folder of stored contents under a data folder."""
    return data / "blobs"


def work_folder(data: Path) -> Path:
    """Return the folder of decoded sound under a data folder."""
    return data / "work"


def build_services(url: str, data: Path) -> Services:
    """Return the services on a migrated database and a data folder; nothing connects yet.

    Args:
        url: ``postgresql://…``.
        data: folder of recordings and results (with an external database too).

    Raises:
        StorageUnwritableError: the folder cannot be used.
    """
    database = Database(url)
    storage = LocalStorage(blob_folder(data))
    listener = Listener(url)
    return Services(
        meetings=MeetingService(database, storage, work=work_folder(data)),
        recordings=RecordingService(database, storage),
        processing=ProcessingService(database, JobQueue(url), listener),
        results=ResultService(database, storage),
        database=database,
        listener=listener,
    )
