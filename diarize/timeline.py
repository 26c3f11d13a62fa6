"""From named slots to turns: who speaks in each frame, and the frames joined to turns.

Windows that see a frame are averaged, those that see it near their middle more. How many voices speak is
decided first (none, one, two), then which, as in Bredin, "pyannote.audio 2.1 speaker diarization
pipeline", Interspeech 2023; but on probabilities, not on counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from diarize.turns import overlaps
from diarize.types import Turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from diarize.evidence import Activity
    from diarize.voices import Heard, Named

    Numbers = npt.NDArray[np.float64]
    Track = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class TimelineOptions:
    """Thresholds; docs/diarization.md shows how flat the optimum of each is."""

    onset: float = 0.6
    """Probability at which speech begins …"""
    offset: float = 0.5
    """… and below which it ends; between the two it stays as it was."""
    overlap: float = 0.5
    """Probability from which on two speak at once."""
    shortest_gap: float = 0.3
    """Seconds; a shorter gap inside one voice's speech is closed."""
    shortest_turn: float = 0.15
    """Seconds; a shorter turn is dropped."""


NOBODY = -1


def decide(
    heard: Heard, named: Named, options: TimelineOptions
) -> tuple[Track, Track, npt.NDArray[np.bool_]]:
    """Return the first and the second voice in each frame, -1 for none, and where two are heard at once.

    The last is true as well where the second voice could not be named.
    """
    windows, frames = heard.activity.shape[:2]
    hop = heard.grid.hop
    length = (windows - 1) * hop + frames
    first = np.full(length, NOBODY, dtype=np.int16)
    second = np.full(length, NOBODY, dtype=np.int16)
    speech, several = np.zeros((2, length))
    reach = -(-frames // hop)
    taper = _taper(frames)
    for begin in range(0, length, hop):
        end = min(begin + hop, length)
        seen = range(max(0, begin // hop - reach + 1), min(windows, begin // hop + 1))
        block = _Block(begin, end)
        for window in seen:
            origin = window * hop
            stop = min(end, origin + frames)
            if stop > begin:
                inside = slice(begin - origin, stop - origin)
                block.add(heard.activity[window, inside], named[window, inside], taper[inside])
        first[begin:end], second[begin:end], speech[begin:end] = block.decide(options)
        several[begin:end] = block.several()
    active = _switch(speech, options.onset, options.offset)
    first = _carry(first, active)
    first[~active] = second[~active] = NOBODY
    return first, second, active & (several >= options.overlap)


def _carry(track: Track, active: npt.NDArray[np.bool_]) -> Track:
    """Name frames of uncertain speech: the last voice goes on, else the next begins earlier."""
    frames = np.arange(len(track))
    known = track != NOBODY
    before = np.maximum.accumulate(np.where(known, frames, -1))
    after = np.minimum.accumulate(np.where(known, frames, len(track))[::-1])[::-1]
    # A voice is carried through speech only, never over silence.
    silences = np.cumsum(~active)
    last, following = np.maximum(before, 0), np.minimum(after, len(track) - 1)
    from_before = active & ~known & (before >= 0) & (silences[last] == silences) & active[last]
    from_after = active & ~known & ~from_before & (after < len(track)) & (silences[following] == silences)
    filled = track.copy()
    filled[from_before] = track[last[from_before]]
    filled[from_after] = track[following[from_after]]
    return filled


def _switch(speech: Numbers, onset: float, offset: float) -> npt.NDArray[np.bool_]:
    """Return where speech is on: from ``onset`` until it falls below ``offset``."""
    state = np.where(speech >= onset, 1, np.where(speech < offset, 0, -1))
    decided = np.where(state >= 0, np.arange(len(state)), 0)
    result: npt.NDArray[np.bool_] = state[np.maximum.accumulate(decided)] == 1
    return result


class _Block:
    """A hop's frames, [begin, end), as all windows that reach into them see them."""

    def __init__(self, begin: int, end: int) -> None:
        self._length = end - begin
        self._scores: dict[int, Numbers] = {}
        self._speech, self._several, self._weight = (np.zeros(self._length) for _ in range(3))

    def add(self, activity: Activity, named: Named, weight: Numbers) -> None:
        """Add what one window says of the block's first ``len(weight)`` frames."""
        here = slice(0, len(weight))
        probability = activity.astype(np.float64) / 255.0
        known = named >= 0
        for voice in np.unique(named[known]):
            score = self._scores.setdefault(int(voice), np.zeros(self._length))
            score[here] += weight * np.where(named == voice, probability[:, :-1], 0.0).max(axis=1)
        # Below certainty a slot has no name, but it still makes speech more or less likely.
        total = probability[:, :-1].sum(axis=1)
        both = np.minimum(probability[:, -1], total / 2)
        self._speech[here] += weight * np.minimum(1.0, total - both)
        self._several[here] += weight * both
        self._weight[here] += weight

    def several(self) -> Numbers:
        """Return how likely two speak at once in each frame."""
        likely: Numbers = self._several / np.maximum(self._weight, 1e-9)
        return likely

    def decide(self, options: TimelineOptions) -> tuple[Track, Track, Numbers]:
        """Return the likeliest and, where two speak, the second voice; and how likely speech is at all."""
        first = np.full(self._length, NOBODY, dtype=np.int16)
        second = first.copy()
        weight = np.maximum(self._weight, 1e-9)
        speech = self._speech / weight
        if not self._scores:
            return first, second, speech
        names = np.array(sorted(self._scores), dtype=np.int16)
        scores = np.stack([self._scores[int(name)] for name in names], axis=1)
        order = np.argsort(-scores, axis=1, kind="stable")
        rows = np.arange(self._length)
        heard = scores[rows, order[:, 0]] > 0
        first[heard] = names[order[heard, 0]]
        if len(names) > 1:
            double = heard & (self.several() >= options.overlap) & (scores[rows, order[:, 1]] > 0)
            second[double] = names[order[double, 1]]
        return first, second, speech


def _taper(frames: int) -> npt.NDArray[np.float64]:
    """Return the weight of each frame of a window: one in the middle, little at the edges."""
    middle = (frames - 1) / 2
    weight: npt.NDArray[np.float64] = np.maximum(0.05, 1.0 - np.abs(np.arange(frames) - middle) / middle)
    return weight


def overlapping_turns(heard: Heard, first: Track, second: Track, options: TimelineOptions) -> list[Turn]:
    """Return the turns of every voice, overlaps included; labels are the voices' numbers."""
    turns = []
    for voice in np.unique(np.concatenate([first, second])):
        if voice == NOBODY:
            continue
        runs = list(_runs((first == voice) | (second == voice)))
        turns += _turns(heard, runs, int(voice), options)
    return turns


def exclusive_turns(heard: Heard, first: Track, options: TimelineOptions) -> list[Turn]:
    """Return turns of which never two overlap: the stronger voice of each frame."""
    track = first.copy()
    gap = round(options.shortest_gap / heard.grid.seconds)
    for begin, end in _runs(track == NOBODY):
        if begin > 0 and end < len(track) and end - begin < gap and track[begin - 1] == track[end]:
            track[begin:end] = track[end]
    turns: list[Turn] = []
    for voice in np.unique(track):
        if voice != NOBODY:
            turns += _turns(heard, list(_runs(track == voice)), int(voice), options, close=False)
    return turns


def doubled_stretches(
    heard: Heard, doubled: npt.NDArray[np.bool_], turns: Sequence[Turn], duration: float
) -> tuple[tuple[float, float], ...]:
    """Return the stretches in which two speak at once, of the frames and of the turns, joined and sorted."""
    edges = [(heard.grid.edge(begin), heard.grid.edge(end)) for begin, end in _runs(doubled)]
    joined: list[tuple[float, float]] = []
    for begin, end in sorted([*edges, *overlaps(turns)]):
        start, stop = max(0.0, begin), min(end, duration)
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        elif start < stop:
            joined.append((start, stop))
    return tuple(joined)


def _runs(mask: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield [first, last) of each run of True."""
    change = np.diff(np.concatenate([[0], mask.astype(np.int8), [0]]))
    starts, ends = np.flatnonzero(change == 1), np.flatnonzero(change == -1)
    yield from zip(starts.tolist(), ends.tolist(), strict=True)


def _turns(
    heard: Heard, runs: list[tuple[int, int]], voice: int, options: TimelineOptions, *, close: bool = True
) -> list[Turn]:
    """Close short gaps between ``runs``, drop short runs, and turn frames into seconds."""
    joined: list[tuple[int, int]] = []
    for begin, end in runs:
        if close and joined and (begin - joined[-1][1]) * heard.grid.seconds < options.shortest_gap:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return [
        Turn(
            start=max(0.0, heard.grid.edge(begin)),
            end=heard.grid.edge(end),
            speaker=str(voice),
        )
        for begin, end in joined
        if (end - begin) * heard.grid.seconds >= options.shortest_turn
    ]
