"""Which meeting a document is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes.inputs.head import parse_head
from minutes.types.minutes import ClockTime, MinutesHead

HEAD_LINES = 40
"""Lines in which a document says which meeting it is about."""

_CLOCK = r"\s*(?:der Sitzung)?\s*:?\s*(?:um\s+)?(\d{1,2})[.:](\d{2})"
_BEGIN = re.compile(rf"\b(?:Sitzungsbeginn|Beginn){_CLOCK}", re.IGNORECASE)
_END = re.compile(rf"\b(?:Sitzungsende|Ende|Schluss){_CLOCK}", re.IGNORECASE)


def read_head(lines: Sequence[str]) -> MinutesHead:
    """Return what the first lines of a document say; begin and end may stand anywhere."""
    info, text = parse_head(list(lines[:HEAD_LINES])), "\n".join(lines)
    return MinutesHead(
        body=info.body,
        organization=info.organization,
        number=info.number,
        date=info.date,
        place=info.place,
        begin=_clock(_BEGIN, text),
        end=_clock(_END, text),
    )


def _clock(pattern: re.Pattern[str], text: str) -> ClockTime:
    match = pattern.search(text)
    if match is None or int(match[1]) > 24 or int(match[2]) > 59:  # noqa: PLR2004 - a clock
        return ClockTime()
    return ClockTime(value=f"{int(match[1]):02d}:{match[2]}")
