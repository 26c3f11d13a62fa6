"""Which voice each run of speech in a window gets."""

from __future__ import annotations

import numpy as np

from diarize.evidence import Evidence, Grid, Piece
from diarize.voices import Heard, name_frames

FRAME = 1600
GRID = Grid(rate=16_000, frame=FRAME, offset=FRAME // 2, frames=100, window=100 * FRAME, hop=50)


def hear(activity, pieces):
    return Heard([Evidence(0, activity, tuple(pieces), np.eye(len(pieces), 8, dtype=np.float32))], GRID)


def speaking(windows, runs):
    activity = np.zeros((windows, 100, 3), dtype=np.uint8)
    for window, slot, begin, end in runs:
        activity[window, begin:end, slot] = 255
    return activity


def piece(window, slot, *runs):
    return Piece(window=window, slot=slot, runs=runs, seconds=sum(end - begin for begin, end in runs) / 10)


def test_a_sentence_between_two_speeches_keeps_the_voice_heard_in_it_alone():
    """A piece pooled from a whole slot does not outvote the piece that was taken from the run itself."""
    activity = speaking(1, [(0, 0, 0, 30), (0, 0, 35, 55), (0, 0, 60, 100)])
    pieces = [piece(0, 0, (0, 30), (35, 55), (60, 100)), piece(0, 0, (35, 55))]
    named = name_frames(hear(activity, pieces), np.array([0, 1]))
    assert {0} == set(named[0, 0:30, 0])
    assert {1} == set(named[0, 35:55, 0])
    assert {0} == set(named[0, 60:100, 0])


def test_a_run_without_a_piece_takes_the_voice_of_its_slot():
    """Where no piece covers a run, the other runs of the slot decide."""
    activity = speaking(1, [(0, 0, 0, 30), (0, 0, 40, 41)])
    named = name_frames(hear(activity, [piece(0, 0, (0, 30))]), np.array([0]))
    assert {0} == set(named[0, 40:41, 0])


def test_a_run_takes_the_voice_of_a_neighbouring_window():
    """A slot that only the next window has a piece of is named by that piece."""
    activity = speaking(2, [(0, 1, 60, 90), (1, 0, 10, 40)])
    named = name_frames(hear(activity, [piece(1, 0, (60, 90))]), np.array([0]))
    assert {0} == set(named[0, 60:90, 1])
    assert {0} == set(named[1, 10:40, 0])


def test_silence_and_unknown_voices_stay_without_a_name():
    """Frames without speech, and speech of which nothing is known, are -1."""
    activity = speaking(1, [(0, 0, 0, 30), (0, 1, 50, 90)])
    named = name_frames(hear(activity, [piece(0, 0, (0, 30))]), np.array([0]))
    assert {-1} == set(named[0, 30:, 0])
    assert {-1} == set(named[0, :, 1])


def test_after_an_interruption_a_slot_may_be_somebody_else():
    """A run in which another voice breaks in is cut there, and each side takes its own piece's voice."""
    activity = speaking(1, [(0, 0, 0, 80), (0, 1, 38, 42)])
    pieces = [piece(0, 0, (0, 38)), piece(0, 0, (42, 80))]
    named = name_frames(hear(activity, pieces), np.array([0, 1]))
    assert {0} == set(named[0, :40, 0])
    assert {1} == set(named[0, 40:80, 0])
