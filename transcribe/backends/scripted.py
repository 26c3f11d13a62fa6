"""A recogniser that speaks from a script: for demonstrations, tests and trials without a model."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from models.control import raise_if_cancelled
from transcribe.types import EngineInfo, Segment, Vocabulary, Window, WindowResult, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.control import CancelToken
    from transcribe.audio import Audio

LONGEST_PAUSE = 0.6
"""Seconds; a longer pause in the script begins a new segment."""


class ScriptedTranscriber:
    """Yields the words of a script that lie within each window.

    Args:
        words: what is said, in order of time.
    """

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = tuple(words)

    @property
    def engine(self) -> EngineInfo:
        """The script's digest stands for the model."""
        digest = hashlib.sha256(msgspec.json.encode(self._words)).hexdigest()
        return EngineInfo(name="scripted", version="1", models={"script": digest})

    def count_tokens(self, text: str) -> int:
        """Return the number of words: a script has no tokens."""
        return len(text.split())

    def transcribe(
        self,
        audio: Audio,
        windows: Sequence[Window],
        *,
        language: str,
        vocabulary: Vocabulary,
        cancel: CancelToken,
    ) -> Iterator[WindowResult]:
        """Yield one result per window, in order; a word belongs to the window that holds its middle."""
        del language, vocabulary
        duration = audio.duration
        for window in windows:
            raise_if_cancelled(cancel)
            inside = [
                word
                for word in self._words
                if window.start <= (word.start + word.end) / 2 < window.end and word.end <= duration
            ]
            yield WindowResult(window=window, segments=tuple(_segments(inside)))


def _segments(words: Sequence[Word]) -> Iterator[Segment]:
    """Join words to segments at long pauses."""
    block: list[Word] = []
    for word in words:
        if block and word.start - block[-1].end > LONGEST_PAUSE:
            yield _segment(block)
            block = []
        block.append(word)
    if block:
        yield _segment(block)


def _segment(words: Sequence[Word]) -> Segment:
    return Segment(
        start=words[0].start,
        end=words[-1].end,
        text=" ".join(word.text for word in words),
        words=tuple(words),
        average_logprob=0.0,
        compression_ratio=1.0,
        no_speech_probability=0.0,
    )
