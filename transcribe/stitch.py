"""Joins the finished windows of a recording to one transcription."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from transcribe.types import EngineInfo, Segment, Transcription, WindowResult, Word

if TYPE_CHECKING:
    from collections.abc import Sequence


def stitch(
    results: Sequence[WindowResult], *, language: str, duration: float, engine: EngineInfo
) -> Transcription:
    """Return all segments in order of time, their words within the recording and never running backwards.

    Args:
        results: the windows, in any order, each once.
        language: code of the language that was recognised.
        duration: length of the recording in seconds.
        engine: what recognised it.
    """
    segments: list[Segment] = []
    last = 0.0
    for result in sorted(results, key=lambda result: result.window.index):
        for segment in result.segments:
            words = []
            for word in segment.words:
                start = min(max(word.start, last), duration)
                end = min(max(word.end, start), duration)
                words.append(Word(start=start, end=end, text=word.text, probability=word.probability))
                last = start
            if words:
                segments.append(
                    msgspec.structs.replace(
                        segment, start=words[0].start, end=max(word.end for word in words), words=tuple(words)
                    )
                )
    return Transcription(language=language, duration=duration, engine=engine, segments=tuple(segments))
