"""The page of the audit log, and its export for whoever checks it elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Controller, get
from litestar.response import Stream, Template

from app.services.audit import AuditFilter
from app.web.inject import TheServices
from app.web.pages import AnyRequest, page, translator_of
from models.errors import InputError

FIELDS = ("since", "until", "actor", "action", "meeting")
COLUMNS = (
    "seq", "at", "actor_id", "actor", "action", "body", "meeting", "details", "previous", "hash",
)  # fmt: skip
MOST_DIGITS = 15

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First signs that a spreadsheet takes for a formula (OWASP, CSV injection)."""


class AuditController(Controller):
    """The log."""

    path = "/audit"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, services: TheServices) -> Template:
        """Show entries, the latest first."""
        t = translator_of(request)
        asked = {name: request.query_params.get(name, "") for name in FIELDS}
        error: InputError | None = None
        try:
            chosen = AuditFilter.read(**asked)
        except InputError as failure:
            chosen, error = AuditFilter(), failure
        found = await services.audit.list(chosen, before=number(request.query_params.get("before")))
        kept = {name: value for name, value in asked.items() if value}
        return page(
            request,
            "audit.html",
            status=422 if error else 200,
            found=found,
            asked=asked,
            error=error,
            actions=[(name, t(f"audit.name.{name}")) for name in services.audit.actions],
            older=urlencode({**kept, "before": found.before}) if found.before else None,
            later=urlencode(kept) if request.query_params.get("before") else None,
            kept=urlencode(kept),
        )

    @get("/export.csv")
    async def export_table(self, request: AnyRequest, services: TheServices) -> Stream:
        """Send all entries of a filter as a table."""
        return export_stream(request, services, "csv")

    @get("/export.jsonl")
    async def export_lines(self, request: AnyRequest, services: TheServices) -> Stream:
        """Send all entries of a filter as JSON lines, each with everything that its hash is made of."""
        return export_stream(request, services, "jsonl")


def export_stream(request: AnyRequest, services: TheServices, kind: str) -> Stream:
    """Return the export as a download."""
    chosen = AuditFilter.read(**{name: request.query_params.get(name, "") for name in FIELDS})
    entries = services.audit.export(chosen)
    made = _csv(entries) if kind == "csv" else _lines(entries)
    return Stream(
        made,
        media_type="text/csv; charset=utf-8" if kind == "csv" else "application/jsonl",
        headers={"content-disposition": f'attachment; filename="audit.{kind}"'},
    )


def number(text: str | None) -> int | None:
    """Return a number out of an address; None where it is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


async def _lines(entries: AsyncIterator[Mapping[str, Any]]) -> AsyncIterator[bytes]:
    async for entry in entries:
        yield msgspec.json.encode(entry) + b"\n"


async def _csv(entries: AsyncIterator[Mapping[str, Any]]) -> AsyncIterator[bytes]:
    yield b"\xef\xbb\xbf" + _row(COLUMNS)  # Excel reads UTF-8 only with this mark
    async for entry in entries:
        yield _row([_cell(entry[name]) for name in COLUMNS])


def _cell(value: object) -> str:
    text = (
        msgspec.json.encode(value).decode()
        if isinstance(value, dict)
        else ""
        if value is None
        else str(value)
    )
    return f"'{text}" if text.startswith(FORMULA) else text


def _row(cells: tuple[str, ...] | list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, delimiter=";").writerow(cells)
    return line.getvalue().encode()
