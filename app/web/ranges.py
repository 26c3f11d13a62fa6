"""Files served in stretches, so that a browser can jump about in a recording (RFC 9110, section 14)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable

from litestar.datastructures import Headers
from litestar.response import Response, Stream

from app.web.errors import RangeNotSatisfiableError

WHOLE, PARTIAL, NOT_MODIFIED = 200, 206, 304

_RANGE = re.compile(r"bytes=(\d*)-(\d*)\s*$")


def parse_range(header: str | None, size: int) -> tuple[int, int] | None:
    """Return the first and last byte asked for, or None for the whole file.

    Several stretches at once are answered with the whole file, as the RFC allows; players never ask so.

    Raises:
        RangeNotSatisfiableError: the stretch begins behind the end.
    """
    match = _RANGE.match(header.strip()) if header else None
    if match is None or match.group(1) == match.group(2) == "":
        return None
    first_text, last_text = match.groups()
    if not first_text:  # the last n bytes
        length = int(last_text)
        if length == 0 or size == 0:
            raise RangeNotSatisfiableError(size=size)
        return max(0, size - length), size - 1
    first = int(first_text)
    last = min(int(last_text), size - 1) if last_text else size - 1
    if last_text and int(last_text) < first:
        return None  # an invalid stretch is ignored
    if first >= size:
        raise RangeNotSatisfiableError(size=size)
    return first, last


def serve_file(
    headers: Headers,
    *,
    read: Callable[[int, int], AsyncIterator[bytes]],
    size: int,
    mime: str,
    etag: str,
) -> Response[bytes] | Stream:
    """Answer a GET for a file, whole or in part.

    Args:
        headers: of the request; ``Range``, ``If-Range`` and ``If-None-Match`` are honoured.
        read: yields the bytes from the first to the last, both included.
        size: its length in bytes.
        mime: its media type.
        etag: strong validator.

    Raises:
        RangeNotSatisfiableError: the stretch asked for lies behind the end.
    """
    status, lines, (first, last) = _plan(headers, size=size, etag=etag)
    if status == NOT_MODIFIED or size == 0:
        return Response(b"", status_code=status, headers=lines, media_type=mime)
    return Stream(read(first, last), status_code=status, headers=lines, media_type=mime)


def serve_head(headers: Headers, *, size: int, mime: str, etag: str) -> Response[bytes]:
    """Answer a HEAD for a file: the same head as for GET, no content; raises as :func:`serve_file`."""
    status, lines, _ = _plan(headers, size=size, etag=etag)
    return Response(b"", status_code=status, headers=lines, media_type=mime)


def _plan(headers: Headers, *, size: int, etag: str) -> tuple[int, dict[str, str], tuple[int, int]]:
    """Return status, head lines, and the first and last byte to send."""
    tag = f'"{etag.strip(chr(34))}"'
    lines = {"accept-ranges": "bytes", "etag": tag, "cache-control": "private, no-cache"}
    if tag in [known.strip() for known in headers.get("if-none-match", "").split(",")]:
        return NOT_MODIFIED, lines, (0, -1)
    asked = headers.get("range") if headers.get("if-range") in {None, tag} else None
    stretch = parse_range(asked, size)
    first, last = stretch or (0, size - 1)
    lines["content-length"] = str(last - first + 1)
    if stretch is None:
        return WHOLE, lines, (first, last)
    lines["content-range"] = f"bytes {first}-{last}/{size}"
    return PARTIAL, lines, (first, last)
