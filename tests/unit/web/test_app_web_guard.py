"""Who may ask, by the headers."""

from __future__ import annotations

import pytest
from litestar.datastructures import Headers

from app.web.guard import POLICY, host_name, is_cross_site


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("localhost:8765", "localhost"),
        ("LOCALHOST", "localhost"),
        ("[::1]:8765", "::1"),
        ("127.0.0.1", "127.0.0.1"),
        ("evil.example", "evil.example"),
        ("[::1", ""),
        ("", ""),
    ],
)
def test_host_name(value, expected):
    """Port, brackets and case do not matter; nonsense is nobody."""
    assert expected == host_name(value)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"origin": "http://localhost:8765", "host": "localhost:8765"}, False),
        ({"origin": "http://localhost:9000", "host": "localhost:8765"}, True),
        ({"origin": "null", "host": "localhost:8765"}, True),
        ({"host": "localhost:8765"}, False),
    ],
)
def test_other_sites_are_told_from_our_own(headers, expected):
    """The browser's word counts; a program without a browser sends neither header."""
    assert expected is is_cross_site(Headers(headers))


def test_policy_allows_nothing_inline():
    """No page may run or style anything that is not a file of ours."""
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
