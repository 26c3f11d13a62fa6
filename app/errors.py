"""Every failure that Protokollant reports, in one place.

The tree (indented classes inherit; ``code`` in brackets)::

    ProtokollantError [internal]
    x Cancelled [cancelled]
    x InputError                    something the user gave is wrong: exit 2, HTTP 4xx
      + recordings                  transcribe.errors
      + agenda, roster, transcript  minutes.inputs.errors
      + output folder, full disk    app.pipeline.errors
      + settings                    app.settings
    x ModelError                    a model is missing or damaged: exit 3, HTTP 503
      + models.errors
    x engines, database, jobs       exit 1, HTTP 5xx unless the table says otherwise

Every class has a stable ``code``, a German and an English text (tested over all subclasses);
``docs/errors.md`` lists them all.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from http import HTTPStatus

from models.errors import Cancelled, InputError, ModelError, ProtokollantError

STATUS: dict[str, HTTPStatus] = {
    "already-running": HTTPStatus.CONFLICT,
    "bad-request": HTTPStatus.BAD_REQUEST,
    "cancelled": HTTPStatus.CONFLICT,
    "changed-meanwhile": HTTPStatus.PRECONDITION_FAILED,
    "code-wrong": HTTPStatus.UNAUTHORIZED,
    "cross-site": HTTPStatus.FORBIDDEN,
    "database-disk-full": HTTPStatus.INSUFFICIENT_STORAGE,
    "database-newer": HTTPStatus.SERVICE_UNAVAILABLE,
    "database-start": HTTPStatus.SERVICE_UNAVAILABLE,
    "database-unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "disk-full": HTTPStatus.INSUFFICIENT_STORAGE,
    "link-invalid": HTTPStatus.GONE,
    "forbidden": HTTPStatus.FORBIDDEN,
    "last-administrator": HTTPStatus.CONFLICT,
    "legal-hold": HTTPStatus.CONFLICT,
    "method-not-allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "minutes-move-impossible": HTTPStatus.CONFLICT,
    "minutes-frozen": HTTPStatus.CONFLICT,
    "minutes-place-changed": HTTPStatus.CONFLICT,
    "no-recording": HTTPStatus.CONFLICT,
    "not-found": HTTPStatus.NOT_FOUND,
    "not-ready": HTTPStatus.CONFLICT,
    "not-running": HTTPStatus.CONFLICT,
    "not-signed-in": HTTPStatus.UNAUTHORIZED,
    "not-waiting": HTTPStatus.CONFLICT,
    "oidc-failed": HTTPStatus.UNAUTHORIZED,
    "oidc-no-account": HTTPStatus.FORBIDDEN,
    "oidc-unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "output-disk-full": HTTPStatus.INSUFFICIENT_STORAGE,
    "page-not-found": HTTPStatus.NOT_FOUND,
    "range-not-satisfiable": HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
    "revision-missing": HTTPStatus.PRECONDITION_REQUIRED,
    "session-needed": HTTPStatus.FORBIDDEN,
    "sign-in-failed": HTTPStatus.UNAUTHORIZED,
    "storage-full": HTTPStatus.INSUFFICIENT_STORAGE,
    "storage-unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "tus-media-type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "tus-sender-gone": HTTPStatus.BAD_REQUEST,
    "tus-version": HTTPStatus.PRECONDITION_FAILED,
    "too-many-attempts": HTTPStatus.TOO_MANY_REQUESTS,
    "unknown-host": HTTPStatus.MISDIRECTED_REQUEST,
    "upload-checksum": HTTPStatus.BAD_REQUEST,
    "upload-gone": HTTPStatus.GONE,
    "upload-locked": HTTPStatus.LOCKED,
    "upload-offset": HTTPStatus.CONFLICT,
    "upload-quota": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "upload-too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}
"""HTTP status by code; holds for the kinds below a class too, unless they have a line of their own."""


def http_status(error: ProtokollantError) -> HTTPStatus:
    """Return the status under which a page or the API reports ``error``."""
    for kind in type(error).__mro__:
        code = getattr(kind, "code", None)
        if isinstance(code, str) and code in STATUS:
            return STATUS[code]
    if isinstance(error, ModelError):
        return HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(error, InputError):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.INTERNAL_SERVER_ERROR


def all_errors() -> tuple[type[ProtokollantError], ...]:
    """Import every module of the product, heavy ones too, and return all kinds of error, by code."""
    for package in ("app", "diarize", "minutes", "models", "transcribe"):
        for module in _modules(package):
            importlib.import_module(module)
    return tuple(sorted(set(_below(ProtokollantError)), key=lambda kind: (kind.code, kind.__name__)))


def _modules(package: str) -> Iterator[str]:
    root = importlib.import_module(package)
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        if ".migrations" not in found.name:
            yield found.name


def _below(kind: type[ProtokollantError]) -> Iterator[type[ProtokollantError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


__all__ = (
    "STATUS",
    "Cancelled",
    "InputError",
    "ModelError",
    "ProtokollantError",
    "all_errors",
    "http_status",
)
