"""``protokollant worker``: more workers on the database of a service."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.errors import DatabaseAddressMissingError, DatabaseNotMigratedError
from app.logs import configure
from app.settings import Settings
from app.settings.jobs import QUEUES

if TYPE_CHECKING:
    from types import FrameType

GRACE_SECONDS = 20.0
"""After losing the service it belongs to, a worker has so long to reach the end of its window."""


def _chosen(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    chosen = tuple(part.strip() for part in (value or "").split(",") if part.strip())
    if not set(chosen) <= set(QUEUES):
        raise click.BadParameter(f"choose from {','.join(QUEUES)}")
    return chosen


@click.command(name="worker")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Data folder of the service, with its recordings."
)
@click.option(
    "--queues",
    callback=_chosen,
    metavar="LIST",
    help="What to work on, with commas: gpu (speech engines), cpu (sound), light (text). [all]",
)
@click.option("--tied", is_flag=True, hidden=True, help="Stop when standard input ends.")
def command(data: Path | None, queues: tuple[str, ...], *, tied: bool) -> None:
    """Start more workers on the database at DATABASE_URL.

    They share nothing with the service but the database and the storage of the recordings. Speech runs in
    a process of its own; each process is started again when it ends. Stop with Ctrl-C or SIGTERM.
    """
    settings = Settings.from_environment()
    configure(settings.records.log, component="worker")
    url = settings.service.database_url
    if url is None:
        raise DatabaseAddressMissingError
    if data is not None:
        settings = dataclasses.replace(settings, service=dataclasses.replace(settings.service, data=data))
    chosen = queues or settings.jobs.queues
    if tied:
        threading.Thread(target=_stop_with_parent, name="tied", daemon=True).start()
        sys.exit(_work(settings, url, chosen))
    _supervise(settings, url, chosen)


def _supervise(settings: Settings, url: str, queues: tuple[str, ...]) -> None:
    """Keep a process for speech and one for everything else, until told to stop."""
    from app.db import is_current  # noqa: PLC0415 - heavy
    from app.jobs.supervisor import running_workers  # noqa: PLC0415 - heavy
    from app.services.installation import data_folder  # noqa: PLC0415 - heavy

    if not is_current(url):
        raise DatabaseNotMigratedError
    stop = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handle)
    with running_workers(url, data_folder(settings.service), queues):
        stop.wait()


def _work(settings: Settings, url: str, queues: tuple[str, ...]) -> int:
    """Work in this process and return its exit status."""
    from app.bootstrap import build_engines  # noqa: PLC0415 - heavy
    from app.db import BlockingDatabase, is_current  # noqa: PLC0415 - heavy
    from app.jobs.memory import EngineShelf  # noqa: PLC0415 - heavy
    from app.jobs.periodic import SystemContext  # noqa: PLC0415 - heavy
    from app.jobs.task import Workshop  # noqa: PLC0415 - heavy
    from app.jobs.worker import run_worker  # noqa: PLC0415 - heavy
    from app.services.container import work_folder  # noqa: PLC0415 - heavy
    from app.services.installation import data_folder  # noqa: PLC0415 - heavy
    from app.storage import build_storage  # noqa: PLC0415 - heavy

    if not is_current(url):
        raise DatabaseNotMigratedError
    folder = data_folder(settings.service)
    database = BlockingDatabase(url)
    storage = build_storage(folder, settings.storage)
    workshop = Workshop(
        database=database,
        storage=storage,
        engines=EngineShelf(
            lambda profile: build_engines(dataclasses.replace(settings.speech, profile=profile))
        ),
        work=work_folder(folder),
        name=f"{socket.gethostname()}-{os.getpid()}",
        device=_device(settings) if "gpu" in queues else "",
        gpu_jobs=settings.jobs.gpu_jobs,
        light_jobs=settings.jobs.light_jobs,
        share_seconds=settings.jobs.share_seconds,
        notify=settings.notify,
        fresh=queues == ("gpu",),
        system=SystemContext(url=url, database=database, storage=storage, data=folder, settings=settings),
    )
    asyncio.run(run_worker(url, workshop, queues=queues))
    return workshop.recycling.status


def _device(settings: Settings) -> str:
    """Return what the engines will compute on; a device that cannot be used is told by the first job."""
    from transcribe.backends.device import choose_device  # noqa: PLC0415 - heavy
    from transcribe.errors import DeviceError  # noqa: PLC0415 - heavy

    try:
        return choose_device(settings.speech.device, settings.speech.compute_type).name
    except DeviceError:
        return settings.speech.device


def _stop_with_parent() -> None:
    """Wait for the end of standard input: the service has ended, however it did."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)
