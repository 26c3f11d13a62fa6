"""Times of words when their text is corrected: what stays keeps its time, the rest shares what there is."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from transcribe.types import Word

if TYPE_CHECKING:
    from collections.abc import Sequence

SURE = 1.0
"""Probability of a word that a person wrote."""


def retimed(words: Sequence[Word], text: str, *, start: float, end: float) -> tuple[Word, ...]:
    """Return the words of a corrected text.

    The words of both are aligned (longest matching blocks; Ratcliff and Metzener, 1988). A word that stays
    keeps its time and its probability; words that replace others share their time by length; words that
    come new get the pause they stand in, if there is one.

    Args:
        words: of the text before, in order of time.
        text: after the correction.
        start: of the utterance, in seconds.
        end: of the utterance.

    Returns:
        One word for each piece between white space; in order of time, inside ``start`` and ``end``.
    """
    after = text.split()
    matcher = SequenceMatcher(None, [word.text for word in words], after, autojunk=False)
    out: list[Word] = []
    for kind, first, last, begin, stop in matcher.get_opcodes():
        if kind == "equal":
            out += words[first:last]
        elif kind in {"replace", "insert"}:
            since = words[first].start if first < last else (words[first - 1].end if first else start)
            until = (
                words[last - 1].end if first < last else (words[first].start if first < len(words) else end)
            )
            out += _shared(after[begin:stop], since, max(since, until))
    return tuple(out)


def _shared(texts: Sequence[str], since: float, until: float) -> list[Word]:
    letters = sum(len(text) for text in texts)
    out, at, done = [], since, 0
    for text in texts:
        done += len(text)
        then = until if done == letters else round(since + (until - since) * done / letters, 3)
        out.append(Word(start=at, end=max(at, then), text=text, probability=SURE))
        at = max(at, then)
    return out
