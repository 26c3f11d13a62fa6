"""The web process alone, on a database that runs already: URL DATA PORT. It is killed by the tests."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from app.asgi import create_app
from app.services import build_services


def main() -> None:
    """Serve until killed."""
    url, data, port = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    app = create_app(services=build_services(url, data))
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", timeout_graceful_shutdown=1)


if __name__ == "__main__":
    main()
