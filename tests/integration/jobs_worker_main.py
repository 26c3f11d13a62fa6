"""A worker in a process of its own, with engines that need no model: URL DATA DELAY."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import jobs_engines

from app.db import BlockingDatabase
from app.jobs.task import Workshop
from app.jobs.worker import run_worker
from app.services.container import blob_folder, work_folder
from app.storage import LocalStorage


def workshop(url: str, data: Path, **options) -> Workshop:
    """Return what a worker needs."""
    return Workshop(
        database=BlockingDatabase(url),
        storage=LocalStorage(blob_folder(data)),
        engines=lambda profile: jobs_engines.demo_engines(profile, **options),
        work=work_folder(data),
        name=f"worker-{os.getpid()}",
    )


if __name__ == "__main__":
    url, data, delay = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    asyncio.run(run_worker(url, workshop(url, data, delay=delay), heartbeat=0.5, stalled=2.0))
