"""Workers as child processes: started again when they die, gone when their parent is gone.

Speech and everything else are two processes: a draft never waits behind a transcription, the second never
loads an engine, and a GPU that fails takes nobody along. A child reads its standard input and stops at its
end; so it ends too when its parent is killed.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from typing import IO, TYPE_CHECKING, Self

from app.jobs.recycle import FRESH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
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


def processes(queues: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the queues of each process: ``gpu`` is alone, the others share one."""
    groups = [tuple(queue for queue in queues if (queue == "gpu") is speech) for speech in (True, False)]
    return [group for group in groups if group]


@contextlib.contextmanager
def running_workers(
    url: str, data: Path, queues: Sequence[str], *, log: Path | None = None
) -> Iterator[None]:
    """Keep the workers of ``queues`` running inside the block, and stop them together at its end."""
    workers = [WorkerProcess(url, data, queues=group, log=log) for group in processes(queues)]
    with contextlib.ExitStack() as stack:
        for worker in workers:
            stack.enter_context(worker)
        try:
            yield
        finally:
            for worker in workers:
                worker.ask_to_stop()


class WorkerProcess:
    """Keeps one worker running; a context manager.

    Args:
        url: database.
        data: data folder of the installation.
        queues: which queues it serves; all where empty.
        log: file for what it says; standard error where left out.
        command: another program than ``protokollant worker``, for measurements.
        environment: besides that of this process.
    """

    def __init__(
        self,
        url: str,
        data: Path,
        *,
        queues: Sequence[str] = (),
        log: Path | None = None,
        command: Sequence[str] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._command = [sys.executable, "-P", "-m", "app.cli", "worker", "--tied"]
        if queues:
            self._command += ["--queues", ",".join(queues)]
        if command is not None:
            self._command = list(command)
        self._environment = {
            **os.environ,
            **(environment or {}),
            "DATABASE_URL": url,
            "PROTOKOLLANT_DATA": str(data),
        }
        self._log = log
        self._stopping = threading.Event()
        self._asked = False
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
        process = self.ask_to_stop()
        if process is not None:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
        self._thread.join()

    def ask_to_stop(self) -> subprocess.Popen[bytes] | None:
        """Tell the worker to stop, and return it."""
        self._stopping.set()
        with self._lock:
            process = self._process
        if process is not None and not self._asked:
            self._asked = True
            process.terminate()
        return process

    def leave_dead(self) -> None:
        """Start no other worker when this one dies."""
        self._stopping.set()

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
            if status == FRESH:
                pause = FIRST_PAUSE
                continue
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
