"""Finds where somebody speaks, once over the whole recording, in constant memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from models.control import raise_if_cancelled
from transcribe.audio import SAMPLE_RATE
from transcribe.backends.silero import STEP, STEP_SECONDS, speech_probabilities
from transcribe.level import frame_levels, gain_for, speech_level
from transcribe.types import SpeechRegion

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from models.control import CancelToken
    from transcribe.audio import Audio, Samples

STRETCH_SECONDS = 1875 * STEP_SECONDS
"""60 s, a whole number of steps."""

ONSET = 0.4
OFFSET = 0.25
"""Speech begins at this probability and ends below that one. Lower than Silero's 0.5 and 0.35: speech that
is missed is lost for good, while a stretch of noise costs only a little time."""

SHORTEST_SPEECH = 0.1
"""Seconds; less is a knock on a microphone."""

SHORTEST_SILENCE = 0.16
"""Seconds; a shorter pause lies within a word or phrase."""

LONGEST_SPEECH = 25.0
"""Seconds; longer stretches without a pause are parted at their least speech-like moment."""

PART_FROM = 8.0
"""Seconds; neither part of a parted stretch is shorter."""

PAD = 0.06
"""Seconds left around speech, for soft consonants; windows add their own margin."""


def find_speech(audio: Audio, *, cancel: CancelToken) -> tuple[SpeechRegion, ...]:
    """Return the stretches with speech, in order, not overlapping; empty where nobody speaks.

    Raises:
        Cancelled: between stretches of a minute, once ``cancel`` is set.
    """
    gain = np.float32(gain_for(_level(audio, cancel)))
    probabilities = speech_probabilities(
        np.clip(samples * gain, -1.0, 1.0) for samples in _stretches(audio, cancel)
    )
    parted = [part for region in _regions(probabilities) for part in _part(region, probabilities)]
    return _padded(parted, audio.duration)


def _stretches(audio: Audio, cancel: CancelToken) -> Iterator[Samples]:
    for number in range(-(-audio.samples // round(STRETCH_SECONDS * SAMPLE_RATE))):
        raise_if_cancelled(cancel)
        yield audio.read(number * STRETCH_SECONDS, (number + 1) * STRETCH_SECONDS)


def _level(audio: Audio, cancel: CancelToken) -> float:
    levels = [frame_levels(samples) for samples in _stretches(audio, cancel)]
    return speech_level(np.concatenate(levels)) if levels else speech_level(())


def _regions(probabilities: npt.NDArray[np.float32]) -> Iterator[tuple[int, int]]:
    """Yield half-open ranges of steps with speech, by hysteresis, short pauses bridged."""
    silence = round(SHORTEST_SILENCE / STEP_SECONDS)
    speech = round(SHORTEST_SPEECH / STEP_SECONDS)
    begin: int | None = None
    quiet = 0
    for step, probability in enumerate(probabilities.tolist()):
        if probability >= ONSET:
            begin = step if begin is None else begin
            quiet = 0
        elif begin is not None:
            quiet = quiet + 1 if probability < OFFSET or quiet else 0
            if quiet >= silence:
                end = step + 1 - quiet
                if end - begin >= speech:
                    yield begin, end
                begin, quiet = None, 0
    if begin is not None and len(probabilities) - quiet - begin >= speech:
        yield begin, len(probabilities) - quiet


def _part(region: tuple[int, int], probabilities: npt.NDArray[np.float32]) -> Iterator[tuple[int, int]]:
    """Part what is too long at its least speech-like moment, again and again."""
    begin, end = region
    if (end - begin) * STEP_SECONDS <= LONGEST_SPEECH:
        yield region
        return
    margin = round(PART_FROM / STEP_SECONDS)
    last = min(end - margin, begin + round(LONGEST_SPEECH / STEP_SECONDS))
    # A single low value may lie within a plosive; the mean of five steps (160 ms) is a pause.
    smooth = np.convolve(probabilities[begin + margin : last], np.ones(5) / 5, mode="same")
    cut = begin + margin + int(smooth.argmin())
    yield begin, cut
    yield from _part((cut, end), probabilities)


def _padded(ranges: list[tuple[int, int]], duration: float) -> tuple[SpeechRegion, ...]:
    """Widen the ranges by :data:`PAD`, at most to the middle of the pause between two."""
    regions = []
    for number, (begin, end) in enumerate(ranges):
        start, stop = begin * STEP / SAMPLE_RATE, end * STEP / SAMPLE_RATE
        before = ranges[number - 1][1] * STEP / SAMPLE_RATE if number else -PAD
        after = ranges[number + 1][0] * STEP / SAMPLE_RATE if number + 1 < len(ranges) else duration + PAD
        regions.append(
            SpeechRegion(
                start=max(0.0, start - min(PAD, (start - before) / 2)),
                end=min(duration, stop + min(PAD, (after - stop) / 2)),
            )
        )
    return tuple(regions)
