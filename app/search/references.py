"""What is one thing though it is several words: paragraphs of laws, numbers of papers, streets.

Each becomes a token of its own, so that "§ 34 BauGB" finds that paragraph and not every 34.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from app.search.fold import fold

LAWS = {
    "baugesetzbuch": "baugb",
    "baugesetzbuchs": "baugb",
    "baugesetzbuches": "baugb",
    "gemeindeordnung": "go",
    "grundgesetz": "gg",
    "grundgesetzes": "gg",
    "baunutzungsverordnung": "baunvo",
    "kommunalabgabengesetz": "kag",
    "kommunalabgabengesetzes": "kag",
    "burgerlichen gesetzbuchs": "bgb",
    "burgerlichen gesetzbuches": "bgb",
}
"""What laws are called when they are read out, folded."""

_LAW = (
    r"(?:\s+(?:der|des|dem)?\s*(?P<law>[A-ZÄÖÜ]{2,}\w*|[A-ZÄÖÜ]\w*(?:GB|VO|VfG|KrG|O|G)\b"
    r"|(?i:Baugesetzbuch(?:e?s)?|Gemeindeordnung|Grundgesetz(?:es)?|Baunutzungsverordnung"
    r"|Kommunalabgabengesetz(?:es)?)))?"
)

_PARAGRAPH = re.compile(
    r"(?:§§?|(?i:\bparagra(?:ph|f)(?:en)?))\s*(?P<number>\d+(?:\s?[a-z]\b)?)"
    r"(?:\s*(?:,?\s*(?i:Abs(?:atz|\.)?)\s*(?P<section>\d+)))?"
    r"(?:\s*(?i:S(?:atz|\.))\s*\d+)?(?:\s*(?i:N(?:ummer|r\.))\s*\d+)?" + _LAW
)
_QUERY_LAW = re.compile(r"^\s+(baugb|baunvo|gemo|go|gg|kag|bgb|nkomvg|lbo|bauo)\b", re.IGNORECASE)

_PAPER = re.compile(
    r"\b(?:[A-Za-zÄÖÜäöü]{1,4}[/-])?\d{1,4}(?:[/-]\d{1,5})+(?:[/-][A-Za-z0-9]{1,6}|[a-z](?!\w))*(?!\w)"
)

_SIGNS = re.compile(r"\d+|[a-z]+")

_STREET_KIND = (
    r"(?:[Ss]tra(?:ß|ss)en?|STRA(?:SS|ß)E|[Ss]tr\.|[Ww]eg(?:es)?|[Pp]latz(?:es)?"
    r"|[Aa]llee|[Gg]asse|[Uu]fer|[Rr]ing)"
)
_STREET = re.compile(rf"\b(?P<first>[A-ZÄÖÜa-zäöü]\w+(?:er|en|s)?)(?:\s+|-)(?P<kind>{_STREET_KIND})(?!\w)")
_STREET_JOINED = re.compile(r"\b(?P<first>\w{3,}?)-?(?P<kind>[Ss]tr\.)(?!\w)")


SIGNS = "§/="
"""With which tokens begin that are no words."""


class Reference(NamedTuple):
    """One thing in a text."""

    start: int
    end: int
    """Characters."""
    tokens: tuple[str, ...]
    """The most exact last. Those that begin with one of :data:`SIGNS` are kept as they are."""
    sure: bool
    """False: only looks like it, so that its words count by themselves as well ("neue Straße")."""


def references(text: str) -> list[Reference]:
    """Return paragraphs, papers and streets of a text in their order, none in another."""
    found = [*_paragraphs(text), *_papers(text), *_streets(text)]
    kept: list[Reference] = []
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _paragraphs(text: str) -> list[Reference]:
    found = []
    for match in _PARAGRAPH.finditer(text):
        number = "".join(match["number"].split()).lower()
        law, end = match["law"], match.end()
        if law is None and (following := _QUERY_LAW.match(text[end:])) is not None:
            law, end = following[1], end + following.end()
        tokens = [f"§{number}"]
        if law is not None:
            name = fold(law)
            name = LAWS.get(name, name)
            tokens.append(f"§{number} {name}")
        if match["section"] is not None:
            tokens.append(f"{tokens[-1]} abs {match['section']}")
        found.append(Reference(match.start(), end, tuple(tokens), sure=True))
    return found


def _papers(text: str) -> list[Reference]:
    return [
        Reference(match.start(), match.end(), (f"/{'/'.join(_SIGNS.findall(fold(match[0])))}",), sure=True)
        for match in _PAPER.finditer(text)
    ]


def _streets(text: str) -> list[Reference]:
    found = []
    for pattern in (_STREET, _STREET_JOINED):
        for match in pattern.finditer(text):
            kind = fold(match["kind"].rstrip("."))
            kind = "strasse" if kind.startswith("str") else kind.removesuffix("es")
            first = fold(match["first"])
            token = f"{first}{kind}" if pattern is _STREET_JOINED else f"={first} {kind}"
            sure = pattern is _STREET_JOINED or first.endswith("er")
            found.append(Reference(match.start(), match.end(), (token,), sure=sure))
    return found
