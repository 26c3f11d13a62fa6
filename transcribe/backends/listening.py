"""One window's sound at a common level, with where somebody speaks in it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transcribe.audio import SAMPLE_RATE
from transcribe.backends.silero import STEP_SECONDS, speech_probabilities
from transcribe.backends.whisper import Piece, part_of
from transcribe.level import normalised

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from transcribe.audio import Audio, Samples
    from transcribe.types import Segment, Window, Word

SPEECH = 0.5
"""From this probability on a step counts as speech."""

LEFT_OUT = 1.0
"""Seconds of speech without a word that are decoded once more."""

WORD_MARGIN = 0.35
"""Seconds around a word that count as covered; word times are no more exact than that."""

SLOWEST_START = 0.6
SLOWEST_LETTER = 0.1
"""Seconds that a word may take, and how much more per letter: twice the time of slow reading."""


@dataclass(frozen=True, slots=True)
class Listened:
    """A window's samples and the probability of speech at each step."""

    window: Window
    samples: Samples
    probabilities: npt.NDArray[np.float32]

    def piece(self, start: float, end: float) -> Piece:
        """Return the sound between two times of the recording."""
        first = round((start - self.window.start) * SAMPLE_RATE)
        last = round((end - self.window.start) * SAMPLE_RATE)
        return Piece(start=start, samples=self.samples[max(0, first) : last])

    def speech_seconds(self, start: float, end: float) -> float:
        """Return the seconds of speech between two times of the recording."""
        first = max(0, round((start - self.window.start) / STEP_SECONDS))
        last = max(0, round((end - self.window.start) / STEP_SECONDS))
        return float((self.probabilities[first:last] >= SPEECH).sum() * STEP_SECONDS)


def listen(audio: Audio, window: Window) -> Listened:
    """Read a window, bring it to the common level and find the speech in it."""
    samples = normalised(audio.read(window.start, window.end))
    return Listened(window=window, samples=samples, probabilities=speech_probabilities([samples]))


def uncovered(heard: Listened, segments: Sequence[Segment]) -> list[tuple[float, float]]:
    """Return the stretches of speech that have no words, in order: Whisper stopped early or skipped.

    A word that lasts far too long for its letters hides what was skipped: the alignment spreads the words
    beside a gap over it. Such a word covers nothing.
    """
    window = heard.window
    words = [word for segment in segments for word in segment.words if not stretched(word)]
    edges = [window.start]
    for word in sorted(words, key=lambda one: one.start):
        edges += [word.start, word.end]
    edges.append(window.end)
    found = []
    for before, after in zip(edges[::2], edges[1::2], strict=True):
        start = before if before == window.start else before + WORD_MARGIN
        end = after if after == window.end else after - WORD_MARGIN
        if end > start and heard.speech_seconds(start, end) >= LEFT_OUT:
            found.append((max(window.start, before), min(window.end, after)))
    return found


def stretched(word: Word) -> bool:
    """Tell whether nobody would take so long for a word of so many letters."""
    return word.end - word.start > SLOWEST_START + SLOWEST_LETTER * len(word.text)


def taken_up(
    segments: Sequence[Segment], more: Sequence[Segment], span: tuple[float, float]
) -> list[Segment]:
    """Return ``segments`` with what a second decoding of ``span`` found in it.

    Stretched words inside the span are heard again there and give way, unless the second decoding has no more
    words than they are.
    """
    kept: list[Segment] = []
    gone = 0
    for segment in segments:
        words = tuple(
            word
            for word in segment.words
            if not (stretched(word) and span[0] <= word.start and word.end <= span[1])
        )
        gone += len(segment.words) - len(words)
        if len(words) == len(segment.words):
            kept.append(segment)
        elif words:
            kept.append(part_of(segment, words))
    if sum(len(segment.words) for segment in more) <= gone:
        return list(segments) if gone else placed([*segments, *more])
    return placed([*kept, *more])


def placed(segments: Sequence[Segment]) -> list[Segment]:
    """Return the segments in order of time; one with another's words in its midst is parted there.

    What is taken up again often lies inside a segment: Whisper writes one from the words before a gap and
    those after it.
    """
    order = sorted(
        ((word, number) for number, segment in enumerate(segments) for word in segment.words),
        key=lambda pair: pair[0].start,
    )
    found = []
    for number, run in itertools.groupby(order, key=lambda pair: pair[1]):
        words = tuple(word for word, _ in run)
        segment = segments[number]
        found.append(segment if len(words) == len(segment.words) else part_of(segment, words))
    return found
