"""``protokollant serve``: the pages, the embedded database and its workers, until Ctrl-C."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import ipaddress
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.errors import PortTakenError
from app.logs import configure
from app.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from app.services import Services
    from app.settings import ServiceSettings

GRACE_SECONDS = 3
"""How long open requests (progress in the browser) may last after a stop was asked for."""

KEEP_ALIVE_SECONDS = 75
"""How long an idle connection stays open: longer than a proxy or a reader keeps one (nginx: 60 s), so that
nobody sends a request into a connection that is being closed."""

OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""Python looks for garbage in cycles after so many new objects, 700 where nothing is said."""


@click.command(name="serve")
@click.option("--host", help="Address to listen on. [127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one. [8765]")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the database and the recordings.")
@click.option("--demo", is_flag=True, help="Enter a fictional municipality and process its recording.")
def command(host: str | None, port: int | None, data: Path | None, *, demo: bool) -> None:
    """Start the service and its workers; stop with Ctrl-C."""
    settings = _with_options(Settings.from_environment(), host=host, port=port, data=data)
    configure(settings.records.log, component="serve")
    service = settings.service
    import uvloop  # noqa: PLC0415 - --help stays quick

    from app.jobs.supervisor import running_workers  # noqa: PLC0415 - likewise
    from app.services.installation import Installation, data_folder  # noqa: PLC0415 - likewise

    with _stopping_on_signals() as signals, _listen(service.host, service.port) as listening:
        folder = data_folder(service)
        print("Protokollant is starting …", flush=True)
        with (
            Installation(folder, service.database_url) as installation,
            running_workers(installation.url, folder, settings.jobs.queues),
        ):
            uvloop.run(_serve(settings, installation.url, folder, listening, demo=demo, signals=signals))
            print("Protokollant is stopping …", flush=True)


async def _serve(
    settings: Settings, url: str, folder: Path, listening: socket.socket, *, demo: bool, signals: _Signals
) -> None:
    import uvicorn  # noqa: PLC0415 - --help stays quick

    from app.asgi import create_app  # noqa: PLC0415 - likewise
    from app.services import build_services  # noqa: PLC0415 - likewise

    services = build_services(url, folder, settings=settings)
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings, services=services),
            lifespan="on",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
        )
    )
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    address = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
    for line in [*await _greeting(services, address, demo=demo), *_warning(host)]:
        print(f"  {line}" if line else "", flush=True)
    signals.serving = True
    gc.collect()
    gc.freeze()  # modules and routes stay for ever; to look through them takes a tenth of a second each time
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 20, 50)
    await server.serve(sockets=[listening])


async def _greeting(services: Services, address: str, *, demo: bool) -> list[str]:
    """Return what is printed: where to go, and how to come in where nobody could yet."""
    if demo:
        from app.demo import enter_demo, open_demo  # noqa: PLC0415 - only with --demo
        from app.services.access.demonstration import EMAILS  # noqa: PLC0415 - likewise

        path, password = await open_demo(services, await enter_demo(services))
        return [
            "",
            f"Protokollant: {address}{path}",
            "",
            "The address lets the demo's secretary in, once. Afterwards, and for the others, sign in at",
            f"{address}/login with the password {password} as one of:",
            *(f"  {email}" for email in EMAILS),
            "",
            "Stop with Ctrl-C.",
        ]
    first = await services.entrance.setup.first_link()
    if first is None:
        return ["", f"Protokollant: {address}/", "", "Stop with Ctrl-C."]
    return [
        "",
        f"Protokollant: {address}{first}",
        "",
        "There is no account yet: the address makes the first one. It holds for 24 hours, or until the",
        "next start, and once.",
        "",
        "Stop with Ctrl-C.",
    ]


def _warning(host: str) -> list[str]:
    """Return what must be known where other machines reach the service."""
    if ipaddress.ip_address(host).is_loopback:
        return []
    return [
        "",
        "Other machines reach this address without TLS: put a proxy with TLS before it, and name it in",
        "PROTOKOLLANT_TRUSTED_PROXIES and its name in PROTOKOLLANT_HOSTS (docs/operations.md).",
    ]


class _Signals:
    """While the server runs, it handles signals itself and raises them again afterwards: then, ignored."""

    serving = False

    def handle(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if not self.serving:
            raise KeyboardInterrupt


@contextlib.contextmanager
def _stopping_on_signals() -> Iterator[_Signals]:
    signals = _Signals()
    before = {number: signal.signal(number, signals.handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _listen(host: str, port: int) -> Iterator[socket.socket]:
    """Yield a socket that listens, before anything else is started.

    Raises:
        PortTakenError: the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Connections inherit it. Without it an answer waits 40 ms between its head and its body.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            listening.bind((host, port))
            listening.listen(128)
        except OSError as error:
            raise PortTakenError(host=host, port=port, reason=error.strerror or error) from error
        yield listening


def _reachable(service: ServiceSettings) -> ServiceSettings:
    """Return the settings with the address that is listened on among the names browsers may use."""
    if service.host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return service
    return dataclasses.replace(service, hosts=(*service.hosts, service.host))


def _with_options(settings: Settings, *, host: str | None, port: int | None, data: Path | None) -> Settings:
    before = settings.service
    service = dataclasses.replace(
        before,
        host=before.host if host is None else host,
        port=before.port if port is None else port,
        data=before.data if data is None else data,
    )
    return dataclasses.replace(settings, service=_reachable(service))
