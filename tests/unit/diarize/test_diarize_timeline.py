"""Where two voices are heard at once, named or not."""

from __future__ import annotations

import numpy as np
import pytest

from diarize.evidence import Evidence, Grid, Piece
from diarize.timeline import TimelineOptions, decide, doubled_stretches, overlapping_turns
from diarize.voices import Heard, name_frames

FRAME = 1600
GRID = Grid(rate=16_000, frame=FRAME, offset=FRAME // 2, frames=100, window=100 * FRAME, hop=50)


def doubled(runs, pieces, duration=10.0):
    """Return the voices in the turns, and the stretches in which two speak, of one window of 10 s."""
    activity = np.zeros((1, 100, 3), dtype=np.uint8)
    for slot, begin, end in runs:
        activity[0, begin:end, slot] = 255
    activity[0, (activity[0, :, :2] > 0).all(axis=1), 2] = 255
    vectors = np.eye(len(pieces), 4, dtype=np.float32)
    heard = Heard([Evidence(0, activity, tuple(pieces), vectors)], GRID)
    options = TimelineOptions()
    named = name_frames(heard, np.arange(len(pieces)))
    first, second, several = decide(heard, named, options)
    turns = overlapping_turns(heard, first, second, options)
    return {turn.speaker for turn in turns}, doubled_stretches(heard, several, turns, duration)


def piece(slot, begin, end):
    return Piece(window=0, slot=slot, runs=((begin, end),), seconds=(end - begin) / 10)


def test_a_second_voice_that_is_never_alone_is_known_to_be_there():
    """An interjection wholly under a speech has no clean sound to be named by, and so no turn."""
    voices, stretches = doubled([(0, 0, 80), (1, 30, 50)], [piece(0, 0, 30)])
    assert voices == {"0"}
    assert stretches == (pytest.approx((3.0, 5.0)),)


def test_two_named_voices_overlap_where_both_speak():
    """What the turns show already is told once."""
    voices, stretches = doubled([(0, 0, 50), (1, 40, 90)], [piece(0, 0, 40), piece(1, 50, 90)])
    assert voices == {"0", "1"}
    assert stretches == (pytest.approx((4.0, 5.0)),)


def test_nothing_lies_beyond_the_end_of_the_recording():
    """The last window is filled up with silence; its stretches end with the sound."""
    _, stretches = doubled([(0, 0, 80), (1, 30, 50)], [piece(0, 0, 30)], duration=4.0)
    assert stretches == (pytest.approx((3.0, 4.0)),)


def test_one_voice_alone_is_no_overlap():
    """Nothing is doubled where nobody else speaks."""
    assert doubled([(0, 0, 80)], [piece(0, 0, 80)]) == ({"0"}, ())
