"""Content words of a text and how two texts are laid beside each other."""

from __future__ import annotations

import re
from functools import lru_cache

from minutes.language.names import word_set
from minutes.language.numbers import cardinal
from minutes.language.tokens import fold, stem

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CLAUSE = re.compile(
    r"(?<!\d)[,;:](?!\d)|(?<=\d)[,;:](?=\s)|[.!?](?=\s|$)|\s[-–—]\s|[()\[\]„“”\"»«]"
    r"|\s(?=(?:und|denn|weil|dass|obwohl|wobei|während|and|but|because|that"
    r"|although|while|unless|given)\s)",
    re.IGNORECASE,
)
_STOP = word_set(
    "der die das den dem des ein eine einen einem einer eines und oder aber auch als am an auf aus bei bis "
    "da dann dass "
    "denn doch durch er es fuer gegen hat habe haben hatte haette ich ihr ihre im in ist ja jetzt man mehr "
    "mit nach nur ob "
    "noch sei seien sein seine seiner seinem sich sie sind so soll solle sollen sollten um uns unser "
    "unsere unserem vom von vor "
    "war waren was weil wenn werde werden wird wuerde wuerden wir wer wie wo zu zum zur ueber unter dazu "
    "dafuer davon damit "
    "daran darueber dabei dort hier diese dieser dieses diesem diesen jene wurde wurden worden kann koenne "
    "koennen koennte "
    "muss muesse muessen muesste habe haetten herr herrn frau kollege kollegin sehr mal nun schon bereits "
    "weiter weiterhin "
    "gibt gebe geben gab gaebe gegeben "
    "nicht kein keine keinen keinem keiner keines nie niemals niemand nichts nein weder ohne eben gern "
    "gerne heute "
    "ratsherr ratsfrau gemeinderat stadtrat fraktion verwaltung erklaert fuehrt berichtet legt teilt fragt "
    "antwortet weist "
    "the a an of to and or but in on at for with by from that this is are was were be been it its we you "
    "he she they not no "
    "have has had will would could should did do does said that's there mr mrs ms his her their our"
)
_NO_HEAD = frozenset({"stimm", "setz", "zahl"})
"""Stems whose compounds mean something else: "Gegenstimmen" are no "Stimmen"."""
_SHORTEST = 3
_PREFIX = 4
_LONG_PREFIX = 5


def normal(text: str) -> str:
    """Return the text folded, on one line."""
    return " ".join(fold(text).split())


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text in order."""
    return tuple(fold(match.group()) for match in _WORD.finditer(text))


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """Return the stems of the words that carry content; forms of address and auxiliaries carry none."""
    return frozenset(
        _digits(word) or stem(word)
        for word in words(text)
        if word not in _STOP and (len(word) > _SHORTEST or word.isdigit() or _digits(word))
    )


@lru_cache(maxsize=16384)
def _digits(word: str) -> str | None:
    """Return a number word in digits, so that "sechs" and "6" are the same."""
    value = cardinal(word)
    return str(cardinal(word, "en") or "") or None if value is None else str(value)


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Tell whether two stems are forms of one word ("lieg" and "liegt", "zumutbar" and "zumut")."""
    if one == other:
        return True
    if one.isdigit() or other.isdigit():
        return False
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and len(short) >= _PREFIX:
        return True
    if len(short) >= _LONG_PREFIX and long.endswith(short) and short not in _NO_HEAD:
        return True
    return one[:_LONG_PREFIX] == other[:_LONG_PREFIX] and len(short) > _LONG_PREFIX


def shared(one: frozenset[str], other: frozenset[str]) -> int:
    """Count the stems of ``one`` that have a like in ``other``."""
    return sum(any(alike(a, b) for b in other) for a in one)


def clauses(text: str) -> tuple[str, ...]:
    """Split at commas, ends of sentences and conjunctions; a question keeps its mark."""
    found: list[str] = []
    begin = 0
    for mark in _CLAUSE.finditer(text):
        if mark.group() == "." and re.search(
            r"(?:\b(?:am|der|dem|den|des|die|das|vom|zum|bis|im|zur|ab|und|seit|to) \d{1,2}|\b(?:Dr|Prof"
            r"|Nr|Mag|Ing|Fr|Mr|Ms|Mrs|St|[A-Z]))$",
            text[: mark.start()],
        ):
            continue
        end = mark.end() if mark.group() == "?" else mark.start()
        found.append(text[begin:end].strip())
        begin = mark.end() if mark.group().strip() else mark.start()
    found.append(text[begin:].strip())
    return tuple(part for part in found if part)
