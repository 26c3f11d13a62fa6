"""A worker that shares every recording and writes down which windows it recognises: URL DATA NAME."""

from __future__ import annotations

import asyncio
import dataclasses
import sys
from pathlib import Path

import jobs_worker_main

from app.jobs.task import Workshop
from app.jobs.worker import run_worker

DELAY = 0.8
"""Seconds for each window: long enough for the other worker to come."""


def workshop(url: str, data: Path, name: str, *, delay: float = 0.0) -> Workshop:
    """Return what a worker of that name needs."""
    log = data / f"{name}.windows"

    def tell(window: int) -> None:
        with log.open("a") as file:
            file.write(f"{window}\n")

    shop = jobs_worker_main.workshop(url, data, delay=delay, tell=tell)
    return dataclasses.replace(shop, name=name, share_seconds=0.0)


if __name__ == "__main__":
    address, folder, own = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    shop = workshop(address, folder, own, delay=DELAY)
    asyncio.run(run_worker(address, shop, heartbeat=0.5, stalled=2.0))
