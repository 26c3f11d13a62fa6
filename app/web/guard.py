"""What every request passes before a handler sees it, and every answer before it leaves.

Who asks is found out by :mod:`app.web.authentication`; here another page open in the same browser is the
enemy. Three checks keep it out: the ``Host`` header (DNS rebinding), ``Sec-Fetch-Site`` and
``Origin`` for everything that changes something (CSRF; OWASP "Cross-Site Request Forgery Prevention",
Fetch Metadata), and a content security policy without inline script or style. The checks read headers
only: an upload of many gigabytes is refused before its first byte is read.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from app.web.errors import CrossSiteError, UnknownHostError

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names under which this machine may be addressed."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

_DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",  # KERN's icons are masks with data: addresses
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)

POLICY = "; ".join(_DIRECTIVES)
"""Content security policy of every page."""

DOCUMENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox; "
    "frame-ancestors 'none'"
)
"""Of rendered minutes shown in the browser: they bring their own style and may run nothing."""

HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""On every answer, where the handler has not set its own."""


def host_name(value: str) -> str:
    """Return the name in a ``Host`` header, without port and brackets, in lower case."""
    try:
        return (urlsplit(f"//{value}").hostname or "").lower()
    except ValueError:
        return ""


class Guard(ASGIMiddleware):
    """Refuses foreign hosts and cross-site changes."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, hosts: Collection[str] = ()) -> None:
        self.hosts = LOOPBACK | {host.lower() for host in hosts}

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Check the request, then hand it on."""
        headers = Headers.from_scope(scope)
        host = headers.get("host", "")
        if host_name(host) not in self.hosts:
            raise UnknownHostError(host=host[:100])
        if scope.get("method") not in SAFE and is_cross_site(headers):
            raise CrossSiteError
        await next_app(scope, receive, send)


def is_cross_site(headers: Headers) -> bool:
    """Tell whether a browser says that another site made the request.

    Programs that are no browsers send neither header; with a cookie they are refused later.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is None:
        return False
    return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()


async def add_headers(message: Message, scope: Scope) -> None:
    """Put the security headers on every answer, keeping those already there; a hook before sending."""
    if message["type"] != "http.response.start" or scope["type"] != ScopeType.HTTP:
        return
    present = MutableScopeHeaders.from_message(message)
    for name, value in HEADERS.items():
        if name not in present:
            present[name] = value
