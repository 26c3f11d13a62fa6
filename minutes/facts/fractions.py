"""Fractions, Roman numerals, seasons and days of the week: numbers and dates that are written as words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from minutes.facts.types import Reason
from minutes.facts.words import normal
from minutes.language.numbers import cardinal

if TYPE_CHECKING:
    from minutes.facts.quantities import Quantity

_FRACTION = re.compile(
    r"\b(?:(?P<count>\w+)[ -])?(?P<part>(?:zwei|drei|vier|fuenf)?(?:drittel|viertel|fuenftel|sechstel"
    r"|achtel|zehntel)"
    r"|haelfte|halb(?:e[nmrs]?)?)\b"
)
_FRACTION_EN = re.compile(
    r"\b(?:(?P<count>a|an|one|two|three|four|five|seven)[ -](?P<part>thirds?|quarters?|fifths?|sixths?"
    r"|eighths?|tenths?)"
    r"|(?P<half>half)(?! past))\b"
)
_PARTS = {
    "haelfte": 2,
    "half": 2,
    "drittel": 3,
    "third": 3,
    "viertel": 4,
    "quarter": 4,
    "fuenftel": 5,
    "sechstel": 6,
    "achtel": 8,
    "zehntel": 10,
    "fifth": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
}
_TIME = re.compile(r"(?:viertel|halb|quarter|half) (?:vor|nach|past|to|\w+ uhr|\w+s?e?ch?s?\b)")
_ROMAN = re.compile(r"\b[A-ZÄÖÜ][\wäöüß]+ (?P<digits>[IVX]{1,5})\b(?![.\w/-])")
_VALUES = {"I": 1, "V": 5, "X": 10}
_CALENDAR = {
    "de": re.compile(
        r"\b(?P<name>fruehjahr|fruehling|fruehsommer|sommer|herbst|winter|montag|dienstag|mittwoch|donnerstag"
        r"|freitag|samstag|sonnabend|sonntag)s?\b"
    ),
    "en": re.compile(
        r"\b(?P<name>(?:(?<=in )|(?<=this )|(?<=next )|(?<=last )|(?<=the )|(?<=by )|(?<=every )|(?<=each )"
        r"|(?<=until ))(?:spring|fall)|winter|summer|autumn"
        r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b"
    ),
}
"""By language; "to fall" and "to spring" are no seasons."""
_SAME_TIME = {"fruehling": "fruehjahr", "sonnabend": "samstag", "fall": "autumn"}
_HUNDRED = 100


def check_fractions(
    sentence: str, spoken: str, theirs: Sequence[Quantity], language: str, names: Collection[str] = ()
) -> Iterator[Reason]:
    """Yield fractions, Roman numerals, seasons and days of the week that the evidence does not have.

    Args:
        sentence: The generated sentence.
        spoken: All of the evidence.
        theirs: The quantities of the evidence; 50 % is the half.
        language: Of both; compared only where it is one.
        names: Surnames, folded; Frau Sommer is no season.
    """
    heard = {value for _, value in find_fractions(spoken, language)}
    shares = {Fraction(q.value) / _HUNDRED for q in theirs if q.unit == "%"}
    for text, value in find_fractions(sentence, language):
        near = any(abs(value - share) < Fraction(1, _HUNDRED) for share in shares)
        if value not in heard and not near:
            yield Reason(code="number", claim=text)
    yield from _check_ratios(sentence, spoken, theirs)
    numbers = {q.value for q in theirs} | set(_romans(spoken).values())
    for text, digits in _romans(sentence).items():
        if digits not in numbers:
            yield Reason(code="number", claim=text)
    calendar = _CALENDAR["en" if language[:2] == "en" else "de"]
    said = normal(spoken)
    told = {_SAME_TIME.get(m["name"], m["name"]) for m in calendar.finditer(said)}
    for match in calendar.finditer(normal(sentence)):
        name = _SAME_TIME.get(match["name"], match["name"])
        if match["name"] not in names and name not in told and match["name"] not in said and name not in said:
            yield Reason(code="date", claim=match.group())


def _check_ratios(sentence: str, spoken: str, theirs: Sequence[Quantity]) -> Iterator[Reason]:
    """Yield "verdoppelt" and "halbiert" where the evidence has neither the word nor its number."""
    told, said = normal(sentence), normal(spoken)
    for pattern, value in _RATIOS:
        match = pattern.search(told)
        if match and not pattern.search(said) and all(q.value != value for q in theirs):
            yield Reason(code="number", claim=match.group())


_RATIOS = (
    (re.compile(r"\b(?:doppelt\w*|verdoppel\w*|doubl\w*)\b"), 2),
    (re.compile(r"\b(?:halbier|halv|halb|haelft|half)\w*"), 50),
)
"""With what the evidence may say instead: "zwei", "50 Prozent"."""


def find_fractions(text: str, language: str) -> list[tuple[str, Fraction]]:
    """Return the fractions written in words ("zwei Drittel", "a fifth") with their values."""
    if language[:2] == "en":
        return _english_fractions(text)
    found = []
    folded = _TIME.sub(" ", normal(text))
    for match in _FRACTION.finditer(folded):
        part = match["part"]
        if part.startswith("halb"):
            continue
        counted = 1
        for word in ("zwei", "drei", "vier", "fuenf"):
            rest = part.removeprefix(word).rstrip("s")
            if rest != part.rstrip("s") and rest in _PARTS:
                counted, part = cardinal(word) or 1, rest
                break
        below = _PARTS.get(part.rstrip("s"))
        if below is None:
            continue
        if counted == 1 and match["count"]:
            value = cardinal(match["count"], language)
            counted = value if value is not None and 0 < value < below else 1
        found.append((match.group(), Fraction(counted, below)))
    return found


def _english_fractions(text: str) -> list[tuple[str, Fraction]]:
    found = []
    for match in _FRACTION_EN.finditer(_TIME.sub(" ", _MEASURED.sub(" ", normal(text)))):
        if match["half"]:
            found.append((match.group(), Fraction(1, 2)))
            continue
        count = cardinal(match["count"], "en") or 1
        found.append((match.group(), Fraction(count, _PARTS[match["part"].rstrip("s")])))
    return found


_MEASURED = re.compile(r"\b(?:and a half|half a(?:n)? (?:year|hour|dozen|mile|acre)s?)\b")
"""Halves that are read as part of a number or of a measure."""


def _romans(text: str) -> dict[str, int]:
    """Return the Roman numerals behind a noun ("Zone III") with their values."""
    found: dict[str, int] = {}
    for match in _ROMAN.finditer(text):
        values = [_VALUES[letter] for letter in match["digits"]]
        following = [*values[1:], 0]
        found[match.group()] = sum(-v if v < after else v for v, after in zip(values, following, strict=True))
    return found
