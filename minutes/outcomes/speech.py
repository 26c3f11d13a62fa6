"""What the chair says, in a form that rules can read: folded, numbers as digits, misheard words mended.

Recognisers write "zwölf Jahrstimmen", "Gegen Probe" and "Endhaltungen"; the few words that carry a vote are
therefore put right (:mod:`minutes.outcomes.mending`) **in this working copy only**; the transcript itself is
never touched. Every place in the working copy leads back to its utterance.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from minutes.language.numbers import number_at
from minutes.language.tokens import tokenize
from minutes.outcomes.mending import mend_phrases, mend_word, unglue

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from diarize.types import Utterance

_ANSWER = re.compile(
    r"^\W*(?:das sind |das ist )?(?:\d{1,3}|keine?r?|niemand|nein|eine?)\W*(?:stimmen|ja|nein)?\W*$"
)
_ANSWER_WORDS = 4
_REPORTS = re.compile(
    r"^(?:ja|gerne?|also|das sind|es sind|das ergebnis ist|ich habe)?[ ,:]*\d{1,4} (?:stimmen )?(?:dafuer"
    r"|ja-stimmen|ja)\b"
    r"[^.?!]{0,20}\d{1,4} (?:stimmen )?(?:dagegen|nein-stimmen|gegenstimmen|nein)\b"
)
"""Somebody who counted tells the chair: "22 dafür und 9 dagegen"."""
_REPORT_WORDS = 14


class Passage(NamedTuple):
    """What presiding voices said in one stretch, normalised, with the way back to the utterances."""

    text: str
    offsets: tuple[int, ...]
    """Where each utterance begins in ``text``."""
    places: tuple[int, ...]
    """Index of each utterance in the transcript."""

    def place(self, offset: int) -> int:
        """Index of the utterance that holds a place of the text."""
        return self.places[max(0, bisect_right(self.offsets, offset) - 1)]

    def span(self, start: int, end: int) -> tuple[int, ...]:
        """Indexes of the utterances that a stretch of the text touches."""
        low = max(0, bisect_right(self.offsets, start) - 1)
        return self.places[low : max(low + 1, bisect_right(self.offsets, max(start, end - 1)))]


@lru_cache(maxsize=16384)
def normalise(text: str, language: str = "de") -> str:
    """Folded words and marks with single spaces between, cardinals as digits, words of procedure mended.

    A comma in front of a list and a full stop stay as marks of their own, so that rules can see sentences.
    """
    tokens = tokenize(text)
    parts: list[str] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        number, after = (None, index + 1)
        if token.is_word or token.is_number:
            number, after = number_at(tokens, index, language)
        if number is not None and not number.article and not number.ordinal:
            parts.append(str(number.value))
        elif number is not None and number.ordinal and number.digits:
            parts.append(f"{number.value}.")
        else:
            after = index + 1
            parts.append(unglue(token.folded, language) or mend_word(token.folded))
        index = after
    return mend_phrases(" ".join(parts))


def passages(
    utterances: Sequence[Utterance], voices: Collection[str | None], language: str, *, gap: int = 40
) -> tuple[Passage, ...]:
    """What the given voices said, joined over others' interjections of at most ``gap`` words together.

    A bare count thrown in by another voice (the clerk's "Sechs.") belongs to the passage.
    """
    found: list[Passage] = []
    parts: list[str] = []
    offsets: list[int] = []
    places: list[int] = []
    length = between = 0

    def close() -> None:
        nonlocal length, between
        if places:
            text = mend_phrases("".join(parts), offsets)
            found.append(Passage(text, tuple(offsets), tuple(places)))
        parts.clear()
        offsets.clear()
        places.clear()
        length = between = 0

    for place, utterance in enumerate(utterances):
        mine = utterance.speaker in voices
        if not mine:
            words = len(utterance.text.split())
            plain = normalise(utterance.text, language) if places and words <= _REPORT_WORDS else ""
            counted = (words <= _ANSWER_WORDS and _ANSWER.match(plain)) or _REPORTS.match(plain)
            if not counted:
                between += words
                if between > gap:
                    close()
                continue
        piece = normalise(utterance.text, language) + " "
        offsets.append(length)
        places.append(place)
        parts.append(piece)
        length += len(piece)
        if mine:
            between = 0
    close()
    return tuple(found)
