"""Numbers and times as readers expect them."""

from __future__ import annotations

import pytest

from app.web import formats


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(None, "–"), (0, "0:00"), (59.9, "0:59"), (247.4, "4:07"), (3723, "1:02:03"), (36000, "10:00:00")],
)
def test_clock(seconds, expected):
    """A position counts up without rounding, hours only where there are any."""
    assert expected == formats.clock(seconds)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(None, "–"), (0.2, "1 s"), (44.6, "45 s"), (59.7, "1 min"), (725, "12 min"), (21900, "6 h 05 min")],
)
def test_span(seconds, expected):
    """A length is rounded to what a person plans with."""
    assert expected == formats.span(seconds)


@pytest.mark.parametrize(
    ("count", "language", "expected"),
    [
        (46, "de", "46 Byte"),
        (46, "en", "46 bytes"),
        (900, "de", "0,9 kB"),
        (941_746, "de", "0,9 MB"),
        (123_456_789, "en", "123.5 MB"),
        (20 * 2**30, "de", "21,5 GB"),
    ],
)
def test_size(count, language, expected):
    """Bytes are shown as file managers show them, with the sign of the language."""
    assert expected == formats.size(count, language)


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        ("2026-05-21", "de", "21.05.2026"),
        ("2026-05-01", "en", "1 May 2026"),
        ("Mai 2026", "de", "Mai 2026"),
        (None, "de", "–"),
    ],
)
def test_day(value, language, expected):
    """A date is written as in a letter; what is no date stays as it was entered."""
    assert expected == formats.day(value, language)


@pytest.mark.parametrize(("fraction", "expected"), [(0, "0 %"), (0.9999, "99 %"), (1, "100 %"), (-1, "0 %")])
def test_percent_says_all_only_when_all_is_done(fraction, expected):
    """A bar at 100 % that still works looks broken."""
    assert expected == formats.percent(fraction)
