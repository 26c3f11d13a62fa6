"""Runs a program on given cores and watches how long it takes and how much memory its processes hold."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from typing import TYPE_CHECKING

import msgspec
import psutil

from app.measure.errors import MeasuredRunError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

EVERY = 0.1
"""Seconds between two looks at the memory."""
MESSAGE_LENGTH = 400
THREAD_VARIABLES = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "PROTOKOLLANT_THREADS")


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What a run took."""

    seconds: float
    peak_mib: float
    """Largest sum of the resident memory of the program and all its children."""
    output: str
    """Standard output."""


def protokollant(*arguments: object) -> list[str]:
    """Return the command that runs our own command line with this interpreter."""
    return [sys.executable, "-m", "app.cli", *map(str, arguments)]


def measure(
    command: Sequence[str],
    *,
    name: str,
    threads: int | None = None,
    extra: Mapping[str, str] | None = None,
    limit: float | None = None,
) -> Run:
    """Run ``command`` to its end, on the first ``threads`` cores with as many threads where given.

    Raises:
        MeasuredRunError: it ended with another status than 0 (the message has its last line), or took
            longer than ``limit`` seconds.
    """
    environment = {**os.environ, **(extra or {})}
    if threads:
        environment |= dict.fromkeys(THREAD_VARIABLES, str(threads))
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        begin = time.perf_counter()
        with _pinned(threads):
            process = subprocess.Popen(  # noqa: S603  # our own programs
                command, stdout=output, stderr=errors, env=environment
            )
        watch = MemoryWatch(lambda: process.pid)
        try:
            status = process.wait(limit)
        except subprocess.TimeoutExpired as error:
            _end(process)
            raise MeasuredRunError(name=name, problem=f"longer than {limit:g} s") from error
        except BaseException:
            _end(process)
            raise
        finally:
            watch.stop()
        seconds = time.perf_counter() - begin
        output.seek(0)
        errors.seek(0)
        text, problem = output.read().decode(), errors.read().decode(errors="replace")
    if status != 0:
        raise MeasuredRunError(name=name, problem=problem.strip()[-MESSAGE_LENGTH:] or f"status {status}")
    return Run(seconds=seconds, peak_mib=watch.peak / 2**20, output=text)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a program and what it started, and wait until all are gone."""
    started: list[psutil.Process] = []
    with contextlib.suppress(psutil.Error):
        started = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    for child in started:
        with contextlib.suppress(psutil.Error):
            child.kill()
    process.wait()
    psutil.wait_procs(started, timeout=5)


@contextlib.contextmanager
def _pinned(threads: int | None) -> Iterator[None]:
    """Let what is started inside the block inherit ``threads`` cores (where the system can pin)."""
    if not threads or not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(before)[:threads]))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


class MemoryWatch:
    """Looks at the resident memory of a process and its children together until it is told to stop.

    Args:
        pid: tells which process it is at the moment; None: none.
    """

    def __init__(self, pid: Callable[[], int | None]) -> None:
        self.peak = 0
        """Bytes, the largest so far."""
        self._pid = pid
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.is_set():
            pid = self._pid()
            if pid is not None:
                self.peak = max(self.peak, _resident(pid))
            self._stop.wait(EVERY)


def _resident(pid: int) -> int:
    total = 0
    with contextlib.suppress(psutil.Error):
        top = psutil.Process(pid)
        for process in [top, *top.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                total += process.memory_info().rss
    return total
