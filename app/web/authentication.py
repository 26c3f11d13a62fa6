"""Finds out who asks, before a handler runs, and acts on their behalf until the answer is sent.

Three things can say it: a session's cookie (people), a bearer token (programs), a cookie of a link that
opens one meeting (people without an account). Every route is closed unless it says ``public`` in its
``opt``: pages lead to the sign-in, the interface answers 401. Answers with ``kept`` say themselves whether
copies of them may be kept; of all others none may. What is remembered is a random token; its
hash is looked up in the database at every request, so that whatever is ended is ended at once.

A change with a cookie must carry ``Sec-Fetch-Site`` or ``Origin``, which :mod:`app.web.guard` compares:
every browser sends one of them, so a request without comes from no page of ours (CSRF).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

import msgspec
from litestar.connection import ASGIConnection
from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.response.redirect import ASGIRedirectResponse
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from app.access import NOBODY, Principal, acting_as
from app.services import Services
from app.services.access.identity import Visitor
from app.settings.access import Network
from app.web.cookies import LINK, session_token
from app.web.errors import CrossSiteError, NotSignedInError
from app.web.guard import SAFE

LONGEST_PATH = 2000
"""Characters of an address to come back to."""


class Authentication(ASGIMiddleware):
    """Names who asks.

    Args:
        services: which know sessions, tokens and links.
        proxies: whose forwarding headers are believed.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, services: Services, proxies: Collection[Network] = ()) -> None:
        self._services = services
        self._proxies = tuple(proxies)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Find out who asks, then hand the request on in their name."""
        headers = Headers.from_scope(scope)
        scope["state"]["visitor"], scope["state"]["https"] = self._from_where(scope, headers)
        opt = scope["route_handler"].opt
        public = bool(opt.get("public"))
        unasked = public and (opt.get("anonymous") or _is_static(scope))
        principal = NOBODY if unasked else await self._who(scope, headers)
        scope["user"] = principal
        if not public and principal == NOBODY:
            await _refuse(scope, headers)(scope, receive, send)
            return
        with acting_as(principal):
            kept = _is_static(scope) or bool(opt.get("kept"))
            await next_app(scope, receive, send if kept else _never_stored(send))

    async def _who(self, scope: Scope, headers: Headers) -> Principal:
        authorization = headers.get("authorization", "")
        scheme, _, secret = authorization.partition(" ")
        if scheme.lower() == "bearer":
            found = await self._services.entrance.tokens.principal_of(secret.strip())
            if found is None:
                raise NotSignedInError
            return found
        connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
        token = session_token(connection)
        link = connection.cookies.get(LINK)
        if token is None and link is None:
            return NOBODY
        if scope.get("method") not in SAFE and not ({"sec-fetch-site", "origin"} & set(headers.keys())):
            raise CrossSiteError
        found = await self._services.entrance.sessions.principal_of(token) if token else None
        if link is not None:
            # Whether the link still holds is asked of the database by every statement, with its key.
            key = self._services.entrance.sealer.open("link", link, UUID)
            return msgspec.structs.replace(found or NOBODY, link=key) if key else found or NOBODY
        return found or NOBODY

    def _from_where(self, scope: Scope, headers: Headers) -> tuple[Visitor, bool]:
        """Return who is at the other end, and whether the browser uses TLS."""
        client = scope.get("client")
        address, https = (client[0] if client else ""), scope.get("scheme") == "https"
        if self._is_proxy(address):
            https = headers.get("x-forwarded-proto", "").lower() == "https" or https
            for hop in reversed(headers.get("x-forwarded-for", "").split(",")):
                if not _is_address(hop.strip()):
                    break
                address = hop.strip()
                if not self._is_proxy(address):
                    break
        return Visitor(address=address, agent=headers.get("user-agent", "")[:400]), https

    def _is_proxy(self, address: str) -> bool:
        return _is_address(address) and any(
            ipaddress.ip_address(address) in network
            for network in self._proxies
            if network.version == ipaddress.ip_address(address).version
        )


def visitor_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Visitor:
    """Return from where a request comes."""
    found: Visitor = connection.scope["state"]["visitor"]
    return found


def is_https(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Tell whether the browser uses TLS, by itself or up to a trusted proxy."""
    return bool(connection.scope["state"].get("https"))


def principal_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Principal:
    """Return who asks, also where an error is answered after the handler has gone."""
    found = connection.scope.get("user")
    return found if isinstance(found, Principal) else NOBODY


def local_path(wish: str | None, otherwise: str = "/meetings") -> str:
    """Return a path of ours to go to; anything that could lead elsewhere becomes ``otherwise``.

    Browsers take two slashes, a backslash and control characters between as the way to another host.
    """
    if not wish or len(wish) > LONGEST_PATH or not wish.startswith("/") or wish.startswith("//"):
        return otherwise
    if "\\" in wish or not wish.isprintable() or " " in wish:
        return otherwise
    parts = urlsplit(wish)
    if parts.scheme or parts.netloc or parts.path.startswith(("/login", "/logout")):
        return otherwise
    return wish


def _refuse(scope: Scope, headers: Headers) -> ASGIApp:
    """Return the way to the sign-in for a person who reads a page; 401 for everything else."""
    page = "text/html" in headers.get("accept", "") and not scope["path"].startswith("/api/")
    if not page or "hx-request" in headers:
        raise NotSignedInError
    wish = scope["path"]
    if query := scope.get("query_string", b"").decode("latin-1"):
        wish += f"?{query}"
    after = local_path(wish) if scope.get("method") in SAFE else "/meetings"
    return ASGIRedirectResponse(
        path=f"/login?next={quote(after, safe='/')}",
        status_code=303,
        headers={"cache-control": "no-store"},
        media_type="text/html",
    )


def _is_static(scope: Scope) -> bool:
    return scope["path"].startswith("/static/")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _never_stored(send: Send) -> Send:
    """Return ``send`` such that no copy of an answer stays in a browser or proxy."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableScopeHeaders.from_message(message)["cache-control"] = "no-store"
        await send(message)

    return sending
