"""The grid of windows and frames, pieces of clean speech, and evidence as bytes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from diarize.backends.batches import in_batches
from diarize.evidence import Evidence, Grid, Piece
from diarize.pieces import find_pieces

GRID = Grid(rate=16_000, frame=270, offset=495, frames=589, window=160_000, hop=294)


def test_windows_cover_the_recording():
    """One window suffices for ten seconds, a sample more needs a second."""
    assert [GRID.windows(samples) for samples in (0, 1, 160_000, 160_001)] == [0, 1, 1, 2]


def test_each_frame_belongs_to_one_window():
    """The frames nearest to the windows' middles join without gap or overlap."""
    spans = [GRID.own(window, 4) for window in range(4)]
    edges = [
        (window * GRID.hop + first, window * GRID.hop + last) for window, (first, last) in enumerate(spans)
    ]
    assert all(one[1] == two[0] for one, two in pairwise(edges))
    assert (edges[0][0], edges[-1][1]) == (0, 3 * GRID.hop + GRID.frames)


def test_long_runs_are_pieces_and_short_ones_are_pooled():
    """Two long runs of a slot stay apart, so that a change of voice between them shows."""
    alone = np.full(GRID.frames, -1, dtype=np.int8)
    alone[160:250] = 0
    alone[270:370] = 0
    alone[380:410] = 1
    alone[415:435] = 1
    pieces = find_pieces(alone, window=1, windows=3, grid=GRID)
    assert [(piece.slot, piece.runs) for piece in pieces] == [
        (0, ((294 + 160, 294 + 250),)),
        (0, ((294 + 270, 294 + 370),)),
        (1, ((294 + 380, 294 + 410), (294 + 415, 294 + 435))),
    ]


def test_speech_at_a_windows_edge_is_left_to_its_neighbour():
    """A second of speech gives a vector once, not once for every window that hears it."""
    alone = np.full(GRID.frames, -1, dtype=np.int8)
    alone[10:100] = 0
    assert find_pieces(alone, window=1, windows=3, grid=GRID) == []


def test_evidence_survives_as_bytes():
    """What is kept is found again unchanged."""
    random = np.random.default_rng(0)
    evidence = Evidence(
        first=19,
        activity=random.integers(0, 255, (2, 589, 4), dtype=np.uint8),
        pieces=(Piece(window=19, slot=0, runs=((5, 90),), seconds=1.4),),
        vectors=random.normal(size=(1, 192)).astype(np.float32),
    )
    again = Evidence.decode(evidence.encode())
    assert again is not None
    assert (again.first, again.pieces) == (19, evidence.pieces)
    assert np.array_equal(again.activity, evidence.activity)
    assert np.array_equal(again.vectors, evidence.vectors)


def test_spoilt_bytes_are_computed_anew():
    """A torn or foreign checkpoint is no evidence."""
    assert Evidence.decode(b"") is None
    assert Evidence.decode(b"\x93\x01\x02\x03") is None


def test_a_batch_that_does_not_fit_is_halved_and_nothing_is_lost():
    """Out of memory costs time, not results."""
    sizes = []

    def run(batch):
        sizes.append(len(batch))
        if len(batch) > 3:
            raise MemoryError
        return batch

    assert [item for part in in_batches(run, list(range(10)), 8) for item in part] == list(range(10))
    assert sizes == [8, 4, 2, 2, 2, 2, 2]
