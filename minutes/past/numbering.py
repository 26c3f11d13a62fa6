"""Where the items of a document begin: the numbers of an agenda in all the forms that minutes give them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

_NUMBER = r"(?P<number>\d{1,3}(?:\.\d{1,3})*\.?\s?[a-z]?)"

STYLES = {
    "marked": re.compile(rf"^(?:zu\s+)?(?P<part>[ÖN])\s*{_NUMBER}(?![\w/])[.:)]?\s*[-–]?\s*(?P<title>.*)$"),
    "named": re.compile(
        rf"^(?:zu\s+)?(?:TOP|Tagesordnungspunkt|Punkt|Pkt\.?|§)\s*(?P<part>[ÖN])?\s*{_NUMBER}(?![\w/])"
        r"(?:\s+der\s+Tagesordnung)?[.:)]?\s*[-–]?\s*(?P<title>.*)$",
        re.IGNORECASE,
    ),
    "bare": re.compile(
        r"^(?P<part>)(?P<number>\d{1,3}(?:\.\d{1,3})*[a-z]?)[.)]?\s+(?P<title>(?:\d{1,3}\.\s)?[A-ZÄÖÜ„\"§].*)$"
    ),
}
"""How a line begins that calls an item, the surest first."""

CLOSED = re.compile(
    r"^\W*(?:[IVX]+\.|[AB]\.|Teil\s+\w+:?)?\s*(?:der\s+)?nicht\s?-?öffentliche[rn]?\b.{0,40}$", re.IGNORECASE
)
OPEN = re.compile(
    r"^\W*(?:[IVX]+\.|[AB]\.|Teil\s+\w+:?)?\s*(?:der\s+)?öffentliche[rn]?\s+(?:teil|sitzung)\b.{0,30}$",
    re.IGNORECASE,
)
"""A line by itself that opens a part of the meeting."""

Key = tuple[int, tuple[int, ...], str]


class Heading(NamedTuple):
    """A line that calls an item."""

    line: int
    number: str
    """As it is shown: "Ö 3", "3.1", "N 2"."""
    key: Key
    """Sorts as the agenda does: public first, then by number."""
    title: str
    public: bool


def find_headings(lines: Sequence[str]) -> tuple[tuple[Heading, ...], tuple[Heading, ...]]:
    """Return the headings of a list of the agenda before the minutes, and those of the minutes themselves.

    The style with the most lines is the document's; in it the minutes begin where the first number comes for
    the last time. What breaks the order is no heading (a list within the text).
    """
    each = {name: _in_style(lines, pattern) for name, pattern in STYLES.items()}
    counted = Counter({name: len({one.key for one in found}) for name, found in each.items()})
    best = max(STYLES, key=lambda name: counted[name] if name != "bare" else counted[name] * 0.8)
    found = each[best]
    if not found:
        return (), ()
    begin = max(place for place, one in enumerate(found) if one.key == found[0].key)
    announced, called = _rising(found[:begin]), _rising(found[begin:])
    shown = {one.number for one in called if one.public}
    return tuple(_apart(announced, shown)), tuple(_apart(called, shown))


def _apart(found: Sequence[Heading], shown: Collection[str]) -> Iterator[Heading]:
    """Yield the headings; a number that both parts have is the non-public part's with an "N"."""
    for one in found:
        yield one if one.public or one.number not in shown else one._replace(number=f"N {one.number}")


def _in_style(lines: Sequence[str], pattern: re.Pattern[str]) -> list[Heading]:
    found: list[Heading] = []
    public = True
    for place, line in enumerate(lines):
        if CLOSED.match(line):
            public = False
        elif OPEN.match(line):
            public = True
        elif (match := pattern.match(line)) is not None:
            part = (match["part"] or "").upper()
            digits = re.sub(r"\s", "", match["number"]).rstrip(".").lower()
            letter = digits[-1] if digits[-1:].isalpha() else ""
            numbers = tuple(int(one) for one in digits.rstrip("abcdefghijklmnopqrstuvwxyz").split("."))
            is_public = part != "N" and (public or part == "Ö")
            found.append(
                Heading(
                    line=place,
                    number=f"{part} {digits}".strip(),
                    key=(0 if is_public else 1, numbers, letter),
                    title=match["title"].strip(),
                    public=is_public,
                )
            )
    return found


def _rising(found: Sequence[Heading]) -> list[Heading]:
    """Return the longest chain of headings in the order of the agenda."""
    best: list[tuple[int, int]] = []
    """Of each: length of the longest chain that ends there, and the place before it."""
    for place, one in enumerate(found):
        before = [(best[at][0], -at) for at in range(place) if found[at].key < one.key]
        length, at = max(before, default=(0, 1))  # of two chains of one length the one that begins earlier
        best.append((length + 1, -at))
    if not best:
        return []
    place = max(range(len(best)), key=lambda at: best[at][0])
    chain = []
    while place >= 0:
        chain.append(found[place])
        place = best[place][1]
    return chain[::-1]
