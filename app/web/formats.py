"""Numbers, times and dates as a reader of the page's language expects them."""

from __future__ import annotations

from datetime import date, datetime

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip

_DASH = "–"

_MINUTE = 60

_KILO, _MEGA, _GIGA = 1e3, 1e6, 1e9


def clock(seconds: float | None) -> str:
    """Return a position in a recording: ``4:07`` or ``1:02:03``; a dash where there is none."""
    if seconds is None:
        return _DASH
    whole = max(0, int(seconds))
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def span(seconds: float | None) -> str:
    """Return a length for people: ``45 s``, ``12 min``, ``6 h 05 min``."""
    if seconds is None:
        return _DASH
    if round(seconds) < _MINUTE:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / _MINUTE)
    return f"{minutes} min" if minutes < _MINUTE else f"{minutes // 60} h {minutes % 60:02} min"


def size(count: int, language: str = "de") -> str:
    """Return a number of bytes as kB, MB or GB (powers of 1000, as file managers show them)."""
    if count >= _GIGA:
        value, unit = count / _GIGA, "GB"
    elif count >= _MEGA / 10:
        value, unit = count / _MEGA, "MB"
    elif count >= _KILO / 10:
        value, unit = count / _KILO, "kB"
    else:
        return f"{count} Byte" if language == "de" or count == 1 else f"{count} bytes"
    text = f"{value:.1f}"
    return f"{text.replace('.', ',') if language == 'de' else text} {unit}"


def day(value: str | datetime | None, language: str = "de") -> str:
    """Return a date: ``21.05.2026`` or ``21 May 2026``; as it is where it is no ISO date."""
    if value is None:
        return _DASH
    try:
        found = value.date() if isinstance(value, datetime) else date.fromisoformat(value)
    except ValueError:
        return str(value)
    if language == "de":
        return f"{found.day:02}.{found.month:02}.{found.year}"
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def percent(fraction: float) -> str:
    """Return a share as whole per cent, never 100 before everything is done."""
    return f"{100 if fraction >= 1 else min(99, max(0, int(fraction * 100)))} %"
