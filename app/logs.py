"""The log on standard error: plain text, or one JSON object a line; without personal data in either form.

What is logged are ids, codes, counts and places in the program. Messages of errors may hold names of people
and files (a sentence for the reader, a value that PostgreSQL quotes), so an error is logged by its stable
code or its class and by where it happened, never by its words; that holds for errors among the arguments of
a message too. Third parties' messages below WARNING are not logged at all.
"""

from __future__ import annotations

import datetime as dt
import logging
import sys
import traceback
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Literal

import msgspec

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""Id of the request that the running task answers; also in the answer's header ``x-request-id``."""

FRAMES = 12
"""Places shown of where an error happened, the last ones."""

FIELDS = frozenset({"route", "method", "status", "seconds", "meeting", "job", "queue"})
"""Names that a message may carry as ``extra``."""

ROOT = Path(__file__).resolve().parents[1]


def configure(form: Literal["text", "json"], *, component: str) -> None:
    """Set the log up for this process; called once, at its start.

    Args:
        form: ``text`` or ``json``.
        component: ``serve`` or ``worker``, in every line.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(component) if form == "json" else TextFormatter(component))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    chatty = form == "json" or component == "worker"
    logging.getLogger("app").setLevel(logging.INFO if chatty else logging.WARNING)
    logging.getLogger("app.requests").setLevel(logging.INFO if form == "json" else logging.WARNING)
    logging.captureWarnings(capture=True)


def named(error: BaseException) -> str:
    """Return what may be said of an error: its code where it has one, else its class."""
    code = getattr(error, "code", None)
    return code if isinstance(code, str) and not isinstance(error, SystemExit) else type(error).__name__


class TextFormatter(logging.Formatter):
    """``2026-05-21 18:15:00 serve WARNING app.jobs.task: …``."""

    def __init__(self, component: str) -> None:
        super().__init__()
        self.component = component

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, and one for each place of an error."""
        when = dt.datetime.fromtimestamp(record.created, dt.UTC)
        request = f" [{REQUEST.get()}]" if REQUEST.get() else ""
        line = (
            f"{when:%Y-%m-%d %H:%M:%S} {self.component} {record.levelname} {record.name}{request}: "
            f"{message_of(record)}"
        )
        error = error_of(record)
        if error is None:
            return line
        return "\n".join([line, *(f"    {place}" for place in places_of(error)), f"    {chain_of(error)}"])


class JsonFormatter(logging.Formatter):
    """One object a line."""

    def __init__(self, component: str) -> None:
        super().__init__()
        self.component = component

    def format(self, record: logging.LogRecord) -> str:
        """Return the object."""
        entry: dict[str, Any] = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "component": self.component,
            "logger": record.name,
            "message": message_of(record),
        }
        if REQUEST.get():
            entry["request"] = REQUEST.get()
        entry |= {name: value for name, value in vars(record).items() if name in FIELDS}
        error = error_of(record)
        if error is not None:
            entry["error"] = {"kind": chain_of(error), "places": places_of(error)}
        return msgspec.json.encode(entry).decode()


def message_of(record: logging.LogRecord) -> str:
    """Return a message with errors among its arguments named, not quoted."""
    arguments = record.args
    if isinstance(arguments, tuple):
        arguments = tuple(named(one) if isinstance(one, BaseException) else one for one in arguments)
    try:
        text = str(record.msg) if not isinstance(record.msg, BaseException) else named(record.msg)
        return text % arguments if arguments else text
    except (TypeError, ValueError):
        return str(record.msg)


def error_of(record: logging.LogRecord) -> BaseException | None:
    """Return the error that a message is about."""
    return record.exc_info[1] if record.exc_info else None


def chain_of(error: BaseException) -> str:
    """Return an error and what caused it."""
    names, seen = [], set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        names.append(named(one))
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return " <- ".join(names)


def places_of(error: BaseException) -> list[str]:
    """Return where it happened; no source lines and no values."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(filename: str) -> str:
    path = Path(filename)
    if "site-packages" in path.parts:
        return "/".join(path.parts[path.parts.index("site-packages") + 1 :])
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
