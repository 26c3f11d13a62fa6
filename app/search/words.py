"""From a text to what is kept of it in the index, and back to the places that a reader is shown.

The same code reads passages and questions. It does what PostgreSQL's dictionary ``german`` does (Snowball's
stemmer and stop words, from the package ``snowballstemmer``), and what that dictionary cannot: one spelling
for umlauts, parts of compounds at the position of the whole, references as one token. That the stems are
made here keeps an index valid when PostgreSQL is renewed, whose stemmer changes between versions.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from app.search.compounds import parts_of
from app.search.fold import fold
from app.search.references import SIGNS, references

LONGEST = 60
"""Letters of a token that is kept."""

MOST_PLACES = 16_383
"""The last position that PostgreSQL tells apart in a ``tsvector``."""

GAP = 20
"""Places between a text and its title, so that no phrase spans both."""

_WORD = re.compile(r"\d+(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?(?!\w)|[^\W_]+(?:'[^\W_]+)*")


class Token(NamedTuple):
    """A word of a text and what it is kept as."""

    start: int
    end: int
    """Characters."""
    stem: str | None
    """None: too frequent to be kept."""
    parts: tuple[str, ...]
    """Stems of the parts of a compound."""


class Analysed(NamedTuple):
    """A text, taken apart."""

    tokens: tuple[Token, ...]
    """By position."""
    references: tuple[tuple[int, int, int, tuple[str, ...]], ...]
    """Start, end (characters), position (from 0), tokens."""


@cache
def stop_words() -> frozenset[str]:
    """Return words that say nothing by themselves (Snowball's list, BSD), folded."""
    lines = Path(__file__).with_name("stop.txt").read_text("utf-8").split()
    return frozenset(fold(line) for line in lines)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of a word, folded."""
    return str(_stemmer().stemWord(fold(word)))[:LONGEST]


@lru_cache(maxsize=100_000)
def part_stems(word: str) -> tuple[str, ...]:
    """Return the stems of the parts of a word; empty where it is no compound."""
    whole = stem(word)
    found = dict.fromkeys(stem(part) for part in parts_of(word))
    return tuple(one for one in found if one != whole and one not in stop_words())


def lexeme(token: str) -> str:
    """Return a token of a reference as it is kept."""
    return token if token[0] in SIGNS else stem(token)


def analyse(text: str) -> Analysed:
    """Take a text apart."""
    tokens = tuple(_token(match) for match in _WORD.finditer(text))
    found = []
    for one in references(text):
        place = next((at for at, token in enumerate(tokens) if token.end > one.start), len(tokens))
        found.append((one.start, one.end, place, tuple(map(lexeme, one.tokens))))
    return Analysed(tokens=tokens, references=tuple(found))


def index_of(text: str, title: str = "") -> str:
    """Return the text of a ``tsvector``: stems with weight A, references too, parts of compounds with D.

    Args:
        text: what is found.
        title: under which it stands; its words have weight D, for questions that name both.
    """
    places: dict[str, list[str]] = {}
    analysed = analyse(text)
    for place, token in enumerate(analysed.tokens[: MOST_PLACES - 1], start=1):
        if token.stem is not None:
            places.setdefault(token.stem, []).append(f"{place}A")
        for part in token.parts:
            places.setdefault(part, []).append(f"{place}")
    for _, _, place, names in analysed.references:
        for name in names:
            places.setdefault(name, []).append(f"{min(place + 1, MOST_PLACES)}A")
    for name in {token.stem for token in analyse(title).tokens if token.stem is not None}:
        places.setdefault(name, []).append(f"{min(len(analysed.tokens) + GAP, MOST_PLACES)}")
    # PostgreSQL keeps 255 places of a lexeme.
    return " ".join(f"{quoted(name)}:{','.join(where[:255])}" for name, where in sorted(places.items()))


def vocabulary_of(text: str) -> frozenset[str]:
    """Return the stems of whole words of a text that somebody may mean when misspelling them."""
    return frozenset(
        token.stem
        for token in analyse(text).tokens
        if token.stem is not None and len(token.stem) >= 4 and token.stem.isalpha()  # noqa: PLR2004 - letters
    )


def quoted(lexeme: str) -> str:
    """Return a lexeme as PostgreSQL reads it in a ``tsvector`` or ``tsquery``."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _token(match: re.Match[str]) -> Token:
    word = match.group()
    if word[0].isdigit():
        number = word.replace(".", "")
        return Token(match.start(), match.end(), fold(number)[:LONGEST], ())
    if fold(word) in stop_words():
        return Token(match.start(), match.end(), None, ())
    return Token(match.start(), match.end(), stem(word), part_stems(word))


@cache
def _stemmer() -> Any:
    import snowballstemmer  # noqa: PLC0415 - brings the stemmers of thirty languages

    return snowballstemmer.stemmer("german")
