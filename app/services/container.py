"""All services together, and how they are built on a database and a storage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from app.db import Database, Listener
from app.jobs import JobQueue
from app.search.meaning import Meaning
from app.services.access.accounts import AccountService
from app.services.access.bodies import BodyService
from app.services.access.entrance import Entrance, build_entrance
from app.services.access.grants import GrantService
from app.services.access.links import LinkService
from app.services.ai_systems import AiRegister, ai_register
from app.services.audit import AuditService
from app.services.confirmations import ConfirmationService
from app.services.correcting import CorrectingService
from app.services.editions import EditionService
from app.services.glossary import GlossaryService
from app.services.health import HealthService
from app.services.inbox import InboxService
from app.services.meetings import MeetingService
from app.services.notifications import NotificationService
from app.services.oparl import OParlKeeper, OParlService
from app.services.portal import PortalService
from app.services.processing import ProcessingService
from app.services.queue import QueueService
from app.services.recordings import RecordingService
from app.services.results import ResultService
from app.services.retention import RetentionService
from app.services.search import SearchService
from app.services.templates import TemplateService
from app.services.upkeep import Upkeep
from app.services.uploads import UploadService
from app.services.watching import Watcher
from app.services.writing import WordService, WritingService
from app.settings import Settings
from app.storage import build_storage
from app.uploads import Inspector, Spool

if TYPE_CHECKING:
    from pathlib import Path

UPLOAD_UPKEEP = 30.0
"""Seconds between two looks at uploads that have died, expired or must go on."""


class Services(msgspec.Struct, frozen=True, kw_only=True):
    """All services, as the composition root hands them to the web application."""

    meetings: MeetingService
    recordings: RecordingService
    uploads: UploadService
    inbox: InboxService
    processing: ProcessingService
    queue: QueueService
    notifications: NotificationService
    results: ResultService
    writing: WritingService
    word: WordService
    ai_register: AiRegister
    correcting: CorrectingService
    confirmations: ConfirmationService
    editions: EditionService
    oparl: OParlService
    portal: PortalService
    database: Database
    entrance: Entrance
    accounts: AccountService
    grants: GrantService
    bodies: BodyService
    links: LinkService
    audit: AuditService
    retention: RetentionService
    search: SearchService
    glossary: GlossaryService
    templates: TemplateService
    health: HealthService
    listener: Listener
    upkeep: Upkeep

    async def open(self) -> None:
        """Connect to the database; called when the web application starts.

        Raises:
            DatabaseUnavailableError: it does not answer.
        """
        async with self.database.session() as session:
            await session.connection()
        self.upkeep.open()

    async def close(self) -> None:
        """Give every connection back; called when the web application stops."""
        await self.upkeep.close()
        await self.uploads.close()
        await self.listener.close()
        await self.database.close()


OPARL_UPKEEP = 60.0
"""Seconds between two looks for publications that the OParl interface has not taken in."""

WATCH_UPKEEP = 5.0
"""Seconds between two looks at the watched folder."""


def blob_folder(data: Path) -> Path:
    """Return the folder of stored contents under a data folder."""
    return data / "blobs"


def spool_folder(data: Path) -> Path:
    """Return the folder of uploads under way under a data folder."""
    return data / "uploads"


def work_folder(data: Path) -> Path:
    """Return the folder of decoded sound under a data folder."""
    return data / "work"


def build_services(url: str, data: Path, *, settings: Settings | None = None) -> Services:
    """Return the services on a migrated database and a data folder; nothing connects yet.

    Args:
        url: ``postgresql://…``.
        data: folder of recordings and results (with an external database too).
        settings: the defaults where left out.

    Raises:
        StorageUnwritableError: the folder cannot be used.
        InputError: a setting of the storage cannot be used.
    """
    settings = settings or Settings()
    database = Database(url)
    storage = build_storage(data, settings.storage)
    listener = Listener(url)
    inspector = Inspector()
    uploads = UploadService(
        database,
        database.as_system(),
        storage=storage,
        spool=Spool(spool_folder(data)),
        inspector=inspector,
        settings=settings.uploads,
    )
    register = ai_register(settings)
    meaning = Meaning() if settings.search.meaning else None
    results, glossary = ResultService(database, storage), GlossaryService(database)
    writing = WritingService(database, results)
    confirmations = ConfirmationService(database, results, writing)
    entrance = build_entrance(database, data, settings.access)
    watcher = Watcher(database.as_system(), storage, inspector, settings.uploads)
    return Services(
        meetings=MeetingService(database, storage, work=work_folder(data)),
        recordings=RecordingService(database, storage, inspector),
        uploads=uploads,
        inbox=InboxService(database, storage),
        processing=ProcessingService(database, JobQueue(url), listener),
        queue=QueueService(database, listener),
        notifications=NotificationService(database, settings.notify),
        results=results,
        writing=writing,
        word=WordService(database, writing),
        ai_register=register,
        correcting=CorrectingService(database, results, glossary),
        confirmations=confirmations,
        entrance=entrance,
        editions=EditionService(
            database,
            results,
            entrance.sealer,
            mails=settings.notify.smtp_host is not None,
            confirmations=confirmations,
        ),
        oparl=OParlService(database),
        portal=PortalService(database, meaning),
        accounts=AccountService(database),
        grants=GrantService(database),
        bodies=BodyService(database),
        links=LinkService(database),
        audit=AuditService(database),
        retention=RetentionService(database),
        search=SearchService(database, meaning),
        glossary=glossary,
        templates=TemplateService(database),
        health=HealthService(database, storage),
        database=database,
        listener=listener,
        upkeep=Upkeep(
            (UPLOAD_UPKEEP, uploads.maintain),
            (WATCH_UPKEEP, watcher.look),
            (OPARL_UPKEEP, OParlKeeper(database.as_system()).look),
        ),
    )
