"""The worker as a child process of the service: started again when it dies, gone when the service is gone.

The child reads its standard input and stops at its end; so it ends too when the service is killed.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
"""Seconds before a worker that died is started again: doubled each time it dies quickly."""

HEALTHY = 60.0
"""Seconds after which a worker that lived so long is no longer one that dies quickly."""

STOP_SECONDS = 20.0
"""How long a worker may take to reach the end of its window before it is killed; nothing is lost."""

logger = logging.getLogger(__name__)


class WorkerProcess:
    """Keeps one worker running; a context manager."""

    def __init__(self, url: str, data: Path, *, log: Path | None = None) -> None:
        self._command = [sys.executable, "-P", "-m", "app.cli", "worker", "--tied"]
        self._environment = {**os.environ, "DATABASE_URL": url, "PROTOKOLLANT_DATA": str(data)}
        self._log = log
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep_running, name="worker-supervisor", daemon=True)

    @property
    def pid(self) -> int | None:
        """Process id of the worker that runs now."""
        process = self._process
        return process.pid if process is not None else None

    def __enter__(self) -> Self:
        """Start the worker."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ask the worker to stop, and kill it where it does not."""
        self._stopping.set()
        with self._lock:
            process = self._process
        if process is not None:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
        self._thread.join()

    def _keep_running(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            began = time.monotonic()
            with self._lock:
                if self._stopping.is_set():
                    return
                self._process = self._start()
            status = self._process.wait()
            if self._process.stdin is not None:
                self._process.stdin.close()
            if self._stopping.is_set():
                return
            pause = FIRST_PAUSE if time.monotonic() - began > HEALTHY else min(pause * 2, LONGEST_PAUSE)
            logger.warning("The worker ended with status %s; starting another in %.0f s", status, pause)
            self._stopping.wait(pause)

    def _start(self) -> subprocess.Popen[bytes]:
        output: IO[bytes] | None = self._log.open("ab") if self._log is not None else None
        try:
            # A session of its own: Ctrl-C in the terminal reaches the service alone, which then stops it.
            return subprocess.Popen(  # noqa: S603 - our own program
                self._command,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                env=self._environment,
                start_new_session=True,
            )
        finally:
            if output is not None:
                output.close()
