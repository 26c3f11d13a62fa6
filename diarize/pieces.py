"""Which stretches of sound a voice vector is taken from: clean speech of one voice, each second once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from diarize.evidence import Grid, Piece

if TYPE_CHECKING:
    import numpy.typing as npt

SHORTEST_RUN = 0.2
"""Seconds of uninterrupted clean speech below which nothing of a voice is heard."""
SHORTEST_PIECE = 0.4
"""Seconds of clean speech a piece must have in all."""

Run = tuple[int, int]
"""Frames [first, last) of a window."""


def find_pieces(
    alone: npt.NDArray[np.int8], *, window: int, windows: int, grid: Grid
) -> list[tuple[Piece, list[Run]]]:
    """Return the pieces of one window, and the runs of clean frames each consists of.

    Only the frames nearest to the window's middle are looked at, so that the windows together use every
    second of sound once.

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
        clean = np.zeros(len(alone) + 2, dtype=np.int8)
        clean[1 + first : 1 + last] = alone[first:last] == slot
        change = np.diff(clean)
        runs = [
            (int(begin), int(end))
            for begin, end in zip(np.flatnonzero(change == 1), np.flatnonzero(change == -1), strict=True)
            if (end - begin) * grid.seconds >= SHORTEST_RUN
        ]
        seconds = sum(end - begin for begin, end in runs) * grid.seconds
        if seconds >= SHORTEST_PIECE:
            piece = Piece(
                window=window,
                slot=slot,
                first=origin + runs[0][0],
                last=origin + runs[-1][1],
                seconds=seconds,
            )
            found.append((piece, runs))
    return found
