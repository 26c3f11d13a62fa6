"""What the commands of record keeping share: the installation, its database and storage."""

from __future__ import annotations

import contextlib
import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.db import BlockingDatabase
    from app.storage import BlobStorage

DATA = click.option("--data", type=click.Path(path_type=Path), help="Data folder of the service.")
KEY = click.option(
    "--key-file",
    type=click.Path(path_type=Path),
    help="Keys of the backups, 32 bytes in Base64 a line; the first seals. [PROTOKOLLANT_BACKUP_KEY_FILE]",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """An installation that is open."""

    url: str
    data: Path
    settings: Settings
    database: BlockingDatabase
    storage: BlobStorage


@contextlib.contextmanager
def open_site(data: Path | None) -> Iterator[Site]:
    """Yield the installation of the settings, whether its service runs or not.

    Raises:
        ProtokollantError: its database, folder or storage cannot be used.
    """
    from app.db import BlockingDatabase  # noqa: PLC0415 - --help stays quick
    from app.services.attach import Attached  # noqa: PLC0415 - likewise
    from app.services.installation import data_folder  # noqa: PLC0415 - likewise
    from app.storage import build_storage  # noqa: PLC0415 - likewise

    settings = Settings.from_environment()
    if data is not None:
        settings = dataclasses.replace(settings, service=dataclasses.replace(settings.service, data=data))
    folder = data_folder(settings.service)
    with Attached(folder, settings.service.database_url) as attached:
        database = BlockingDatabase(attached.url)
        try:
            yield Site(
                url=attached.url,
                data=folder,
                settings=settings,
                database=database,
                storage=build_storage(folder, settings.storage),
            )
        finally:
            database.close()
