"""Is the service up, is it ready, how is it doing? For a monitor, and for whoever types the bare address."""

from __future__ import annotations

import hmac
import ipaddress
from pathlib import Path

import msgspec
from litestar import Controller, get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect, Response

from app.services.access.errors import ForbiddenError
from app.web.inject import TheServices
from app.web.metrics import CONTENT_TYPE, Metrics
from app.web.pages import AnyRequest

PROXIED = ("forwarded", "x-forwarded-for", "x-real-ip")


class HealthController(Controller):
    """The way in and the signs of life."""

    @get("/", include_in_schema=False)
    async def index(self) -> Redirect:
        """Lead to the list of meetings."""
        return Redirect("/meetings")

    @get(
        ["/health", "/health/live"],
        opt={"public": True, "anonymous": True},
        summary="Is the service up?",
        tags=["service"],
    )
    async def health(self) -> dict[str, str]:
        """Say that the service answers; asks neither database nor disk."""
        return {"status": "ok"}

    @get(
        "/health/ready",
        opt={"public": True, "anonymous": True},
        summary="Can the service work?",
        tags=["service"],
    )
    async def ready(self, services: TheServices) -> Response[dict[str, object]]:
        """Ask database, schema, storage and workers; 503 where one does not work."""
        found = await services.health.readiness()
        return Response(
            {"status": "ready" if found.ready else "not ready", "parts": msgspec.structs.asdict(found)},
            status_code=200 if found.ready else 503,
        )


def metrics_handler(metrics: Metrics, token_file: Path | None) -> HTTPRouteHandler:
    """Return the handler of ``/metrics``: open to this machine, to others with the token of the file."""

    @get(
        "/metrics", opt={"public": True, "anonymous": True}, include_in_schema=False, media_type=CONTENT_TYPE
    )
    async def show_metrics(request: AnyRequest, services: TheServices) -> Response[bytes]:
        """Send the figures."""
        if not (_has_token(request, token_file) or _is_local(request)):
            raise ForbiddenError
        figures = await services.health.figures()
        return Response(metrics.text(figures), media_type=CONTENT_TYPE)

    return show_metrics


def _has_token(request: AnyRequest, token_file: Path | None) -> bool:
    if token_file is None:
        return False
    expected = token_file.read_text(encoding="ascii").strip()
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return bool(expected) and scheme.lower() == "bearer" and hmac.compare_digest(given.strip(), expected)


def _is_local(request: AnyRequest) -> bool:
    """Tell whether a program on this machine asks, and not a proxy on behalf of another one."""
    if any(name in request.headers for name in PROXIED) or request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
