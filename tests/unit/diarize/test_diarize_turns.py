"""Labels, exclusivity and overlaps of turns; the stand-in; the bounds of the number of speakers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diarize import SpeakerCount, Turn, one_unknown_speaker
from diarize.counting import check_count
from diarize.errors import SpeakerCountInvalid
from diarize.turns import (
    clip,
    labels_by_first_speech,
    make_exclusive,
    overlaps,
    relabel,
    seconds_inside,
)


def turn(start, end, speaker):
    return Turn(start=start, end=end, speaker=speaker)


TURNS = st.lists(
    st.builds(
        lambda start, length, speaker: turn(start, start + length, speaker),
        st.integers(0, 50),
        st.integers(1, 10),
        st.sampled_from("ABC"),
    ),
    max_size=20,
)


def test_labels_follow_the_order_of_first_speech():
    """Whoever is heard first is S1."""
    turns = [turn(5, 6, "x"), turn(1, 2, "y"), turn(3, 4, "x")]
    names = labels_by_first_speech(turns)
    assert names == {"y": "S1", "x": "S2"}
    assert [item.speaker for item in relabel(turns, names)] == ["S1", "S2", "S2"]


def test_the_floor_is_kept_until_the_turn_ends():
    """An interjection inside a turn vanishes from the exclusive output, a late start is cut."""
    turns = [turn(0, 10, "A"), turn(4, 5, "B"), turn(8, 12, "C")]
    assert make_exclusive(turns) == (turn(0, 10, "A"), turn(10, 12, "C"))


@given(TURNS)
def test_exclusive_turns_never_overlap(turns):
    """Whatever comes in, no two turns share time."""
    exclusive = make_exclusive(turns)
    assert all(one.end <= two.start for one, two in pairwise(exclusive))


@given(TURNS)
def test_overlaps_are_sorted_and_apart(turns):
    """Stretches of overlap are reported once, in order."""
    found = overlaps(turns)
    assert all(start < end for start, end in found)
    assert all(one[1] < two[0] for one, two in pairwise(found))


def test_overlap_is_where_two_speak():
    """A third voice does not split an overlap, touching turns do not make one."""
    turns = [turn(0, 4, "A"), turn(2, 6, "B"), turn(3, 5, "C"), turn(6, 7, "A")]
    assert overlaps(turns) == ((2, 5),)


def test_turns_end_with_the_recording():
    """What lies beyond the end is cut or dropped."""
    assert clip([turn(0, 2, "A"), turn(3, 5, "B"), turn(5, 6, "A")], 4) == [turn(0, 2, "A"), turn(3, 4, "B")]


def test_the_stand_in_is_one_voice_and_says_so():
    """A failed diarization leaves a usable transcript and a visible warning."""
    result = one_unknown_speaker(12.5)
    assert result.turns == result.exclusive == (turn(0.0, 12.5, "S1"),)
    assert result.warnings == ("diarization-failed",)
    assert one_unknown_speaker(0).turns == ()


@pytest.mark.parametrize(
    ("count", "bounds"),
    [
        (SpeakerCount(), (1, None)),
        (SpeakerCount(exact=4), (4, 4)),
        (SpeakerCount(minimum=2, maximum=9), (2, 9)),
        (SpeakerCount(maximum=3), (1, 3)),
    ],
)
def test_bounds_of_the_number_of_speakers(count, bounds):
    """Free, fixed and bounded become lowest and highest."""
    assert check_count(count) == bounds


@pytest.mark.parametrize(
    "count",
    [
        SpeakerCount(exact=0),
        SpeakerCount(minimum=5, maximum=2),
        SpeakerCount(maximum=-1),
        SpeakerCount(exact=9, maximum=3),
    ],
)
def test_impossible_numbers_are_refused(count):
    """Bounds that contradict each other are the caller's mistake."""
    with pytest.raises(SpeakerCountInvalid):
        check_count(count)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0.0, 1.0, 0.0), (0.5, 2.5, 1.0), (1.2, 1.4, 0.2), (1.5, 5.5, 1.0), (5.0, 9.0, 1.0), (7.0, 8.0, 0.0)],
)
def test_seconds_inside_are_those_that_lie_in_the_stretches(start, end, expected):
    """Each stretch counts with what the span has in common with it."""
    assert expected == pytest.approx(seconds_inside([(1.0, 2.0), (5.0, 6.0)], start, end))
