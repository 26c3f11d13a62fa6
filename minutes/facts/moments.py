"""Dates and times of day, in digits and in words."""

from __future__ import annotations

import re
from typing import NamedTuple

from minutes.language.numbers import cardinal, ordinal

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner jan january",
            "februar feber feb february",
            "märz mrz march",
            "april apr",
            "mai may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sept sep",
            "oktober okt october oct",
            "november nov",
            "dezember dez december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_SHORT = frozenset(
    {"jan", "feb", "mrz", "apr", "jun", "jul", "aug", "sep", "okt", "oct", "nov", "dez", "dec"}
)
"""Abbreviations that do not stand alone for a month."""
_LONG_MONTH = (
    r"(?P<alone>" + "|".join(sorted((m for m in _MONTHS if m not in _SHORT), key=len, reverse=True)) + ")"
)
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_DATE = re.compile(
    r"(?<![\d.,/])(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b"
    r"|(?<![\d.,/])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?:\s?(?P<y>(?:19|20)\d\d|\d\d)\b)?(?!\d)"
    r"|(?<![\d.,/])(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?\s*(?:of\s+)?"
    + _MONTH
    + _YEAR
    + r"|\b(?P<month5>"
    + "|".join(sorted(_MONTHS, key=len, reverse=True))
    + r")\s+(?:the\s+)?(?P<word5>(?:twenty-|thirty-)?(?:first|second|third|[a-z]+th))\b"
    r"(?:,?\s*(?P<year5>(?:19|20)\d\d))?"
    + r"|\b(?P<month2>"
    + "|".join(sorted(_MONTHS, key=len, reverse=True))
    + r")\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?\b(?!\s*[:.]?\d)(?:,\s*(?P<year2>(?:19|20)\d\d))?"
    + r"|\b(?P<word>[a-zäöüß]{2,}(?:ten|te|ter|tes|st|nd|rd|th|sten|ste))\s+(?:of\s+)?"
    + _MONTH.replace("month", "month3")
    + _YEAR.replace("year", "year3")
    + r"|\b(?P<first>[a-zäöüß]{2,}ten)\s+(?P<second>ersten|zweiten|dritten|vierten|fünften|sechsten"
    r"|siebten|siebenten|achten|neunten|zehnten|elften|zwölften)\b"
    + r"|\b"
    + _LONG_MONTH
    + r"\b(?:\s+(?P<year4>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_NUMBER = (
    r"(?:\d{1,2}|ein|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf"
    r"|(?:drei|vier|fünf|sech|sieb|acht|neun)zehn|(?:(?:ein|zwei|drei)und)?zwanzig"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
)
_TIME = re.compile(
    r"\b(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:\s*(?P<mark>Uhr|h\b|[ap]\.?\s?m\b\.?))?(?!\d|\.\d)"
    rf"|\b(?P<hour2>{_NUMBER})\s+Uhr(?:\s+(?P<minute2>\d{{1,2}}|[a-zäöüß]+(?:zig|zehn|ßig)|zehn|fünf)\b)?"
    rf"|\b(?P<hour3>{_NUMBER})\s*(?P<mark3>[ap]\.?\s?m\b\.?)"
    rf"|\b(?P<part>halb|viertel nach|viertel vor|dreiviertel|half past|(?:a )?quarter past|(?:a )?quarter to)"
    rf"\s+(?P<hour4>{_NUMBER})\b"
    rf"|\b(?P<hour5>{_NUMBER})(?:\s+o'clock)?\s+(?P<day>in the (?:morning|afternoon|evening)|at night"
    rf"|o'clock|noon"
    r"|am (?:Abend|Nachmittag|Morgen|Vormittag)|in der Früh|abends|nachmittags|morgens|vormittags)\b"
    rf"|\b(?:at|until|till|from|by|to)\s+(?P<hour6>{_NUMBER})[ -](?P<minute6>thirty|fifteen|forty-five)\b"
    r"|\b(?P<noon>noon|midday|midnight)\b",
    re.IGNORECASE,
)
_EVENING = re.compile(r"afternoon|evening|night|abend|nachmittag", re.IGNORECASE)
_HALF_DAY = 12


class Moment(NamedTuple):
    """A date (``day``, ``month``, ``year``; what was not said is None) or a time of day."""

    kind: str
    """"date" or "time"."""
    parts: tuple[int | None, ...]
    text: str
    start: int
    end: int

    def fits(self, other: Moment, year: int | None = None) -> bool:
        """Tell whether ``other``, from the evidence, says so; ``year`` is that of the meeting."""
        if self.kind != other.kind:
            return False
        if self.kind == "time":
            mine, theirs = self.parts, other.parts
            same_hour = (
                mine[0] is not None and theirs[0] is not None and mine[0] % _HALF_DAY == theirs[0] % _HALF_DAY
            )
            evening = mine[0] is not None and theirs[0] is not None and mine[0] == theirs[0] + _HALF_DAY
            exact = mine[0] == theirs[0] or evening or bool(same_hour and (mine[2] or theirs[2]))
            return exact and mine[1] == theirs[1]
        for place, (own, said) in enumerate(zip(self.parts, other.parts, strict=True)):
            if own is None or own == said:
                continue
            if place == 2 and said is None and own == year:  # noqa: PLR2004 - the year
                continue
            return False
        return True


def find_moments(text: str, language: str = "de") -> tuple[Moment, ...]:
    """Return the dates and times of a text in order."""
    found: list[Moment] = []
    for match in _DATE.finditer(text):
        parts = _date(match, language)
        if parts is not None:
            found.append(Moment("date", parts, match.group().strip(), match.start(), match.end()))
    for match in _TIME.finditer(text):
        if any(m.start < match.end() and match.start() < m.end for m in found):
            continue
        time = _time(match)
        if time is not None:
            found.append(Moment("time", time, match.group().strip(), match.start(), match.end()))
    return tuple(sorted(found, key=lambda moment: moment.start))


def _date(  # noqa: C901, PLR0911 - one branch and one return for each way a date is written
    match: re.Match[str], language: str
) -> tuple[int | None, int | None, int | None] | None:
    group = match.groupdict()
    if group["iso"]:
        year, month, day = group["iso"].split("-")
        return int(day), int(month), int(year)
    if group["d"]:
        return _numeric(int(group["d"]), int(group["m"]), _int(group["y"]))
    if group["day"]:
        return int(group["day"]), _MONTHS[group["month"].lower()], _int(group["year"])
    if group["day2"]:
        if group["month2"].lower() not in _MONTHS:
            return None
        return int(group["day2"]), _MONTHS[group["month2"].lower()], _int(group["year2"])
    if group["word"]:
        said = ordinal(group["word"], language)
        return (said if said and said > 0 else None), _MONTHS[group["month3"].lower()], _int(group["year3"])
    if group["word5"]:
        if not group["month5"][:1].isupper():  # "may first be asked"
            return None
        said = ordinal(group["word5"], "en")
        return (said if said and said > 0 else None), _MONTHS[group["month5"].lower()], _int(group["year5"])
    if group["first"]:
        return _numeric(ordinal(group["first"]) or 0, ordinal(group["second"]) or 0, None)
    name = group["alone"]
    if not name[:1].isupper():
        return None
    if name == "May" and language[:2] != "en":
        return None
    return None, _MONTHS[name.lower()], _int(group["year4"])


def _numeric(day: int, month: int, year: int | None) -> tuple[int | None, int | None, int | None] | None:
    if not (1 <= day <= 31 and 1 <= month <= 12):  # noqa: PLR2004 - calendar
        return None
    return day, month, year + 2000 if year is not None and year < 100 else year  # noqa: PLR2004 - two digits


def _time(  # noqa: PLR0911 - one branch and one return for each way a time is written
    match: re.Match[str],
) -> tuple[int | None, ...] | None:
    group = match.groupdict()
    if group["hour"]:
        mark = (group["mark"] or "").lower()
        if "." in match.group().split(group["minute"])[0] and not mark:
            return None
        return _of_day(int(group["hour"]), int(group["minute"]), mark)
    if group["hour2"]:
        minute = group["minute2"]
        return _of_day(_count(group["hour2"]), _count(minute) if minute else 0, "uhr")
    if group["hour3"]:
        return _of_day(_count(group["hour3"]), 0, group["mark3"].lower())
    if group["noon"]:
        return (0 if group["noon"].lower() == "midnight" else _HALF_DAY), 0, 0
    if group["hour5"]:
        return _of_day(_count(group["hour5"]), 0, "pm" if _EVENING.search(group["day"]) else "")
    if group["hour6"]:
        return _count(group["hour6"]), _count(group["minute6"]), 1
    hour = _count(group["hour4"])
    if hour is None:
        return None
    part = group["part"].lower()
    minute_of = {"halb": 30, "viertel vor": 45, "dreiviertel": 45, "half past": 30}.get(part, 15)
    if part.endswith("quarter to"):
        minute_of = 45
    return (hour if part.endswith(("nach", "past")) else hour - 1), minute_of, 1


def _of_day(hour: int | None, minute: int | None, mark: str) -> tuple[int | None, ...] | None:
    if hour is None or minute is None or hour > 24 or minute > 59:  # noqa: PLR2004 - clock
        return None
    if mark.startswith("p") and hour < _HALF_DAY:
        hour += _HALF_DAY
    return hour, minute, 0


def _count(word: str) -> int | None:
    number = cardinal(word)
    return cardinal(word, "en") if number is None else number


def _int(text: str | None) -> int | None:
    return int(text) if text else None
