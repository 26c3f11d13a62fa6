"""Each word to the voice that spoke it.

A recogniser's word times are off by some 100 ms, more after a pause; a diarizer's borders are too. So
words are not judged one by one: of all ways to hand the words to voices the cheapest is taken (Viterbi),
where a word costs as much as it lies outside its voice's turns, and a change of voice costs much inside a
sentence and little after its end or in a pause.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from diarize.types import Turn
    from transcribe.types import Word

    Costs = npt.NDArray[np.float64]

SENTENCE_END = (".", "?", "!", "…", ":")
CLOSING = "\"'»«“”’)]"
ABBREVIATIONS = frozenset(
    [
        "abs.",
        "art.",
        "bzw.",
        "ca.",
        "d.h.",
        "dr.",
        "evtl.",
        "ggf.",
        "inkl.",
        "lfd.",
        "mr.",
        "mrs.",
        "nr.",
        "prof.",
        "sog.",
        "st.",
        "str.",
        "u.a.",
        "usw.",
        "vgl.",
        "z.b.",
        "zzgl.",
    ]
)
"""Words that end in a dot in the middle of a sentence."""

CHANGE = 2.5
"""Cost of a change of voice inside a sentence, in words wholly outside their voice's turns."""
CHANGE_AT_COMMA = 1.6
CHANGE_AT_END = 0.2
"""The same after a comma and after the end of a sentence."""
LONG_PAUSE = 1.0
"""Seconds of silence after which a change costs no more than at the end of a sentence."""
FAR = 2.0
"""Seconds of distance to a voice's nearest turn at which the cost of a word stops growing."""
FAR_COST = 1.0
"""What that distance costs in addition."""
CORE = 0.6
"""Seconds of a word that count at most: a longer one has swallowed a pause, at its beginning mostly."""


def ends_sentence(text: str) -> bool:
    """Tell whether a word, as written, closes a sentence."""
    bare = text.rstrip(CLOSING)
    if not bare.endswith(SENTENCE_END) or bare.lower() in ABBREVIATIONS:
        return False
    # "5." may be an ordinal, "J." an initial: both go on more often than not.
    stem = bare.rstrip("".join(SENTENCE_END))
    return not (bare.endswith(".") and (stem.isdigit() or len(stem) <= 1))


def core(word: Word) -> tuple[float, float]:
    """Return the seconds in which ``word`` is most surely spoken."""
    return max(word.start, word.end - CORE), max(word.end, word.start + 0.02)


class TurnIndex:
    """Finds the turns of each voice near a moment.

    Args:
        turns: Turns sorted by start that do not overlap within one voice.
    """

    def __init__(self, turns: Sequence[Turn]) -> None:
        self.speakers = tuple(dict.fromkeys(turn.speaker for turn in turns))
        self._starts = {
            speaker: [turn.start for turn in turns if turn.speaker == speaker] for speaker in self.speakers
        }
        self._ends = {
            speaker: [turn.end for turn in turns if turn.speaker == speaker] for speaker in self.speakers
        }

    def cost(self, speaker: str, start: float, end: float) -> float:
        """Return the cost of saying that ``speaker`` spoke from ``start`` to ``end``; 0 is wholly inside."""
        starts, ends = self._starts[speaker], self._ends[speaker]
        inside, distance = 0.0, FAR
        index = max(0, bisect_left(starts, start) - 1)
        while index < len(starts) and starts[index] < end + FAR:
            inside += max(0.0, min(end, ends[index]) - max(start, starts[index]))
            distance = min(distance, max(0.0, starts[index] - end, start - ends[index]))
            index += 1
        share = min(1.0, inside / (end - start))
        if share > 0:
            return 1.0 - share
        return 1.0 + FAR_COST * distance / FAR


def attribute(words: Sequence[Word], turns: Sequence[Turn]) -> list[str | None]:
    """Return the voice of each word; None for all where there are no turns.

    Args:
        words: In order of time.
        turns: At most one voice at any time (``Diarization.exclusive``), sorted by start.
    """
    if not turns or not words:
        return [None] * len(words)
    index = TurnIndex(turns)
    voices = len(index.speakers)
    back = np.zeros((len(words), voices), dtype=np.int16)
    total: Costs = _word_costs(index, words[0])
    for position in range(1, len(words)):
        change = change_cost(words[position - 1], words[position])
        cheapest = int(total.argmin())
        switched = total[cheapest] + change
        stay = total <= switched
        back[position] = np.where(stay, np.arange(voices), cheapest)
        total = np.minimum(total, switched) + _word_costs(index, words[position])
    path = [int(total.argmin())]
    for position in range(len(words) - 1, 0, -1):
        path.append(int(back[position, path[-1]]))
    return [index.speakers[voice] for voice in reversed(path)]


def change_cost(before: Word, after: Word) -> float:
    """Return the cost of a change of voice between two words."""
    if ends_sentence(before.text):
        cost = CHANGE_AT_END
    elif before.text.endswith((",", ";", "–", "-")):
        cost = CHANGE_AT_COMMA
    else:
        cost = CHANGE
    pause = min(1.0, max(0.0, after.start - before.end) / LONG_PAUSE)
    return cost + (CHANGE_AT_END - cost) * pause


def _word_costs(index: TurnIndex, word: Word) -> Costs:
    start, end = core(word)
    return np.array([index.cost(speaker, start, end) for speaker in index.speakers])
