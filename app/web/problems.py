"""Every failure as an answer: a page for people, problem+json (RFC 9457) for programs.

The HTTP status comes from :mod:`app.errors`; codes and sentences from the error classes of the package
that failed.
"""

from __future__ import annotations

import logging
import re

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Template

from app.errors import http_status
from app.services import errors as services
from app.services.access.signin_errors import TooManyAttempts
from app.web import errors as web
from app.web.formats import size
from app.web.metrics import route_of
from app.web.pages import AnyRequest, page, translator_of
from app.web.portal_pages import is_portal, portal_refusal
from app.web.uploads import DOCUMENT_LIMIT
from models.errors import ProtokollantError

logger = logging.getLogger(__name__)

STATUS: dict[type[ProtokollantError], int] = {
    web.BadRequestError: 400,
    web.CrossSiteError: 403,
    web.PageNotFoundError: 404,
    services.NotFound: 404,
    web.MethodNotAllowedError: 405,
    services.NotReady: 409,
    web.UploadTooLargeError: 413,
    web.RangeNotSatisfiableError: 416,
    web.UnknownHostError: 421,
}
"""Status of the kinds (with their subclasses) that only the service knows; for all others
:func:`app.errors.http_status` tells."""

SERVER_ERROR = 500

_OF_LITESTAR: dict[int, type[ProtokollantError]] = {
    404: web.PageNotFoundError,
    405: web.MethodNotAllowedError,
}

_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
"""A UUID (RFC 9562, 4)."""

_BEFORE = re.compile(r"\s+([.,;:!?])")

PROBLEM = "application/problem+json"

ABOUT = "/api/v1/problems"
"""Address below which each code is explained; relative to the service (RFC 9457, 3.1.1)."""


def status_of(error: ProtokollantError) -> int:
    """Return the HTTP status of a failure."""
    for kind in type(error).__mro__:
        if kind in STATUS:
            return STATUS[kind]
    return int(http_status(error))


def wants_page(request: AnyRequest) -> bool:
    """Tell whether a person with a browser asks, not a program."""
    if request.scope["path"].startswith(("/api/", "/oparl/")):
        return False
    return "text/html" in request.headers.get("accept", "")


def without_ids(text: str) -> str:
    """Return a sentence without identifiers: people have no use for them, programs find them in the path."""
    return _BEFORE.sub(r"\1", " ".join(_ID.sub("", text).split()))


def answer(request: AnyRequest, error: ProtokollantError) -> Response[object] | Template:
    """Return the answer for a failure."""
    status = status_of(error)
    if is_portal(request):
        return portal_refusal(request, status)
    t = translator_of(request)
    text = error.text(t.language)
    headers = {"cache-control": "no-store"}
    if isinstance(error, web.NotSignedInError):
        headers["www-authenticate"] = 'Bearer realm="Protokollant"'
    if isinstance(error, TooManyAttempts):
        headers["retry-after"] = str(error.data["seconds"])
    if isinstance(error, web.RangeNotSatisfiableError):
        headers["content-range"] = f"bytes */{error.data['size']}"
    if wants_page(request):
        told = without_ids(text)
        return page(request, "error.html", status=status, code=error.code, text=told, http=status)
    problem = {
        "type": f"{ABOUT}/{error.code}",
        "title": text,
        "status": status,
        "code": error.code,
        "detail": text,
        "detail_de": error.text("de"),
        "detail_en": error.text("en"),
        "instance": request.scope["path"],
        "request_id": str(request.scope["state"].get("request_id", "")),
    }
    headers["content-language"] = t.language
    return Response(problem, status_code=status, media_type=PROBLEM, headers=headers)


def on_protokollant_error(request: AnyRequest, error: ProtokollantError) -> Response[object] | Template:
    """Answer for a failure of ours."""
    if status_of(error) >= SERVER_ERROR:
        logger.error("%s at %s", error.code, route_of(request.scope), exc_info=error)
    return answer(request, error)


def on_http_exception(request: AnyRequest, error: HTTPException) -> Response[object] | Template:
    """Answer for what Litestar refuses by itself: no route, a wrong method, a value of the wrong type."""
    status = error.status_code
    if status in _OF_LITESTAR:
        return answer(request, _OF_LITESTAR[status]())
    if status == STATUS[web.UploadTooLargeError]:
        return answer(request, web.UploadTooLargeError(limit=size(DOCUMENT_LIMIT)))
    if status < SERVER_ERROR:
        return answer(request, web.BadRequestError(detail=str(error.detail)))
    return on_exception(request, error)


def on_exception(request: AnyRequest, error: Exception) -> Response[object] | Template:
    """Answer for a mistake in the program: say little, log everything."""
    logger.error("Unexpected failure at %s", route_of(request.scope), exc_info=error)
    return answer(request, ProtokollantError())


HANDLERS = {
    ProtokollantError: on_protokollant_error,
    HTTPException: on_http_exception,
    Exception: on_exception,
}
"""For ``Litestar(exception_handlers=…)``."""
