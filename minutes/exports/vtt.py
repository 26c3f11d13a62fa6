"""WebVTT (W3C Candidate Recommendation, 2019) and SubRip: captions with speakers, and chapters by item.

Captions follow the usual limits for reading along: two lines of at most 42 characters, and no cue
over seven seconds (EBU-TT-D practice, BBC Subtitle Guidelines 2024). They break at the words'
times, at sentence ends first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from transcribe.types import Word

if TYPE_CHECKING:
    from diarize.types import Utterance
    from minutes.types import Agenda, Outcomes, Transcript

LINE = 42
"""Characters on a line."""
LINES = 2
LONGEST = 7.0
"""Seconds a cue may stay."""
PAUSE = 1.5
"""Seconds of silence that end a cue."""
_SHORTEST = 0.5
"""Seconds a cue stays at least, where the next one leaves room."""
_SENTENCE = re.compile(r"(?<!\d)[.!?…][\"“”»«)]*$")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Cue:
    start: float
    end: float
    speaker: str | None
    lines: tuple[str, ...]


def transcript_vtt(transcript: Transcript) -> str:
    """Return captions with speakers' names; an utterance without times cannot be shown and is left out."""
    blocks = [
        f"{number}\n{_span(cue.start, cue.end)}\n{_voice(cue.speaker)}{_escape(chr(10).join(cue.lines))}"
        for number, cue in enumerate(_all_cues(transcript), start=1)
    ]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def transcript_srt(transcript: Transcript) -> str:
    """Return the same captions as SubRip, for players that do not know WebVTT.

    Where the voice changes, its name stands before the words: SubRip has no place for it. Signs that some
    players take for tags are left as they are, since the format knows no escape.
    """
    blocks, before = [], None
    for number, cue in enumerate(_all_cues(transcript), start=1):
        name = _plain(cue.speaker or "").strip()
        head = f"{name}: " if name and name != before else ""
        span = _span(cue.start, cue.end).replace(".", ",")
        blocks.append(f"{number}\n{span}\n{head}{chr(10).join(cue.lines)}\n")
        before = name
    return "\n".join(blocks)


def _all_cues(transcript: Transcript) -> list[_Cue]:
    """Return the captions of everybody in order of time."""
    names = {speaker.id: speaker.name for speaker in transcript.speakers}
    cues = [
        cue
        for utterance in transcript.utterances
        for cue in _cues(utterance, names.get(utterance.speaker or "") or utterance.speaker)
    ]
    return sorted(cues, key=lambda cue: (cue.start, cue.end))


def chapters_vtt(transcript: Transcript, outcomes: Outcomes, agenda: Agenda) -> str:
    """Return one cue per agenda item that was called, from its call to the next one's.

    Items called together share their start; they are one chapter with both titles, since chapters
    of a track must not overlap.
    """
    titles = {item.number: item.title for item in agenda.items}
    last = transcript.recording.duration or max((u.end for u in transcript.utterances if u.end), default=0.0)
    called: dict[float, list[str]] = {}
    for item in outcomes.items:
        if item.start is not None:
            called.setdefault(item.start, []).append(item.number)
    starts = sorted(called)
    blocks = []
    for number, (start, end) in enumerate(pairwise([*starts, max(last, *starts, 0.0)]), start=1):
        label = " / ".join(f"{one} {titles.get(one, '')}".strip() for one in called[start])
        if end > start:
            blocks.append(f"{number}\n{_span(start, end)}\n{_escape(label)}")
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def _cues(utterance: Utterance, speaker: str | None) -> Iterator[_Cue]:
    words = _timed_words(utterance)
    for group in _groups(words):
        text = " ".join(_plain(word.text) for word in group)
        start = group[0].start
        end = min(max(group[-1].end, start + _SHORTEST), start + LONGEST)
        yield _Cue(start, end, speaker, tuple(_wrap(text)))


def _timed_words(utterance: Utterance) -> Sequence[Word]:
    """Return the words with times; where there are none, the text spread evenly over the utterance."""
    written = utterance.text.split()
    if utterance.words:
        return utterance.words
    if utterance.start is None or utterance.end is None or not written:
        return ()
    step = max(0.0, utterance.end - utterance.start) / len(written)
    begin = utterance.start
    return tuple(
        Word(start=begin + step * place, end=begin + step * (place + 1), text=text, probability=0.0)
        for place, text in enumerate(written)
    )


def _groups(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Cut where two lines or seven seconds are full, at pauses, and at sentence ends past one line."""
    group: list[Word] = []
    for word in words:
        if group and _full(group, word):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _full(group: Sequence[Word], word: Word) -> bool:
    text = " ".join(one.text for one in group)
    return (
        len(list(_wrap(f"{text} {word.text}"))) > LINES
        or word.end - group[0].start > LONGEST
        or word.start - group[-1].end > PAUSE
        or (len(text) > LINE and _SENTENCE.search(text) is not None)
    )


def _wrap(text: str) -> Iterator[str]:
    """Break into lines; a word longer than a line stays whole."""
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > LINE:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line


def _voice(speaker: str | None) -> str:
    """Return the voice span; its annotation ends at ``>`` and holds no line break (WebVTT 4.2.2)."""
    name = _escape(_plain(speaker or "")).replace("\n", " ").strip()
    return f"<v {name}>" if name else ""


def _escape(text: str) -> str:
    """Escape what WebVTT would read as a tag or an arrow."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _span(start: float, end: float) -> str:
    return f"{_clock(start)} --> {_clock(max(end, start + 0.001))}"


def _clock(second: float) -> str:
    milliseconds = round(second * 1000)
    return (
        f"{milliseconds // 3_600_000:02d}:{milliseconds // 60_000 % 60:02d}"
        f":{milliseconds // 1000 % 60:02d}.{milliseconds % 1000:03d}"
    )
