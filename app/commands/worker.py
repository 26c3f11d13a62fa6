"""``protokollant worker``: one more worker on the database of a service."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import click

from app.commands.errors import DatabaseAddressMissingError, DatabaseNotMigratedError
from app.settings import Settings

GRACE_SECONDS = 20.0
"""After losing the service it belongs to, a worker has so long to reach the end of its window."""


@click.command(name="worker")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Data folder of the service, with its recordings."
)
@click.option("--tied", is_flag=True, hidden=True, help="Stop when standard input ends.")
def command(data: Path | None, *, tied: bool) -> None:
    """Start one more worker on the database at DATABASE_URL.

    It shares nothing with the service but the database and the folder of the recordings.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s worker %(levelname)s %(message)s")
    logging.getLogger("app").setLevel(logging.INFO)
    settings = Settings.from_environment()
    url = settings.service.database_url
    if url is None:
        raise DatabaseAddressMissingError
    if data is not None:
        settings = dataclasses.replace(settings, service=dataclasses.replace(settings.service, data=data))
    if tied:
        threading.Thread(target=_stop_with_parent, name="tied", daemon=True).start()
    _work(settings, url)


def _work(settings: Settings, url: str) -> None:
    from app.bootstrap import build_engines  # noqa: PLC0415 - heavy
    from app.db import BlockingDatabase, is_current  # noqa: PLC0415 - heavy
    from app.jobs.task import Workshop  # noqa: PLC0415 - heavy
    from app.jobs.worker import run_worker  # noqa: PLC0415 - heavy
    from app.services.container import blob_folder, work_folder  # noqa: PLC0415 - heavy
    from app.services.installation import data_folder  # noqa: PLC0415 - heavy
    from app.storage import LocalStorage  # noqa: PLC0415 - heavy

    if not is_current(url):
        raise DatabaseNotMigratedError
    folder = data_folder(settings.service)
    workshop = Workshop(
        database=BlockingDatabase(url),
        storage=LocalStorage(blob_folder(folder)),
        engines=lambda profile: build_engines(dataclasses.replace(settings.speech, profile=profile)),
        work=work_folder(folder),
        name=f"{socket.gethostname()}-{os.getpid()}",
    )
    asyncio.run(run_worker(url, workshop))


def _stop_with_parent() -> None:
    """Wait for the end of standard input: the service has ended, however it did."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)
