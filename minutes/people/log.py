"""A microphone log or list of speakers as evidence: who was on, laid beside which voice was heard.

The clock of a conference system and the recording start at different moments, so the log is shifted until
voices and people go together best. The measure is the log-likelihood ratio of the two labellings (G, Woolf
1957): unlike mere overlap it gains nothing from a chair who speaks half of the time anyway.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from diarize.types import Utterance
    from minutes.people.evidence import Evidence

WEIGHT = 6.0
"""For a voice that was heard only while one person was on."""
_COARSE, _FINE = 5.0, 0.5
"""Seconds between two shifts that are tried."""
_LEAST_SHARE = 0.6
"""Of the time in common so much must go together, or the log is of another meeting."""
_LEAST_SECONDS = 3.0
_FULL_SECONDS = 15.0
"""Time in common after which a voice's evidence counts fully."""
_CLOSE = 0.98
"""A log whose times begin with the recording is not shifted for less gain than this."""


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody had the floor, or the microphone was on."""

    name: str
    start: float
    """Seconds from any moment; the same for all entries."""
    end: float


class Fit(NamedTuple):
    """How a log lies beside a recording."""

    offset: float
    """Seconds to be added to the log's times."""
    share: float
    """Of the time in common, how much goes together (0 to 1)."""


def fit(entries: Sequence[LogEntry], utterances: Sequence[Utterance]) -> Fit | None:
    """Find the shift under which people and voices go together best.

    Returns:
        None where the recording has no times, or nothing goes together: the log is of another meeting.
    """
    timed = [u for u in utterances if u.speaker and u.start is not None and u.end is not None]
    if not timed or not entries:
        return None
    heard = [(u.start or 0.0, u.end or 0.0, u.speaker or "") for u in timed]
    first = min(entry.start for entry in entries)
    said = [(entry.start - first, entry.end - first, entry.name) for entry in entries]
    offsets = _tried(heard, said, _COARSE)
    best, _ = max(((shift, offsets[shift]) for shift in offsets), key=lambda pair: pair[1])
    fine = _tried(heard, said, _FINE, around=best)
    best = max(fine, key=lambda shift: fine[shift])
    as_it_is = _tried(heard, said, _FINE, around=first, width=0)
    if as_it_is and max(as_it_is.values()) >= _CLOSE * fine[best]:
        best = first
    share = _share(_common(heard, said, best))
    return Fit(best - first, share) if share >= _LEAST_SHARE else None


def weigh_log(
    evidence: Evidence,
    entries: Sequence[LogEntry],
    fitted: Fit,
    utterances: Sequence[Utterance],
    people: Mapping[str, int],
) -> None:
    """Add for every voice who was on while it was heard.

    Args:
        evidence: Is added to.
        entries: The log.
        fitted: Its place beside the recording.
        utterances: The meeting.
        people: Index into the roster by the names of the log.
    """
    heard = [(u.start or 0.0, u.end or 0.0, u.id) for u in utterances if u.speaker and u.end is not None]
    voice = {u.id: u.speaker or "" for u in utterances}
    said = [(entry.start, entry.end, entry.name) for entry in entries]
    total: dict[str, float] = defaultdict(float)
    shared: dict[tuple[str, str], float] = defaultdict(float)
    source: dict[tuple[str, str], tuple[float, str]] = {}
    for (utterance, name), seconds in _common(heard, said, fitted.offset).items():
        key = voice[utterance], name
        total[key[0]] += seconds
        shared[key] += seconds
        source[key] = max(source.get(key, (0.0, "")), (seconds, utterance))
    for (who, name), seconds in shared.items():
        if name in people and seconds >= _LEAST_SECONDS:
            weight = WEIGHT * fitted.share * seconds / total[who] * min(1.0, seconds / _FULL_SECONDS)
            evidence.add(who, people[name], weight, source[who, name][1], "log")


Spans = list[tuple[float, float, str]]


def _common(heard: Spans, said: Spans, offset: float) -> dict[tuple[str, str], float]:
    """Seconds in common by label heard and name said, both sorted by start in one sweep."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    said = sorted((start + offset, end + offset, name) for start, end, name in said)
    begin = 0
    longest = max((end - start for start, end, _ in said), default=0.0)
    for start, end, label in sorted(heard):
        while begin < len(said) and said[begin][0] + longest <= start:
            begin += 1
        for low, high, name in said[begin:]:
            if low >= end:
                break
            if (seconds := min(end, high) - max(start, low)) > 0:
                found[label, name] += seconds
    return found


def _share(common: Mapping[tuple[str, str], float]) -> float:
    best: dict[str, float] = defaultdict(float)
    for (label, _), seconds in common.items():
        best[label] = max(best[label], seconds)
    total = sum(common.values())
    return sum(best.values()) / total if total else 0.0


def _tried(
    heard: Spans, said: Spans, step: float, *, around: float | None = None, width: float = 2 * _COARSE
) -> dict[float, float]:
    """The gain of every shift of the log's first moment, on a grid of ``step`` seconds."""
    voices, people = _grid(heard, step), _grid(said, step)
    count_v, count_p = int(voices.max()) + 1, int(people.max()) + 1
    if around is None:
        shifts = range(-len(people) + 1, len(voices))
    else:
        middle, wide = round(around / step), round(width / step)
        shifts = range(middle - wide, middle + wide + 1)
    found: dict[float, float] = {}
    for shift in shifts:
        low, high = max(0, shift), min(len(voices), shift + len(people))
        if high > low:
            pairs = voices[low:high] * count_p + people[low - shift : high - shift]
            table = np.bincount(pairs, minlength=count_v * count_p).reshape(count_v, count_p)[1:, 1:]
            found[shift * step] = _gain(table.astype(float)) * step
    return found


def _grid(spans: Spans, step: float) -> NDArray[np.int64]:
    """One label per cell, 0 where there is none."""
    numbers: dict[str, int] = {}
    cells = np.zeros(int(max(end for _, end, _ in spans) / step) + 1, dtype=np.int64)
    for start, end, label in spans:
        cells[max(0, round(start / step)) : round(end / step)] = numbers.setdefault(label, len(numbers) + 1)
    return cells


def _gain(table: NDArray[np.float64]) -> float:
    total = table.sum()
    if not total:
        return 0.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / total
    some = table > 0
    return float((table[some] * np.log(table[some] / expected[some])).sum())
