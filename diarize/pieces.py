"""Which stretches of sound a voice vector is taken from: clean speech of one voice, each second once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from diarize.evidence import Grid, Piece

if TYPE_CHECKING:
    import numpy.typing as npt

SHORTEST_RUN = 0.15
"""Seconds of uninterrupted clean speech below which nothing of a voice is heard."""
SHORTEST_PIECE = 0.25
"""Seconds of clean speech a piece must have near the window's middle."""
ALONE = 1.0
"""Seconds from which on an uninterrupted run is a piece of its own; shorter runs of a slot are pooled."""
ENOUGH = 1.5
"""Seconds with which pooled runs are content; with less, the slot's clean speech farther off is added."""

Run = tuple[int, int]
"""Frames [first, last) of a window."""


def find_pieces(alone: npt.NDArray[np.int8], *, window: int, windows: int, grid: Grid) -> list[Piece]:
    """Return the pieces of one window.

    The frames nearest to the window's middle are taken, so that the windows together use every second
    of sound once. Two things are worth more than that: a run that the border of these frames cuts short is
    taken whole, so that a sentence keeps a vector of its own (but counts fully on one side only, so that
    no sentence forms voices twice); and where the frames hold too little of a voice, the rest of the window
    is taken too.

    Args:
        alone: Which slot speaks alone in each frame, -1 for none, (frames,).
        window: Number of the window.
        windows: Number of windows in the recording.
        grid: How windows and frames lie.
    """
    first, last = grid.own(window, windows)
    origin = window * grid.hop
    found = []
    for slot in range(int(alone.max()) + 1):
        whole = _clean_runs(alone, slot, 0, grid.frames, grid)
        groups, pooled = [], []
        for run in _clean_runs(alone, slot, first, last, grid):
            full = _mend(run, whole, grid)
            if _length([full], grid) >= ALONE:
                groups.append(([full], _counted(run, full, grid)))
            else:
                pooled.append(full)
        if _length(pooled, grid) >= SHORTEST_PIECE:
            if _length(pooled, grid) < ENOUGH:
                pooled = whole
            groups.append((pooled, _length(pooled, grid)))
        found += [
            Piece(
                window=window,
                slot=slot,
                runs=tuple((origin + begin, origin + end) for begin, end in group),
                seconds=seconds,
            )
            for group, seconds in groups
        ]
    return found


def _mend(run: Run, whole: list[Run], grid: Grid) -> Run:
    """Return the run of ``whole`` that ``run`` was cut from, where too little was left of it."""
    if not SHORTEST_PIECE <= _length([run], grid) < ALONE:
        return run
    return next((other for other in whole if other[0] <= run[0] and run[1] <= other[1]), run)


def _counted(run: Run, full: Run, grid: Grid) -> float:
    """Return the seconds with which ``full`` counts: all where most of it lies, else those of ``run``."""
    inside, whole = _length([run], grid), _length([full], grid)
    return whole if 2 * inside >= whole else inside


def _clean_runs(alone: npt.NDArray[np.int8], slot: int, first: int, last: int, grid: Grid) -> list[Run]:
    """Return the runs of at least :data:`SHORTEST_RUN` of ``slot`` alone within [first, last)."""
    clean = np.zeros(len(alone) + 2, dtype=np.int8)
    clean[1 + first : 1 + last] = alone[first:last] == slot
    change = np.diff(clean)
    return [
        (int(begin), int(end))
        for begin, end in zip(np.flatnonzero(change == 1), np.flatnonzero(change == -1), strict=True)
        if (end - begin) * grid.seconds >= SHORTEST_RUN
    ]


def _length(runs: list[Run], grid: Grid) -> float:
    return sum(end - begin for begin, end in runs) * grid.seconds
