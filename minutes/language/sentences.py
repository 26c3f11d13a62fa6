"""Sentences of a text, with their places.

Split at the end marks, not after abbreviations, ordinals, initials or inside numbers; a dash between spaces
parts too, because verbatim protocols put "- Keine." behind a question for the room's answer.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from minutes.language.names import word_set

_ABBREVIATIONS = word_set(
    "dr prof nr abs art st str bzw usw ca vgl sog gem inkl bspw evtl ggf mio mrd dipl ing z b d h i u a "
    "o s rd jan feb aug sept okt nov dez mag hon mr mrs ms sen jr rev no vs etc abg drs ds dres ff"
)
_END = re.compile(r"[.!?:…]+[\"“”»«)]*(?=\s|$)|\s[-–—]+\s")
_MONTH = re.compile(
    r"\s*(?:Januar|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b",
)
_LAST_WORD = re.compile(r"([\w.]+)$")


class Sentence(NamedTuple):
    """A part of a text between two marks."""

    text: str
    start: int
    """Offset of its first character in the whole text."""
    end: int
    """Offset behind its last character."""


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order; together they cover everything but white space and dashes."""
    found: list[Sentence] = []
    begin = 0
    for mark in _END.finditer(text):
        if _is_no_end(text, mark):
            continue
        _add(found, text, begin, mark.end())
        begin = mark.end()
    _add(found, text, begin, len(text))
    return tuple(found)


def _is_no_end(text: str, mark: re.Match[str]) -> bool:
    """A full stop of an abbreviation, an initial, or an ordinal before small letters or a month."""
    if mark.group()[:1] != ".":
        return False
    word = _LAST_WORD.search(text, 0, mark.start())
    if word is None:
        return False
    said = word.group(1).lower()
    if said.rsplit(".", 1)[-1] in _ABBREVIATIONS:
        return True
    following = text[mark.end() : mark.end() + 2].strip()
    return (
        said.isdigit()
        and len(said) <= 2  # noqa: PLR2004 - "am 3. dezember"
        and (following[:1].islower() or _MONTH.match(text, mark.end()) is not None)
    )


def _add(found: list[Sentence], text: str, begin: int, end: int) -> None:
    part = text[begin:end]
    stripped = part.strip(" \t\n-–—")
    if stripped:
        start = begin + part.index(stripped)
        found.append(Sentence(stripped, start, start + len(stripped)))
