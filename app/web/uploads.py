"""Multipart bodies read as they come in, so that memory does not grow with the size of a recording.

Litestar's own form parser keeps the whole body (in memory, then in a temporary file) before a handler
runs; here each part is handed on chunk by chunk. The parsing is the ``multipart`` package's (RFC 7578),
which Litestar itself uses.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import msgspec
from litestar import Request
from multipart import (  # type: ignore[import-untyped]  # ships no annotations
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
    parse_options_header,
)

from app.web.errors import BadRequestError, UploadTooLargeError
from app.web.formats import size

DOCUMENT_LIMIT = 25 * 2**20
"""Bytes of the form with agenda, roster and glossary, all together."""


class Part(msgspec.Struct, frozen=True):
    """One part of a form: a field, or a file whose content is still coming in."""

    name: str
    filename: str | None
    chunks: AsyncIterator[bytes]
    """The content; what is left unread when the next part is asked for is skipped."""


class FormFile(msgspec.Struct, frozen=True):
    """A small file of a form, read completely."""

    filename: str
    data: bytes


class Form(msgspec.Struct, frozen=True):
    """A form of text fields and small files; of several fields of one name the last counts."""

    fields: dict[str, str]
    files: dict[str, FormFile]


async def parts(request: Request[Any, Any, Any]) -> AsyncIterator[Part]:
    """Yield the parts of a multipart body in the order in which the browser sends them.

    Raises:
        BadRequestError: the body is no multipart form, or breaks off.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != "multipart/form-data" or not options.get("boundary"):
        raise BadRequestError(detail="multipart/form-data")
    events = _events(request, options["boundary"])
    event = await anext(events, None)
    while event is not None:
        if not isinstance(event, MultipartSegment):
            event = await anext(events, None)  # the rest of a part that nobody wanted
            continue
        content = _content(events)
        yield Part(event.name or "", event.filename, content)
        await content.aclose()
        event = await anext(events, None)


async def _events(
    request: Request[Any, Any, Any], boundary: str
) -> AsyncIterator[MultipartSegment | bytes | bytearray | None]:
    """Yield the parser's events: a segment, its content in pieces, and None at its end."""
    try:
        with PushMultipartParser(boundary, max_segment_count=200) as parser:
            async for chunk in request.stream():
                for event in parser.parse(chunk):
                    yield _END if event is None else event
    except MultipartError as error:
        raise BadRequestError(detail=str(error)) from error


_END = b""
"""Stands for the end of a part; the parser never gives an empty piece of content."""


async def _content(events: AsyncIterator[Any]) -> Any:
    """Yield the content of the part that has just begun, up to its end."""
    async for event in events:
        if event is _END:
            return
        yield bytes(event)


async def read_form(request: Request[Any, Any, Any], *, limit: int = DOCUMENT_LIMIT) -> Form:
    """Read a form of fields and small files; a file input left empty is left out.

    Raises:
        UploadTooLargeError: all of it together is more than ``limit`` bytes.
        BadRequestError: it is no multipart form.
    """
    form = Form({}, {})
    taken = 0
    async for part in parts(request):
        content = bytearray()
        async for chunk in part.chunks:
            taken += len(chunk)
            if taken > limit:
                raise UploadTooLargeError(limit=size(limit))
            content += chunk
        if part.filename is None:
            form.fields[part.name] = content.decode("utf-8", errors="replace")
        elif content or part.filename:
            form.files[part.name] = FormFile(display_name(part.filename), bytes(content))
    return form


def display_name(name: str) -> str:
    """Return the last piece of a file name as uploaded, for display only: no path, no control signs."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(sign for sign in last if sign.isprintable()).strip()
    return clean[:200] or "?"


async def limited(chunks: AsyncIterator[bytes], limit: int) -> AsyncIterator[bytes]:
    """Pass content on, but no more than ``limit`` bytes.

    Raises:
        UploadTooLargeError: more came.
    """
    taken = 0
    async for chunk in chunks:
        taken += len(chunk)
        if taken > limit:
            raise UploadTooLargeError(limit=size(limit))
        yield chunk
