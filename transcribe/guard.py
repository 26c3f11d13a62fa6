"""Finds what the recogniser made up: loops, text in silence, impossible speaking rates, mere guesses.

Judges text, times and probabilities only; whether somebody speaks is told by the caller, from a detector
that has no part in the text. A chair's real "Vielen Dank." is heard as speech and stays.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from transcribe.types import Flag, Segment, Word

HIGHEST_COMPRESSION = 2.4
"""Radford et al. 2022, 4.5."""

LOWEST_LOGPROB = -1.0
"""Radford et al. 2022, 4.5."""

HIGHEST_RATE = 7.0
"""Words per second; fast German speech has four to five."""

RATED_WORDS = 8
"""Fewer words have no rate: their times are too coarse."""

LOWEST_PROBABILITY = 0.4
"""A segment whose words have less on average is a guess."""

SPEECH_SHARE = 0.25
"""With less of its time heard as speech, a known invention is one."""

DOUBTFUL_SHARE = 0.3
"""Share of a window's words in doubtful segments from which on the window is decoded in another way."""

REPEATS = {1: 6, 2: 4, 3: 4}
REPEATS_LONGER = 3
"""How often in a row a phrase of so many words is no longer human; "ja, ja, ja" is."""

LONGEST_PHRASE = 12

INVENTIONS = re.compile(
    r"^(vielen dank( fürs? (zuschauen|zuhören))?|danke( schön)?|bis zum nächsten mal|tschüss"
    r"|(thanks?|thank you)( (you|so much|very much))?( for (watching|listening))?|bye|you"
    r"|.*(untertitel(ung)?|subtitles?) .*(zdf|ard|swr|wdr|br|ndr|amara|funk|auftrag|community|by).*"
    r"|(untertitel|copyright) .*\d{4}|.*amara\.?org.*|das war'?s für heute|musik|music)$"
)
"""What Whisper writes into silence, from subtitles it was trained on (lower case, no closing sign)."""


def is_loop(text: str) -> bool:
    """Tell whether ``text`` repeats itself as nobody does."""
    data = text.encode()
    if len(data) > 40 and len(data) / len(zlib.compress(data)) > HIGHEST_COMPRESSION:  # noqa: PLR2004  # zlib's header
        return True
    words = [re.sub(r"\W", "", word).casefold() for word in text.split()]
    return any(_repeats(words, length) for length in range(1, min(LONGEST_PHRASE, len(words) // 3) + 1))


def _repeats(words: Sequence[str], length: int) -> bool:
    limit = REPEATS.get(length, REPEATS_LONGER)
    run = 0
    for index in range(length, len(words)):
        run = run + 1 if words[index] == words[index - length] and words[index] else 0
        if run >= length * (limit - 1):
            return True
    return False


def is_invention(text: str) -> bool:
    """Tell whether ``text`` is something Whisper is known to write into silence."""
    return INVENTIONS.match(re.sub(r"[.!?,…\s]+$", "", text.strip().casefold())) is not None


def too_fast(words: Sequence[Word]) -> bool:
    """Tell whether nobody could have said so many words in their time."""
    if len(words) < RATED_WORDS:
        return False
    return len(words) / max(0.1, words[-1].end - words[0].start) > HIGHEST_RATE


def doubts(segment: Segment, speech_seconds: Callable[[float, float], float]) -> tuple[Flag, ...]:
    """Return what is doubtful about ``segment``.

    Args:
        segment: what the recogniser returned.
        speech_seconds: seconds of speech heard between two times.
    """
    found: list[Flag] = []
    if is_loop(segment.text):
        found.append("loop")
    length = max(0.1, segment.end - segment.start)
    share = speech_seconds(segment.start - 0.2, segment.end + 0.2) / length
    if share < SPEECH_SHARE and (is_invention(segment.text) or segment.no_speech_probability > 0.6):  # noqa: PLR2004  # Radford et al. 2022, 4.5
        found.append("silence")
    mean = sum(word.probability for word in segment.words) / max(1, len(segment.words))
    if segment.average_logprob < LOWEST_LOGPROB or mean < LOWEST_PROBABILITY or too_fast(segment.words):
        found.append("low-confidence")
    return tuple(found)


def examined(
    segments: Sequence[Segment], speech_seconds: Callable[[float, float], float]
) -> tuple[Segment, ...]:
    """Return the segments with their doubts as flags; a known invention without any speech is left out."""
    kept = []
    for segment in segments:
        flags = doubts(segment, speech_seconds)
        if (
            "silence" in flags
            and is_invention(segment.text)
            and not speech_seconds(segment.start, segment.end)
        ):
            continue
        kept.append(msgspec.structs.replace(segment, flags=flags))
    whole = " ".join(segment.text for segment in kept)
    if len(kept) > 1 and is_loop(whole):
        # The loop runs over several segments, each of them innocent.
        kept = [
            segment
            if "loop" in segment.flags
            else msgspec.structs.replace(segment, flags=("loop", *segment.flags))
            for segment in kept
        ]
    return tuple(kept)


def score(segments: Sequence[Segment], speech: float) -> float:
    """Return how good a decoding of a window is, to compare it with another; higher is better.

    The words expected to be right less those expected to be wrong, by the probability of each: a text that
    leaves something out has fewer of both. The words of a loop, or of text in silence, are wrong whatever the
    model thinks of them. No text at all counts as one wrong word per second of ``speech``.
    """
    if not segments:
        return -speech
    return sum(
        -1.0 if {"loop", "silence"} & set(segment.flags) else 2 * word.probability - 1
        for segment in segments
        for word in segment.words
    )


def needs_another_look(segments: Sequence[Segment], speech: float) -> bool:
    """Tell whether a whole window should be decoded again in another way.

    A loop or a text in silence is reason enough, and so is no text where somebody speaks; mere doubt only
    where it concerns a good part of the words.
    """
    if not segments:
        return speech > 1.0
    if any({"loop", "silence"} & set(segment.flags) for segment in segments):
        return True
    doubtful = sum(len(segment.words) for segment in segments if segment.flags)
    return doubtful > DOUBTFUL_SHARE * sum(len(segment.words) for segment in segments)
