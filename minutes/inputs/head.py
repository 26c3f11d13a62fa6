"""The head of a German invitation: body, council, number, date, time and place of the meeting."""

from __future__ import annotations

import re
from datetime import date

from minutes.types import MeetingInfo

MONTHS = (
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
)
_DATE = re.compile(r"\b(\d{1,2})\.\s?(?:(\d{1,2})\.\s?(\d{4})|([A-Za-zä]{3,9})\.?\s+(\d{4}))")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_TIME = re.compile(
    r"\b(\d{1,2})(?:[:.](\d{2}))?\s*Uhr\b|\b(?:Beginn|Uhrzeit|Zeit)\s*:\s*(\d{1,2})[:.](\d{2})"
)
_OF_THE_MEETING = re.compile(
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|\buhr\b|sitzung|termin|datum"
    r"|beginn|tagung",
    re.IGNORECASE,
)
_NUMBER = (
    re.compile(r"\b(\d{1,3})\.\s+(?:\S+\s+){0,3}?(?:Sitzung|Tagung)\b", re.IGNORECASE),
    re.compile(r"\bSitzung(?:s?nummer)?\s*(?:Nr\.?|Nummer|:)\s*:?\s*(\S+)", re.IGNORECASE),
    re.compile(r"\bSitzungsnummer\s*:?\s*(\S+)", re.IGNORECASE),
)
_ORGANIZATION = (
    re.compile(r"\bGremium\s*:\s*(?P<name>.+)", re.IGNORECASE),
    re.compile(r"\b(?:Sitzung|Tagung)\s+(?:Nr\.?\s*\d+\s+)?(?:des|der)\s+(?P<name>[A-ZÄÖÜ].+)"),
    # A line that begins with the council itself: "Bauausschuss, 12. Sitzung".
    re.compile(
        r"^(?:\d+\.\s*Sitzung\s*[:,–-]?\s*)?(?P<name>(?=[A-ZÄÖÜ])[\wäöüß-]*"
        r"(?:[Rr]at|[Aa]usschuss|[Vv]ersammlung|[Kk]ommission)(?:\s+für\s+[^,;:–]+)?)(?=\s*(?:$|[,;:–(]|am\b|-\s))"
    ),
)
_ORGANIZATION_END = re.compile(
    r"\s+(?:am\b|der\s+(?:Stadt|Gemeinde|Samtgemeinde|Landeshauptstadt)\b|des\s+(?:Marktes|Landkreises|Kreises)\b"
    r"|findet|vom\b|im\b|in\b|statt\b|lade|wird)|[;\t(]| {2,}"
)
_KIND_OF_BODY = (
    r"(?:Große Kreisstadt|Universitätsstadt|Landeshauptstadt|Hansestadt|Kreisstadt|Stadt|Samtgemeinde"
    r"|Verbandsgemeinde|Ortsgemeinde|Einheitsgemeinde|Gemeinde|Markt|Flecken|Landkreis|Kreis|Amt)"
)
_BODY = re.compile(
    rf"\b({_KIND_OF_BODY}\s+(?:(?:Bad|St\.|Sankt|Groß|Klein|Neu|Alt|Hohen)\s+)?[A-ZÄÖÜ][\wäöüß-]+"
    r"(?:\s+(?:an der|am|im|in der|ob der|bei|auf der|vor der|a\.\s?d\.)\s+[A-ZÄÖÜ][\wäöüß-]+)?)"
)
_PLACE = (
    re.compile(r"\b(?:Sitzungsort|Tagungsort|Ort der Sitzung|Ort|Sitzungsraum|Raum|Saal)\s*:\s*(?P<name>.+)"),
    re.compile(r"\bUhr\s*,?\s*(?:in dem|in der|im|in)\s+(?P<name>[^,;]+(?:,[^,;]+){0,2})"),
    re.compile(
        r"\b(?:in dem|in der|im)\s+(?P<name>(?:\S+\s)?(?:Rathaus|Ratssaal|\S*[Ss]aal|Bürgerhaus)\b.*)"
    ),
)
_PLACE_END = re.compile(r"\s+(?:statt|ein|stattfindenden?)\b.*$|[.;]\s*$")
LONGEST_NAME = 120
_GENITIVES = {
    "rates": "rat",
    "rats": "rat",
    "ausschusses": "ausschuss",
    "tages": "tag",
    "tags": "tag",
}


def parse_head(lines: list[str]) -> MeetingInfo:
    """Find what the lines before the agenda say about the meeting; what they do not say is None."""
    text = [" ".join(line.split()) for line in lines]
    return MeetingInfo(
        body=_first(text, _BODY),
        organization=_organization(lines),
        number=next((value for pattern in _NUMBER if (value := _first(text, pattern))), None),
        date=_date(text),
        start=_start(text),
        place=_place(text),
    )


def _first(lines: list[str], pattern: re.Pattern[str]) -> str | None:
    return next((match[1].strip(" .,") for line in lines if (match := pattern.search(line))), None)


def _dates(line: str) -> list[str]:
    found = []
    for match in _DATE.finditer(line):
        day, month, year, name, year_of_name = match.groups()
        if name is not None:
            hits = [index for index, full in enumerate(MONTHS, 1) if full.startswith(name.lower())]
            if not hits:
                continue
            month, year = str(hits[0]), year_of_name
        found.append((int(year), int(month), int(day)))
    found += [(int(match[1]), int(match[2]), int(match[3])) for match in _ISO.finditer(line)]
    return [made for parts in found if (made := _iso(*parts)) is not None]


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _date(lines: list[str]) -> str | None:
    """Return the date of the meeting: one beside a weekday, a time or "Sitzung", else the last one.

    The date of the letter, if there is another, stands first and alone on its line.
    """
    every = [(found, _OF_THE_MEETING.search(line)) for line in lines for found in _dates(line)]
    marked = [found for found, mark in every if mark]
    return marked[0] if marked else (every[-1][0] if every else None)


def _start(lines: list[str]) -> str | None:
    for line in lines:
        if match := _TIME.search(line):
            hour, minute = int(match[1] or match[3]), int(match[2] or match[4] or 0)
            if hour < 24 and minute < 60:  # noqa: PLR2004  # hours of a day, minutes of an hour
                return f"{hour:02}:{minute:02}"
    return None


def _organization(lines: list[str]) -> str | None:
    for pattern in _ORGANIZATION:
        for index, line in enumerate(lines):
            if match := pattern.search(line):
                following = lines[index + 1].strip() if index + 1 < len(lines) else ""
                open_end = match["name"].rstrip().endswith((" und", " für", ",", "-"))
                name = match["name"].strip() + (f" {following}" if open_end else "")
                name = _ORGANIZATION_END.split(name)[0].strip(" .,:-")
                first, comma, rest = name.partition(",")
                if comma and " und " not in rest:
                    name = first
                if 0 < len(name) <= LONGEST_NAME:
                    return _nominative(name)
    return None


def _nominative(name: str) -> str:
    """Turn "Rates", "Gemeinderats" and "Ausschusses" into the names themselves."""
    first, space, rest = name.partition(" ")
    for ending, full in _GENITIVES.items():
        if first.lower().endswith(ending):
            first = first[: len(first) - len(ending)] + first[-len(ending) :][: len(full)]
            break
    return first + space + rest


def _place(lines: list[str]) -> str | None:
    for pattern in _PLACE:
        for line in lines:
            if match := pattern.search(line):
                name = _PLACE_END.sub("", match["name"]).strip(" .,:")
                if 0 < len(name) <= LONGEST_NAME:
                    return name
    return None
