"""Some windows from sound to text: decoded together, what was left out taken up, what is doubtful again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transcribe import guard
from transcribe.backends.listening import Listened, listen, taken_up, uncovered
from transcribe.types import WindowResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.audio import Audio
    from transcribe.backends.whisper import WhisperDecoder
    from transcribe.types import Segment, Vocabulary, Window

ROUNDS = 4
"""How often a window is taken up again where Whisper stopped although somebody goes on speaking."""

SEED = 20_260_521
"""Sampling at higher temperature starts from here for every window: the same sound gives the same text."""


def hear(
    decoder: WhisperDecoder,
    audio: Audio,
    windows: Sequence[Window],
    *,
    language: str,
    vocabulary: Vocabulary,
) -> list[WindowResult]:
    """Return the result of each window, in order."""
    heard = [listen(audio, window) for window in windows]
    found: list[list[Segment]] = [[] for _ in windows]
    decodings = [0] * len(windows)
    spans = [(index, one.window.start, one.window.end) for index, one in enumerate(heard)]
    done = set(spans)
    for _ in range(ROUNDS):
        decoded = decoder.decode(
            [heard[index].piece(start, end) for index, start, end in spans],
            language=language,
            vocabulary=vocabulary,
        )
        for (index, start, end), segments in zip(spans, decoded, strict=True):
            found[index] = taken_up(found[index], segments, (start, end))
            decodings[index] += 1
        spans = [
            (index, start, end)
            for index, one in enumerate(heard)
            for start, end in uncovered(one, found[index])
            if (index, start, end) not in done
        ]
        done.update(spans)
        if not spans:
            break
    return [
        _examined(decoder, one, segments, count, language)
        for one, segments, count in zip(heard, found, decodings, strict=True)
    ]


def _examined(
    decoder: WhisperDecoder, heard: Listened, segments: list[Segment], count: int, language: str
) -> WindowResult:
    """Decode a doubtful window once more, with temperature fall-back, and keep the better text."""
    first = guard.examined(segments, heard.speech_seconds)
    speech = heard.speech_seconds(heard.window.start, heard.window.end)
    if guard.needs_another_look(first, speech):
        count += 1
        second = guard.examined(
            decoder.decode_carefully(
                heard.piece(heard.window.start, heard.window.end),
                language=language,
                seed=SEED + heard.window.index,
            ),
            heard.speech_seconds,
        )
        if guard.score(second, speech) > guard.score(first, speech):
            first = second
    return WindowResult(window=heard.window, segments=first, decodings=count)
