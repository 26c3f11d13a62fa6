"""On what a figure was measured, without any name of a host."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

import psutil


def describe(cores: int | None = None) -> str:
    """Return date, processor, cores used and there are, memory, load and Python, in one line.

    The load is the system's mean of the last minute: called before a measurement it tells whether the
    machine had anything else to do.
    """
    day = datetime.now(UTC).date().isoformat()
    used = f"{cores} of {os.cpu_count()} cores" if cores else f"{os.cpu_count()} cores"
    memory = f"{psutil.virtual_memory().total / 2**30:.0f} GiB"
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"
    return f"{day}; {_processor()}, {used}, {memory} memory, {load}; Python {platform.python_version()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
