"""The web process alone, on a database that runs already: URL DATA PORT. Prints a token; killed by tests."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import uvicorn
from web_client import make_account

from app.access import Permission, acting_as
from app.asgi import create_app
from app.services import build_services
from app.services.access.sessions import load_principal


async def enter(url: str, data: Path) -> str:
    """Make an account, unless there is one, and return a token of it."""
    services = build_services(url, data)
    try:
        key, _ = await make_account(services)
    except Exception:  # noqa: BLE001 - it is there from the first start
        return "known"
    finally:
        await services.database.close()
    services = build_services(url, data)
    async with services.database.as_system().session() as session:
        principal = await load_principal(session, key)
    with acting_as(principal):
        token = await services.entrance.tokens.create("tests", list(Permission))
    await services.database.close()
    return token.secret


def main() -> None:
    """Serve until killed."""
    url, data, port = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    print(asyncio.run(enter(url, data)), flush=True)
    app = create_app(services=build_services(url, data))
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", timeout_graceful_shutdown=1)


if __name__ == "__main__":
    main()
