"""What ``serve`` keeps running, for the crash suite: the embedded database and its keeper, two workers.

``python -m app.measure.crash_town DATA DELAY LOG``; prints the address of the database once all is up. The
same classes as in ``serve``; only the workers' engines follow a script (:mod:`app.measure.crash_worker`).
"""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

from app.jobs.supervisor import WorkerProcess, processes
from app.services.installation import Installation
from app.settings.jobs import QUEUES


def main() -> int:
    """Serve until told to stop."""
    data, delay, log = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with ExitStack() as stack:
        installation = stack.enter_context(Installation(data))
        for queues in processes(QUEUES):
            command = [sys.executable, "-m", "app.measure.crash_worker", ",".join(queues), delay, log]
            stack.enter_context(
                WorkerProcess(installation.url, data, log=data / "workers.log", command=command)
            )
        print(installation.url, flush=True)  # noqa: T201 - whoever started it waits for the address
        stop.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
