"""Times of day as they are said: "18:03", "um achtzehn Uhr drei", "19.42 Uhr", "um 20,4"."""

from __future__ import annotations

import re

_CLOCK = re.compile(
    r"\b(?P<h1>[01]?\d|2[0-4]) ?uhr(?: und)?(?: (?P<m1>[0-5]?\d)(?! (?:mitglied|stimm|person|ja|nein"
    r"|gegen|enthalt|[:.]?\d)))?\b"
    r"|\b(?P<h2>[01]?\d|2[0-4]) ?[:.] ?(?P<m2>[0-5]\d)\b(?: uhr)?"
    r"|\b(?P<h3>1?\d):(?P<m3>[0-5]\d) ?(?P<half>[ap])\.? ?m\b"
)
_COMMA = re.compile(r"\bum (?P<h>1\d|2[0-4]|[89]) ?, ?(?P<m>[0-5]?\d)\b(?! (?:uhr|prozent|euro|million))")
_TWICE = re.compile(r"\d ?[:.] ?\d\d uhr \d")
"""Two readings in one ("9.10 uhr 35"): the time was not understood."""
_HALF = re.compile(r"\bhalb (?P<h>\d{1,2})\b")


def read_clock(normalised: str) -> tuple[str, ...]:
    """Every time of day in a normalised text, as ``HH:MM``, in order."""
    if _TWICE.search(normalised):
        return ()
    found: list[tuple[int, str]] = []
    found += [(m.start(), f"{int(m['h']) % 24:02d}:{int(m['m']):02d}") for m in _COMMA.finditer(normalised)]
    for match in _CLOCK.finditer(normalised):
        hour = int(match["h1"] or match["h2"] or match["h3"])
        minute = int(match["m1"] or match["m2"] or match["m3"] or 0)
        if match["half"] == "p" and hour < 12:  # noqa: PLR2004 - noon
            hour += 12
        found.append((match.start(), f"{hour % 24:02d}:{minute:02d}"))
    for match in _HALF.finditer(normalised):
        if 1 <= int(match["h"]) <= 24:  # noqa: PLR2004 - hours of a day
            found.append((match.start(), f"{(int(match['h']) - 1) % 24:02d}:30"))
    return tuple(time for _, time in sorted(found))
