"""A service with published minutes, a corrected one among them, in two years: DATA. Stops on SIGTERM."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys
from pathlib import Path
from uuid import UUID

import uvicorn

sys.path.insert(0, str(Path(__file__).parents[1] / "integration"))

import jobs_meetings as jm
import oparl_town as town

from app.asgi import create_app
from app.db import BlockingDatabase
from app.jobs.indexing import index_all_pending
from app.jobs.meanings import mean_all_pending
from app.search.meaning import Meaning
from app.services import build_services
from app.services.installation import Installation
from app.settings import Settings


async def publish(url, data):
    """Publish three meetings; one is corrected, one taken back, one never published."""
    async with jm.open_services(url, data) as services:
        made = [await town.enter(services, str(number), town.day(9 * number)) for number in range(1, 6)]
        for meeting in made[:4]:
            await town.move(services, meeting, "publish")
        await town.move(services, made[3], "unpublish")
        again = town.minutes_of("1", town.day(9))
        await town.add_edition(services, UUID(made[0]), 2, again, corrects=1)
        await town.move(services, made[0], "publish")
    database = BlockingDatabase(url)
    index_all_pending(database)
    mean_all_pending(database, Meaning())
    database.close()


def main() -> None:
    """Serve until told to stop."""
    data = Path(sys.argv[1])
    with Installation(data) as installation, socket.create_server(("127.0.0.1", 0)) as listening:
        asyncio.run(publish(installation.url, data))
        services = build_services(installation.url, data, settings=Settings.from_environment())
        config = uvicorn.Config(create_app(services=services), log_level="warning", access_log=False)
        print(json.dumps({"address": f"http://127.0.0.1:{listening.getsockname()[1]}"}), flush=True)
        signal.signal(signal.SIGTERM, lambda *_: None)
        asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))


if __name__ == "__main__":
    main()
