"""Numbers as people say them and recognisers write them, German and English.

Number words are read by text2num (MIT) one run of words at a time; what it does not know is added here:
ordinals with their endings, the article that may be a one, digits with marks, and finding them in running
text. Values are spelled out by num2words.

Use::

    cardinal("hundertsiebenundvierzig")      -> 147
    ordinal("siebenundvierzigsten")          -> 47
    find_numbers("mit fünfzehn zu 7 Stimmen bei einer Enthaltung")
        -> 15, 7 and 1 (the last with ``article=True``), each with its place in the text
    spell(147)                               -> "einhundertsiebenundvierzig"
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from text_to_num import text2num

from minutes.language.tokens import fold, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes.language.tokens import Token

Language = Literal["de", "en"]

_LONGEST_RUN = 7
"""Words of one number at most ("two hundred and fifty thousand four hundred")."""
_ARTICLES = {
    "de": frozenset({"ein", "eine", "einen", "einem", "einer", "eines"}),
    "en": frozenset({"a", "an"}),
}
_IRREGULAR = {
    "de": {
        "erst": 1,
        "zweit": 2,
        "dritt": 3,
        "siebt": 7,
        "siebent": 7,
        "acht": 8,
        "hundertst": 100,
        "letzt": -1,
    },
    "en": {
        "first": 1,
        "second": 2,
        "third": 3,
        "fifth": 5,
        "eighth": 8,
        "ninth": 9,
        "twelfth": 12,
        "twentieth": 20,
    },
}
_ORDINAL_DE_SHORT = re.compile(r"^(?P<stem>[a-z]+?t)(?:e[nrms]?|ens)$")
_ORDINAL_EN = re.compile(r"^(?P<base>[a-z\-]+?)(?:th)$")
_ORDINAL_DIGITS = re.compile(r"^(\d{1,4})(?:st|nd|rd|th)$")
_GROUPED = {
    "de": re.compile(r"^\d{1,3}(?:\.\d{3})+$"),
    "en": re.compile(r"^\d{1,3}(?:,\d{3})+$"),
}
_TEENS_END = 20
_HUNDRED = 100
_JOINERS = {"de": frozenset({"und"}), "en": frozenset({"and"})}


class Number(NamedTuple):
    """A number found in a text."""

    value: int
    start: int
    """Offset of its first character."""
    end: int
    """Offset behind its last character."""
    ordinal: bool = False
    """"vierte", "4.": a place in an order."""
    article: bool = False
    """"ein", "einer": a one only where something is counted."""
    digits: bool = False
    """Written in digits."""


@lru_cache(maxsize=16384)
def cardinal(words: str, language: str = "de") -> int | None:
    """Value of a cardinal in words or digits ("zweihundert fünfzig", "15", "15.000"), or None."""
    text = words.strip().lower()
    if text.isdecimal():
        return int(text)
    tongue = _tongue(language)
    if _GROUPED[tongue].match(text):
        return int(re.sub(r"\D", "", text))
    if not text or not text[0].isalpha():
        return None
    if tongue == "de":
        text = _spell_umlauts(text)
        if text in _ARTICLES["de"] or text == "eins":
            return 1
        text = re.sub(r"^eine? (?=million|milliarde)", "", text)
    try:
        return int(text2num(text, tongue))
    except ValueError:
        return None


@lru_cache(maxsize=16384)
def ordinal(word: str, language: str = "de") -> int | None:
    """Value of an ordinal in words ("vierte", "siebenundvierzigster", "fourth", "4th"), or None.

    "letzte" is -1, as the last of whatever is counted.
    """
    text = fold(word)
    if match := _ORDINAL_DIGITS.match(text):
        return int(match[1])
    if _tongue(language) == "en":
        return _ordinal_english(text)
    if (match := _ORDINAL_DE_SHORT.match(text)) and match["stem"] in _IRREGULAR["de"]:
        return _IRREGULAR["de"][match["stem"]]
    return _ordinal_german(text)


def find_numbers(text: str, language: str = "de") -> tuple[Number, ...]:
    """Every number of a text in order: words and digits, cardinals and ordinals.

    "zehn eins" are two numbers, "ein hundert sieben" is one. A dotted number such as "10.1" that is neither
    grouped thousands nor a whole number is left out: what it means (an item, a date) is for others to say.
    """
    tokens = tokenize(text)
    found: list[Number] = []
    index = 0
    while index < len(tokens):
        number, index = number_at(tokens, index, language)
        if number is not None:
            found.append(number)
    return tuple(found)


def number_at(tokens: Sequence[Token], index: int, language: str = "de") -> tuple[Number | None, int]:
    """The longest number that begins at a token, and the index behind it (``index + 1`` for none)."""
    token, tongue = tokens[index], _tongue(language)
    if token.is_number:
        return _digits_at(tokens, index, tongue), index + 1
    if not token.is_word:
        return None, index + 1
    longer, after = _longest_run(tokens, index, tongue)
    if token.folded in _ARTICLES[tongue] and after <= index + 1:
        return Number(1, token.start, token.end, article=True), index + 1
    if longer is not None:
        return longer, after
    place = ordinal(token.folded, tongue)
    return (None if place is None else Number(place, token.start, token.end, ordinal=True)), index + 1


def spell(value: int, language: str = "de", *, as_ordinal: bool = False) -> str:
    """The number in words, as a cardinal or an ordinal ("siebenundvierzigste")."""
    from num2words import num2words  # noqa: PLC0415 - loads two dozen languages, needed rarely

    return str(num2words(value, lang=_tongue(language), to="ordinal" if as_ordinal else "cardinal"))


def _tongue(language: str) -> Language:
    return "en" if language[:2].lower() == "en" else "de"


def _spell_umlauts(text: str) -> str:
    """Undo the folding of the three number words that have an umlaut; Swiss "dreissig" is known already."""
    return text.replace("fuenf", "fünf").replace("zwoelf", "zwölf")


def _digits_at(tokens: Sequence[Token], index: int, tongue: Language) -> Number | None:
    token = tokens[index]
    value = cardinal(token.text, tongue)
    if value is None:
        place = ordinal(token.text, tongue)
        return None if place is None else Number(place, token.start, token.end, ordinal=True, digits=True)
    after = [t.text for t in tokens[index + 1 : index + 3]]
    dotted = after[:1] == ["."] and after[1:] != [] and after[1][0].islower()
    return Number(value, token.start, token.end, ordinal=dotted, digits=True)


def _ordinal_german(text: str) -> int | None:
    """Of "zwanzigsten", "fuenfte", "hunderterste"; the irregular ones alone are known already."""
    for base, mark in _splits(text):
        value = cardinal(base, "de")
        if value is not None and value > 1:
            large = value % _HUNDRED >= _TEENS_END or value % _HUNDRED == 0
            if large == (mark == "st"):
                return value
        for irregular, low in _IRREGULAR["de"].items():
            head = base.removesuffix(irregular[: -len(mark)])
            tens = cardinal(head.removesuffix("und"), "de") if head != base else None
            if tens is not None and tens % _HUNDRED == 0:
                return tens + low
    return None


def _splits(text: str) -> list[tuple[str, str]]:
    endings = re.match(r"^(?P<root>[a-z]+?)(?:e[nrms]?|ens)$", text)
    if endings is None:
        return []
    root = endings["root"]
    out = []
    if root.endswith("st"):
        out.append((root[:-2], "st"))
    if root.endswith("t"):
        out.append((root[:-1], "t"))
    return out


def _ordinal_english(text: str) -> int | None:
    if text in _IRREGULAR["en"]:
        return _IRREGULAR["en"][text]
    head, _, tail = text.rpartition("-")
    if head and (low := _ordinal_english(tail)) is not None and (tens := cardinal(head, "en")) is not None:
        return tens + low
    if text.endswith("ieth"):
        return cardinal(text[:-4] + "y", "en")
    if match := _ORDINAL_EN.match(text):
        return cardinal(match["base"], "en")
    return None


def _longest_run(tokens: Sequence[Token], index: int, tongue: Language) -> tuple[Number | None, int]:
    """The longest run of words from ``index`` that reads as one cardinal."""
    stop = index
    if tokens[index].folded in _JOINERS[tongue]:
        return None, index + 1
    while stop < len(tokens) and stop - index < _LONGEST_RUN and _numeral(tokens[stop].folded, tongue):
        stop += 1
    while stop > index:
        words = [t.folded for t in tokens[index:stop]]
        if words[-1] not in _JOINERS[tongue] and (value := cardinal(" ".join(words), tongue)) is not None:
            return Number(value, tokens[index].start, tokens[stop - 1].end), stop
        stop -= 1
    return None, index + 1


@lru_cache(maxsize=16384)
def _numeral(word: str, tongue: Language) -> bool:
    """Whether a word can be part of a number."""
    if word in _JOINERS[tongue] or word in _ARTICLES[tongue]:
        return True
    return word[:1].isalpha() and (
        word
        in {
            "hundert",
            "tausend",
            "million",
            "millionen",
            "hundred",
            "thousand",
            "milliarden",
        }
        or cardinal(word, tongue) is not None
    )
