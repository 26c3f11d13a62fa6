"""The two servers that ``make bench-upload`` compares, each a process of its own; prints one line of JSON.

``service DATA`` is the service as it is, with an embedded database and an account; ``plain FOLDER`` takes a
bare PUT, writes it to the same disk and forces it there: what any server must do at least.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

PIECE = 2**20

PAGE = b'<!doctype html><title>PUT</title><input type="file" id="recording">'


def main() -> None:
    """Serve until told to stop."""
    kind, folder = sys.argv[1], Path(sys.argv[2])
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        if kind == "plain":
            _serve(_plain(folder), listening, {})
        else:
            _service(folder, listening)


def _service(data: Path, listening: socket.socket) -> None:
    from app.asgi import create_app  # noqa: PLC0415 - only in this kind
    from app.services import build_services  # noqa: PLC0415 - likewise
    from app.services.installation import Installation  # noqa: PLC0415 - likewise

    with Installation(data) as installation:
        keys = asyncio.run(_keys(installation.url, data))
        app = create_app(services=build_services(installation.url, data))
        _serve(app, listening, keys)


async def _keys(url: str, data: Path) -> dict[str, str]:
    """Enter a municipality with a secretary; return a token of hers and a session of her browser."""
    from app.access import Permission, Role, acting_as  # noqa: PLC0415 - only in this kind
    from app.db import tables as t  # noqa: PLC0415 - likewise
    from app.services import build_services  # noqa: PLC0415 - likewise
    from app.services.access.identity import Visitor  # noqa: PLC0415 - likewise
    from app.services.access.sessions import load_principal  # noqa: PLC0415 - likewise

    services = build_services(url, data)
    async with services.database.as_system().session() as session:
        body = t.Body(name="Messstadt")
        account = t.Account(email="bench@town.example", name="Bench")
        session.add_all((body, account))
        await session.flush()
        session.add(t.RoleGrant(account_id=account.id, role=Role.SECRETARY.value, body_id=body.id))
        await session.flush()
        principal = await load_principal(session, account.id)
    assert principal is not None
    with acting_as(principal):
        made = await services.entrance.tokens.create("bench", list(Permission))
    assert principal.account is not None
    signed = await services.entrance.sign_in.sign_in_account(principal.account, Visitor(), method="link")
    await services.database.close()
    return {"token": made.secret, "session": signed.token}


def _plain(folder: Path) -> Any:
    """Return an application that writes the body of a PUT to disk and does nothing else.

    GET answers with a page from which a browser can send one.
    """

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        if scope["method"] == "GET":
            lines = [(b"content-type", b"text/html"), (b"content-length", str(len(PAGE)).encode())]
            await send({"type": "http.response.start", "status": 200, "headers": lines})
            await send({"type": "http.response.body", "body": PAGE})
            return
        handle, _ = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb", buffering=0) as file:
            buffer = bytearray()
            more = True
            while more:
                event = await receive()
                buffer += event.get("body", b"")
                more = event.get("more_body", False)
                if len(buffer) >= PIECE or not more:
                    await asyncio.to_thread(file.write, bytes(buffer))
                    buffer.clear()
            await asyncio.to_thread(os.fsync, file.fileno())
        await send({"type": "http.response.start", "status": 201, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    return app


def _serve(app: Any, listening: socket.socket, line: dict[str, str]) -> None:
    import uvicorn  # noqa: PLC0415 - after the database

    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=1, lifespan="auto"
    )
    signal.signal(signal.SIGTERM, lambda *_: None)  # uvicorn raises it again once it has stopped
    print(json.dumps({**line, "port": listening.getsockname()[1]}), flush=True)  # noqa: T201 - for the parent
    asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))


if __name__ == "__main__":
    main()
