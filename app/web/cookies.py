"""The cookies of the service: only what signing in needs, none that another page or a script may read."""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

PLAIN, SECURE = "session", "__Host-session"
"""Name of the session's cookie without and with TLS. ``__Host-`` binds it to this very host (RFC 6265bis,
4.1.3.2); browsers take that prefix with TLS only."""

LINK = "meeting-link"
"""Of a reader without an account."""

TICKET = "second-step"
"""Between password and code."""

FLOW = "oidc-flow"
"""While signing in at another service."""


def session_token(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """Return the token of the session's cookie; with TLS only the bound name counts."""
    https = bool(connection.scope["state"].get("https"))
    return connection.cookies.get(SECURE if https else PLAIN)


def session_cookie(token: str, *, seconds: int, https: bool) -> Cookie:
    """Return the cookie of a session; it goes with the browser's own session at the latest at its end."""
    return kept(SECURE if https else PLAIN, token, seconds=seconds, https=https)


def kept(name: str, value: str, *, seconds: int, https: bool, path: str = "/") -> Cookie:
    """Return a cookie that scripts cannot read and other sites cannot use."""
    return Cookie(
        key=name, value=value, max_age=seconds, path=path, httponly=True, secure=https, samesite="lax"
    )


def gone(name: str, *, https: bool, path: str = "/") -> Cookie:
    """Return what makes the browser forget a cookie."""
    return kept(name, "", seconds=0, https=https, path=path)
