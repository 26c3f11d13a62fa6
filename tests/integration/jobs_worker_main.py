"""A worker in a process of its own, with engines that need no model: URL DATA DELAY [ONCE].

Where ONCE is given and there is no such file, it is made and the engines fail as a lost GPU does.
"""

from __future__ import annotations

import asyncio
import dataclasses
import os
import sys
from pathlib import Path

import jobs_engines

from app.db import BlockingDatabase
from app.jobs.task import Workshop
from app.jobs.worker import run_worker
from app.services.container import blob_folder, work_folder
from app.settings import Settings
from app.storage import LocalStorage


def workshop(url: str, data: Path, **options) -> Workshop:
    """Return what a worker needs."""
    return Workshop(
        database=BlockingDatabase(url),
        storage=LocalStorage(blob_folder(data)),
        engines=lambda profile: jobs_engines.demo_engines(profile, **options),
        work=work_folder(data),
        name=f"worker-{os.getpid()}",
        notify=Settings.from_environment().notify,
    )


def failing_once(shop: Workshop, mark: Path) -> Workshop:
    """Return the workshop with engines whose device is lost, the first time."""
    if mark.exists():
        return shop
    mark.touch()

    def engines(_profile: str):
        raise RuntimeError("CUDA error: an illegal memory access was encountered")

    return dataclasses.replace(shop, engines=engines)


if __name__ == "__main__":
    url, data, delay = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    shop = workshop(url, data, delay=delay)
    if len(sys.argv) > 4:
        shop = failing_once(shop, Path(sys.argv[4]))
    asyncio.run(run_worker(url, shop, heartbeat=0.5, stalled=2.0))
    sys.exit(shop.recycling.status)
