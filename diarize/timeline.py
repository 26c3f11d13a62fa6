"""From named slots to turns: who speaks in each frame, and the frames joined to turns.

Windows that see a frame are averaged, those that see it near their middle more. How many voices speak is
decided first (none, one, two), then which, as in Bredin, "pyannote.audio 2.1 speaker diarization
pipeline", Interspeech 2023; but on probabilities, not on counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from diarize.types import Turn

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from diarize.voices import Heard, Slots

    Track = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class TimelineOptions:
    """Thresholds; docs/diarization.md shows how flat the optimum of each is."""

    speech: float = 0.5
    """Probability from which on somebody speaks."""
    overlap: float = 0.5
    """Probability from which on two speak at once."""
    shortest_gap: float = 0.2
    """Seconds; a shorter gap inside one voice's speech is closed."""
    shortest_turn: float = 0.15
    """Seconds; a shorter turn is dropped."""


NOBODY = -1


def decide(heard: Heard, slots: Slots, options: TimelineOptions) -> tuple[Track, Track]:
    """Return the first and the second voice in each frame of the recording; -1 for none."""
    windows, frames = heard.activity.shape[:2]
    hop = heard.grid.hop
    length = (windows - 1) * hop + frames
    first = np.full(length, NOBODY, dtype=np.int16)
    second = np.full(length, NOBODY, dtype=np.int16)
    reach = -(-frames // hop)
    taper = _taper(frames)
    for begin in range(0, length, hop):
        end = min(begin + hop, length)
        block = begin // hop
        seen = range(max(0, block - reach + 1), min(windows, block + 1))
        voices = sorted({int(voice) for window in seen for voice in slots[window] if voice != NOBODY})
        if not voices:
            continue
        column = {voice: index for index, voice in enumerate(voices)}
        scores = np.zeros((end - begin, len(voices)))
        speech, several, weight = (np.zeros(end - begin) for _ in range(3))
        for window in seen:
            origin = window * hop
            stop = min(end, origin + frames)
            if stop <= begin:
                continue
            inside = slice(begin - origin, stop - origin)
            here = slice(0, stop - begin)
            share = taper[inside]
            activity = heard.activity[window, inside].astype(np.float64) / 255.0
            merged: dict[int, npt.NDArray[np.float64]] = {}
            for slot, voice in enumerate(slots[window]):
                if voice != NOBODY:
                    known = merged.get(int(voice))
                    own = activity[:, slot]
                    merged[int(voice)] = own if known is None else np.maximum(known, own)
            for voice, own in merged.items():
                scores[here, column[voice]] += share * own
            total = sum(merged.values(), np.zeros(stop - begin))
            both = np.minimum(activity[:, -1], total / 2)
            speech[here] += share * np.minimum(1.0, total - both)
            several[here] += share * both
            weight[here] += share
        weight = np.maximum(weight, 1e-9)
        order = np.argsort(-scores, axis=1, kind="stable")
        names = np.array(voices, dtype=np.int16)
        rows = np.arange(end - begin)
        active = speech / weight >= options.speech
        first[begin:end][active] = names[order[active, 0]]
        if len(voices) > 1:
            double = active & (several / weight >= options.overlap) & (scores[rows, order[:, 1]] > 0)
            second[begin:end][double] = names[order[double, 1]]
    return first, second


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
