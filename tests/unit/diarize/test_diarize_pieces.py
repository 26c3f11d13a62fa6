"""Which stretches of a window a voice vector is taken from."""

from __future__ import annotations

import numpy as np
import pytest

from diarize.evidence import Grid
from diarize.pieces import find_pieces

FRAME = 1600
GRID = Grid(rate=16_000, frame=FRAME, offset=FRAME // 2, frames=100, window=100 * FRAME, hop=50)


def alone(*runs):
    frames = np.full(100, -1, dtype=np.int8)
    for slot, begin, end in runs:
        frames[begin:end] = slot
    return frames


def test_a_sentence_across_the_border_is_taken_whole():
    """Seven tenths of a second on this side of the border would have no vector of their own."""
    found = find_pieces(alone((0, 68, 90)), window=1, windows=3, grid=GRID)
    expected = [((118, 140),)]
    assert expected == [piece.runs for piece in found]
    assert pytest.approx(0.7) == found[0].seconds, "the side of the lesser part counts for itself only"


def test_a_sentence_across_the_border_counts_fully_where_most_of_it_lies():
    """So the two windows that see it use it once to form voices."""
    found = find_pieces(alone((0, 67, 83)), window=1, windows=3, grid=GRID)
    assert pytest.approx(1.6) == found[0].seconds


def test_a_long_speech_across_the_border_is_cut_there():
    """Enough is left on each side, and no second is used twice."""
    found = find_pieces(alone((0, 30, 100)), window=1, windows=3, grid=GRID)
    expected = [((80, 125),)]
    assert expected == [piece.runs for piece in found]


def test_a_breath_across_the_border_stays_with_the_next_window():
    """Less than a quarter of a second is left to the window that sees it nearer to its middle."""
    found = find_pieces(alone((0, 73, 90)), window=1, windows=3, grid=GRID)
    assert not found
