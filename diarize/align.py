"""Words and turns to utterances: what one person says in a sentence or a few.

Where two speak at once a recogniser writes down one of them or a blend of both, and nothing tells which:
of the words that stand there on the measured recordings a quarter belong to the other voice, elsewhere one
in forty (docs/diarization.md). Such words have no speaker rather than a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diarize.attribution import attribute, core, ends_sentence
from diarize.turns import overlaps, seconds_inside
from diarize.types import Utterance
from transcribe.types import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from diarize.types import Diarization
    from transcribe.types import Flag, Segment, Transcription

PAUSE = 1.2
"""Seconds of silence that end an utterance."""
SENTENCE_PAUSE = 0.5
"""Seconds of silence that end it after the end of a sentence."""
READABLE = 12.0
"""Seconds from which on an utterance ends with its sentence."""
LONGEST = 40.0
"""Seconds from which on it ends at a comma or a breath, since no sentence ends."""
BREATH = 0.25
"""Seconds of silence that count as a breath."""
OVERLAP = 0.3
"""Seconds in which two voices speak that mark an utterance, and take the speaker from words in them."""
DOUBTFUL = 0.5
"""Share of a word inside such a stretch from which on it has no speaker."""


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A word with what is known of it."""

    word: Word
    flags: tuple[Flag, ...]
    speaker: str | None = None


def build_utterances(transcription: Transcription, diarization: Diarization) -> tuple[Utterance, ...]:
    """Join words with voices and cut them into utterances "u1", "u2" and so on.

    No word is lost and their order is kept. An utterance ends where the voice changes, at a pause, where
    a segment's flags begin or end, and at the end of a sentence once it has grown long. What is spoken
    while two voices are heard becomes an utterance of its own without speaker, flagged ``overlap``.

    Args:
        transcription: Words with times; a segment without words gets them by spreading its text evenly.
        diarization: Both outputs are used: the exclusive one for voices, the other for overlaps.
    """
    spoken = [
        _Spoken(word=word, flags=segment.flags)
        for segment in transcription.segments
        for word in _words(segment)
    ]
    spoken.sort(key=lambda item: item.word.start)
    speakers = attribute([item.word for item in spoken], diarization.exclusive)
    doubled = diarization.doubled or overlaps(diarization.turns)
    long = [(start, end) for start, end in doubled if end - start >= OVERLAP]
    spoken = [
        _Spoken(word=item.word, flags=item.flags, speaker=None if _doubtful(item.word, long) else speaker)
        for item, speaker in zip(spoken, speakers, strict=True)
    ]
    return tuple(
        _utterance(f"u{number}", group, doubled) for number, group in enumerate(_groups(spoken), start=1)
    )


def _doubtful(word: Word, doubled: Sequence[tuple[float, float]]) -> bool:
    """Tell whether a word is spoken where two voices are heard, so that it may be either's."""
    start, end = core(word)
    return seconds_inside(doubled, start, end) >= DOUBTFUL * (end - start)


def _words(segment: Segment) -> tuple[Word, ...]:
    """Return the words of ``segment``; where it has text only, spread it by letters over its time."""
    if segment.words or not segment.text.strip():
        return segment.words
    texts = segment.text.split()
    letters = sum(len(text) + 1 for text in texts)
    rate = (segment.end - segment.start) / letters
    words, at = [], segment.start
    for text in texts:
        end = at + rate * (len(text) + 1)
        words.append(Word(start=at, end=end, text=text, probability=0.0))
        at = end
    return tuple(words)


def _groups(spoken: Sequence[_Spoken]) -> Iterator[list[_Spoken]]:
    """Cut the words into utterances."""
    group: list[_Spoken] = []
    for item in spoken:
        if group and _breaks(group, item):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _breaks(group: Sequence[_Spoken], item: _Spoken) -> bool:
    """Tell whether an utterance of ``group`` ends before ``item``."""
    last = group[-1]
    pause = item.word.start - last.word.end
    length = last.word.end - group[0].word.start
    if item.speaker != last.speaker or item.flags != last.flags or pause >= PAUSE:
        return True
    if ends_sentence(last.word.text):
        return length >= READABLE or pause >= SENTENCE_PAUSE
    return length >= LONGEST and (last.word.text.endswith((",", ";")) or pause >= BREATH)


def join_text(texts: Iterable[str]) -> str:
    """Join words with blanks; what begins like the rest of a word ("200" ".000") sticks to it."""
    return re.sub(r" (?=[.,:;!?…%)]|-\w)", "", " ".join(texts))


def _utterance(name: str, group: Sequence[_Spoken], doubled: Sequence[tuple[float, float]]) -> Utterance:
    words = tuple(item.word for item in group)
    start, end = words[0].start, max(word.end for word in words)
    shared = seconds_inside(doubled, start, end)
    flags = list(group[0].flags)
    alone = group[0].speaker is not None or not doubled
    if (shared >= OVERLAP or not alone) and "overlap" not in flags:
        flags.append("overlap")
    return Utterance(
        id=name,
        text=join_text(word.text for word in words),
        speaker=group[0].speaker,
        start=start,
        end=end,
        confidence=round(sum(word.probability for word in words) / len(words), 3),
        flags=tuple(flags),
        words=words,
    )
