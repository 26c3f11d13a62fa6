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
    "cancelled": HTTPStatus.CONFLICT,
    "disk-full": HTTPStatus.INSUFFICIENT_STORAGE,
    "meeting-not-found": HTTPStatus.NOT_FOUND,
    "recording-not-found": HTTPStatus.NOT_FOUND,
    "no-result": HTTPStatus.NOT_FOUND,
    "no-recording": HTTPStatus.CONFLICT,
    "already-running": HTTPStatus.CONFLICT,
    "not-running": HTTPStatus.CONFLICT,
}
"""HTTP status by code, where the class alone does not tell."""


def http_status(error: ProtokollantError) -> HTTPStatus:
    """Return the status under which a page or the API reports ``error``."""
    if error.code in STATUS:
        return STATUS[error.code]
    if isinstance(error, ModelError):
        return HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(error, InputError):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.INTERNAL_SERVER_ERROR


def all_errors() -> tuple[type[ProtokollantError], ...]:
    """Import every ``errors`` module of the product and return all kinds of error, by code."""
    for package in ("app", "diarize", "minutes", "models", "transcribe"):
        for module in _error_modules(package):
            importlib.import_module(module)
    return tuple(sorted(set(_below(ProtokollantError)), key=lambda kind: kind.code))


def _error_modules(package: str) -> Iterator[str]:
    root = importlib.import_module(package)
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        if found.name.rsplit(".", 1)[-1] in {"errors", "settings", "options"}:
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
