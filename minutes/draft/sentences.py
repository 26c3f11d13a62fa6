"""Sentences of an utterance with the second each begins at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diarize.types import Utterance

_END = re.compile(
    r"(?<=[.!?…])[\"“”»«]?\s+(?=[\"„»«(]?[A-ZÄÖÜ0-9])",
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Prof|Nr|Abs|Art|St|Str|bzw|ca|evtl|ggf|inkl|Mio|Mrd|usw|Ziff|S|Tsd|z|B|d|h|u|a|o|i|No|Mr|Mrs|Ms)"
    r"|\b\d{1,2})\.\s*$"
)
_WORD = re.compile(r"\w+(?:[-/.,:]\w+)*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, exactly as it stands in the transcript."""

    utterance: Utterance
    place: int
    """Place of the utterance in the transcript."""
    text: str
    start: float | None
    tokens: tuple[str, ...]
    """Folded words, numbers included."""


def fold(text: str) -> tuple[str, ...]:
    """Return the words and numbers of ``text`` without case and punctuation."""
    return tuple(match.group().casefold() for match in _WORD.finditer(text))


def fold_text(text: str) -> str:
    """Return ``text`` without case and punctuation, to look for one text in another."""
    return " ".join(fold(text))


def sentences(utterance: Utterance, place: int) -> Iterator[Sentence]:
    """Split at sentence ends; ordinals ("23. September") and abbreviations end no sentence."""
    text = utterance.text
    begin = 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[begin : match.start()]):
            continue
        yield _sentence(utterance, place, begin, match.start() + len(match.group().rstrip()))
        begin = match.end()
    if text[begin:].strip():
        yield _sentence(utterance, place, begin, len(text))


def _sentence(utterance: Utterance, place: int, begin: int, end: int) -> Sentence:
    text = utterance.text[begin:end].strip()
    return Sentence(utterance, place, text, _second(utterance, begin), fold(text))


def _second(utterance: Utterance, offset: int) -> float | None:
    """Return when the text at ``offset`` is said: by its word, else by its share of the length."""
    if offset == 0 or utterance.start is None:
        return utterance.start
    before = len(utterance.text[:offset].split())
    if before < len(utterance.words) == len(utterance.text.split()):
        return utterance.words[before].start
    if utterance.end is None:
        return utterance.start
    share = offset / max(1, len(utterance.text))
    return round(utterance.start + share * (utterance.end - utterance.start), 2)
