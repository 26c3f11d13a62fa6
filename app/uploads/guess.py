"""What the name of a file and the file itself say about the day and the time of a recording."""

from __future__ import annotations

import datetime as dt
import re

_DAYS = (
    re.compile(r"(?<!\d)(?P<y>20\d\d)[-_.]?(?P<m>0[1-9]|1[0-2])[-_.]?(?P<d>[0-2]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>[0-2]?\d|3[01])[-_.](?P<m>0?[1-9]|1[0-2])[-_.](?P<y>20\d\d)(?!\d)"),
)
"""2026-05-21, 20260521, 21.05.2026."""

_TIME = re.compile(
    r"[T_ -]+(?:um[_ ]?)?(?P<h>[01]\d|2[0-3])[-_.:h]?(?P<m>[0-5]\d)(?:[-_.:]?(?P<s>[0-5]\d))?(?!\d)"
)
"""Right after the day: T180203, _18-02, 18.02.03."""


def guess_moment(path: str, recorded: str | None = None) -> tuple[dt.date | None, str | None]:
    """Return day and local time (``HH:MM:SS``) of a recording, each None where nothing tells.

    Args:
        path: of the file below the watched folder; the folder counts too (Zoom names it after the meeting).
        recorded: what the file says of itself, for a day that the name does not tell.
    """
    for part in reversed(path.replace("\\", "/").split("/")):
        for pattern in _DAYS:
            match = pattern.search(part)
            day = _date(match) if match else None
            if match is not None and day is not None:
                return day, _clock(_TIME.match(part, match.end()))
    match = _DAYS[0].match(recorded or "")
    return (_date(match), None) if match else (None, None)


def _date(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _clock(match: re.Match[str] | None) -> str | None:
    return f"{match['h']}:{match['m']}:{match['s'] or '00'}" if match else None
