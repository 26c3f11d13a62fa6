"""Numbers of papers (Vorlagen, Drucksachen) and of agenda items."""

from __future__ import annotations

import re
from itertools import product
from typing import NamedTuple

from minutes.language.numbers import find_numbers

_PAPER = re.compile(
    r"(?<![\w/.])(?P<mark>[A-ZÄÖÜ]{1,4}[/ -]?)?(?P<body>\d{1,6}(?:/\d{1,6})+"
    r"|(?<=[A-Z]-)\d{1,4}(?:-\d{1,4})+)(?P<tail>[-/][A-Z]\w*)?(?![\w/])"
    r"|\b[A-Z]{1,3}-(?P<dashed>\d{1,4}-\d{1,4})\b|(?<![\w/.-])(?:19|20)\d\d-\d{1,4}(?![\w/-])"
)
_NAMED = re.compile(
    r"\b(?:Vorlage|Drucksache|Antrag|Beschlussvorlage|Anfrage|Resolution|Ordinance"
    r"|Geschäftszahl)\s*(?:Nr\.?|Nummer|No\.?)?\s+(?P<number>\d{1,6})\b(?!\s*[/.,-]\d)"
)
_ITEM = re.compile(
    r"\b(?:TOP|Tagesordnungspunkt|Tagesordnungspunkte?s|Punkt|Ziffer|Traktandum|Postnummer|Zusatzpunkt"
    r"|[Aa]genda [Ii]tem|[Ii]tem)\s+"
    r"(?P<number>(?:[ÖNZ]\s?)?\d+(?:\.\d+)*(?:\s?[a-z]\b)?)"
)


class Reference(NamedTuple):
    """A number that names a paper or an item."""

    parts: tuple[str, ...]
    """Its numbers without leading zeros, in order."""
    text: str
    start: int
    end: int


def find_papers(text: str) -> tuple[Reference, ...]:
    """Return "148/2026", "V/0311/2026", "Drucksache 19/204", "R-26-14" and "Vorlage 148"."""
    found = [
        Reference(_parts(m.group()), m.group().strip(), m.start(), m.end()) for m in _PAPER.finditer(text)
    ]
    for match in _NAMED.finditer(text):
        if not any(r.start <= match.start("number") < r.end for r in found):
            found.append(Reference(_parts(match["number"]), match["number"], *match.span("number")))
    return tuple(sorted(found, key=lambda reference: reference.start))


def find_items(text: str) -> tuple[Reference, ...]:
    """Return the numbers of agenda items that are named as such."""
    return tuple(Reference(_parts(m["number"]), m.group(), m.start(), m.end()) for m in _ITEM.finditer(text))


def paper_fits(claim: Reference, written: str | None) -> bool:
    """Tell whether a paper is the one written, whole or by its first number ("311" for "V/0311/2026")."""
    known = _parts(written or "")
    return bool(known) and (claim.parts == known or (len(claim.parts) == 1 and claim.parts[0] in known))


def spoken_in(claim: Reference, text: str, language: str = "de") -> bool:
    """Tell whether all numbers of a reference follow each other in a text.

    "148 aus 2026" and, number by number, "zweiundzwanzig dreizehn aus sechsundzwanzig" for 2213/2026.
    """
    numbers = [str(n.value) for n in find_numbers(re.sub(r"(?<=\d)[/.-](?=\d)", " ", text), language)]
    wanted = list(claim.parts)
    if any(numbers[i : i + len(wanted)] == wanted for i in range(len(numbers))):
        return True
    if len(wanted) < _TWO_PARTS:
        return False
    written = {"".join(parts) for parts in product(*(_as_said(part) for part in wanted))}
    return any(
        "".join(numbers[i:end]) in written
        for i in range(len(numbers))
        for end in range(i + _TWO_PARTS, min(i + _MOST_SPOKEN, len(numbers)) + 1)
    )


_TWO_PARTS = 2
_MOST_SPOKEN = 6
"""Numbers of one paper, spoken digit by digit or in pairs."""


def _as_said(part: str) -> tuple[str, ...]:
    """Return a number and, of a year, its last two digits; of these, the year."""
    if re.fullmatch(r"20\d\d", part):
        return part, str(int(part[2:]))
    return (part, f"20{part}") if len(part) == _TWO_PARTS else (part,)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(str(int(part)) for part in re.findall(r"\d+", text))
