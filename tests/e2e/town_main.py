"""A whole service of its own, with scripted engines: DATA DELAY. Prints how to reach it, stops on SIGTERM.

Real database, real queue, real pages; only the speech engines follow a script (the product's doubles),
so that a meeting of four minutes takes seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import uvicorn

from app.access import Permission, Role, acting_as
from app.asgi import create_app
from app.db import tables as t
from app.services import build_services
from app.services.access.identity import Visitor
from app.services.access.passwords import hash_password
from app.services.access.sessions import load_principal
from app.services.installation import Installation
from app.settings import Settings

EMAIL, PASSWORD = "kim@wiesenthal.example", "vier graue Esel traben"

BODY = "Gemeinderat Wiesenthal"
"""Of the demo's agenda."""

EMPTY = "TOWN_EMPTY" in os.environ
"""Whether to start as after an installation: without any account."""

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


async def first_link(services) -> dict[str, str]:
    """Return the path of the set-up page, as ``serve`` prints it where there is no account."""
    path = await services.entrance.setup.first_link()
    await services.database.close()
    return {"setup": path}


async def settle(services) -> dict[str, str]:
    """Make an account that may do everything, a session of its browser and a token of its programs."""
    hashed = await hash_password(PASSWORD)
    async with services.database.as_system().session() as session:
        body = t.Body(name=BODY)
        account = t.Account(email=EMAIL, name="Kim Sommer", operator=True, password_hash=hashed)
        session.add_all((body, account))
        await session.flush()
        session.add_all(
            t.RoleGrant(account_id=account.id, role=role.value, body_id=body.id)
            for role in (Role.ADMINISTRATOR, Role.SECRETARY)
        )
        await session.flush()
        principal = await load_principal(session, account.id)
    opened = await services.entrance.sign_in.sign_in_account(principal.account, Visitor(), method="link")
    with acting_as(principal):
        token = await services.entrance.tokens.create("e2e", list(Permission))
    await services.database.close()
    return {"session": opened.token, "token": token.secret}


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
        services = build_services(installation.url, data, settings=Settings.from_environment())
        keys = asyncio.run(settle(services) if not EMPTY else first_link(services))
        app = create_app(services=services)
        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        print(json.dumps({"address": address, **keys}), flush=True)
        # uvicorn raises the signal again once it has stopped; ignored then, so that everything else stops too
        signal.signal(signal.SIGTERM, lambda *_: None)
        asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))


if __name__ == "__main__":
    main()
