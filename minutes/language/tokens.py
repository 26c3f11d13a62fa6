"""Words of a text with their places, a common written form for comparison, and tolerant matching.

Recognisers write "Bebauungs Plan", "Bebauungsplan" and "bebauungs-plan" for one thing, drop umlauts
and mishear endings; what is compared here is therefore never the raw text but its *folded* form, and
words match to a degree.

Use::

    tokenize("Ich rufe TOP 10.1 auf.")   -> Token(text="Ich", folded="ich", start=0, end=3), …
    fold("Straßen-Müller")               -> "strassen-mueller"
    stem("ausschuessen")                 -> "ausschuss"
    similarity("pakulat", "packulat")    -> 0.93  (0 to 1, whole strings)
    word_match("stellplan", "stellenplan") -> 0.9 (0 to 1; also a compound against its parts)
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

_TOKEN = re.compile(
    r"""
    [A-Za-z]{1,4}/\d+(?:/\d+)*                      # paper number: AN/1256/2020
    | \d+(?:[.,:/]\d+)*(?:[a-z](?![^\W_]))?         # 10.1  15.000  1266/2020  7a  18:03
    | [^\W\d_]+(?:['’*:/\-][^\W_]+|\d+)*            # Wort, Wort-Paar, Bürger*innen, CDU/CSU
    | [^\w\s]                                       # one mark of punctuation
    """,
    re.VERBOSE,
)
_UMLAUTS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "’": "'",
        "æ": "ae",
        "ø": "oe",
        "œ": "oe",
    }
)
_SUFFIXES = (
    "ungen",
    "innen",
    "ern",
    "est",
    "ung",
    "en",
    "em",
    "er",
    "es",
    "e",
    "s",
    "n",
)
_STEM_LEFT = 4
"""A stem keeps at least so many letters."""
_PART = 4
"""Shorter parts of a compound say too little to match by."""


class Token(NamedTuple):
    """One word, number or mark of punctuation."""

    text: str
    folded: str
    start: int
    """Offset of its first character in the text."""
    end: int
    """Offset behind its last character."""

    @property
    def is_word(self) -> bool:
        """Neither punctuation nor a number."""
        return self.folded[:1].isalpha()

    @property
    def is_number(self) -> bool:
        """Begins with a digit."""
        return self.folded[:1].isdigit()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, umlauts and ß written out, other accents dropped. Offsets are not kept."""
    lowered = unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS)
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


def tokenize(text: str) -> tuple[Token, ...]:
    """Words, numbers ("10.1" and "7a" stay whole) and marks of punctuation, in order, with offsets."""
    return tuple(Token(m.group(), fold(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(text))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without its inflection, roughly (one suffix, plural umlaut undone).

    Light stemming after the idea of Savoy (2006, "Light stemming approaches for … German"): good enough
    to bring "Ausschüssen", "Ausschusses" and "Ausschuss" together, and never longer than what came in.
    """
    base = word
    if len(word) > _STEM_LEFT + 1:
        base = base.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    for suffix in _SUFFIXES:
        if suffix == "s" and base.endswith("ss"):
            continue
        if base.endswith(suffix) and len(base) - len(suffix) >= _STEM_LEFT:
            return base[: -len(suffix)]
    return base


def similarity(a: str, b: str) -> float:
    """Likeness of two strings, 0 to 1: one minus the edit distance (with swaps) over the longer length."""
    if a == b:
        return 1.0
    return DamerauLevenshtein.normalized_similarity(a, b, score_cutoff=0.3)


@lru_cache(maxsize=262144)
def word_match(said: str, written: str) -> float:
    """How well a heard word answers to a written one, 0 to 1; both folded.

    1 for the same stem; the likeness of the stems where it is at least 0.72; 0.8 and less where one is
    the head or the tail of the other, as parts of compounds are ("mietspiegel" in
    "mietspiegelkommission"); otherwise 0.
    """
    if said == written:
        return 1.0
    if not (said[:1].isalpha() and written[:1].isalpha()):
        return 0.0
    a, b = stem(said.replace("-", "")), stem(written.replace("-", ""))
    if a == b:
        return 1.0
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) < _PART:
        return 0.0
    best = 0.0
    if len(short) / len(long) >= 0.6 and (short[0] == long[0] or len(short) > 6):  # noqa: PLR2004 - cheap filters
        best = DamerauLevenshtein.normalized_similarity(a, b, score_cutoff=0.72)
    if len(short) > _PART and (long.startswith(short) or long.endswith(short)):
        best = max(best, 0.5 + 0.3 * len(short) / len(long))
    return best
