"""A whole service of its own, with scripted engines: DATA DELAY. Prints its address, stops on SIGTERM.

Real database, real queue, real pages; only the speech engines follow a script (the product's doubles),
so that a meeting of four minutes takes seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import subprocess
import sys
from pathlib import Path

import uvicorn

from app.asgi import create_app
from app.services import build_services
from app.services.installation import Installation

WORKER = Path(__file__).parents[1] / "integration" / "jobs_worker_main.py"


@contextlib.contextmanager
def worker(url: str, data: Path, delay: str):
    """Keep a worker running meanwhile."""
    process = subprocess.Popen([sys.executable, str(WORKER), url, str(data), delay])
    try:
        yield
    finally:
        process.kill()
        process.wait()


def main() -> None:
    """Serve until told to stop."""
    data, delay = Path(sys.argv[1]), sys.argv[2]
    with (
        Installation(data) as installation,
        worker(installation.url, data, delay),
        socket.socket() as listening,
    ):
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        app = create_app(services=build_services(installation.url, data))
        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
        print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
        # uvicorn raises the signal again once it has stopped; ignored then, so that everything else stops too
        signal.signal(signal.SIGTERM, lambda *_: None)
        asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))


if __name__ == "__main__":
    main()
