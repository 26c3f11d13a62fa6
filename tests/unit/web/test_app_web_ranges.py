"""Stretches of a file (RFC 9110, section 14)."""

from __future__ import annotations

import pytest
from litestar.datastructures import Headers

from app.web.errors import RangeNotSatisfiableError
from app.web.ranges import parse_range, serve_file


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=0-0", (0, 0)),
        ("bytes=20-10", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("items=0-5", None),
        ("bytes=a-b", None),
    ],
)
def test_range_of_a_hundred_bytes(header, expected):
    """First and last byte count; what cannot be understood is ignored, as the RFC asks."""
    assert expected == parse_range(header, 100)


@pytest.mark.parametrize(("header", "size"), [("bytes=100-", 100), ("bytes=-0", 100), ("bytes=0-", 0)])
def test_range_behind_the_end_is_refused(header, size):
    """There is nothing to send."""
    with pytest.raises(RangeNotSatisfiableError):
        parse_range(header, size)


@pytest.mark.parametrize(
    ("headers", "status", "length", "stretch"),
    [
        ({}, 200, "10", None),
        ({"range": "bytes=2-5"}, 206, "4", "bytes 2-5/10"),
        ({"range": "bytes=2-5", "if-range": '"other"'}, 200, "10", None),
        ({"range": "bytes=2-5", "if-range": '"tag"'}, 206, "4", "bytes 2-5/10"),
        ({"if-none-match": '"a", "tag"'}, 304, None, None),
    ],
)
def test_head_lines(headers, status, length, stretch):
    """Status, length and stretch belong together; an outdated copy gets the whole file."""

    async def read(first, last):
        yield b"0123456789"[first : last + 1]

    answer = serve_file(Headers(headers), read=read, size=10, mime="audio/ogg", etag="tag")
    assert status == answer.status_code
    assert length == answer.headers.get("content-length")
    assert stretch == answer.headers.get("content-range")
    assert answer.headers["etag"] == '"tag"'


@pytest.fixture
def anyio_backend():
    return "asyncio"
