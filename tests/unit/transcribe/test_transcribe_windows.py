"""Windows: short enough, cut at pauses, nothing lost."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from transcribe import EngineInfo, SpeechRegion, Window, open_windows, plan_windows
from transcribe.windows import LONGEST


@st.composite
def recordings(draw):
    regions, time = [], 0.0
    for pause, length in draw(st.lists(st.tuples(st.floats(0, 8), st.floats(0.1, 25)), max_size=40)):
        regions.append(SpeechRegion(start=time + pause, end=time + pause + length))
        time += pause + length
    return tuple(regions), time + draw(st.floats(0, 5))


@given(recordings())
def test_every_region_lies_whole_in_one_window_of_at_most_30_s(recording):
    """No speech is lost or cut, windows do not overlap, reach beyond the end, or exceed the model's sight."""
    regions, duration = recording
    windows = plan_windows(regions, duration=duration)
    assert list(range(len(windows))) == [window.index for window in windows]
    for region in regions:
        inside = [w for w in windows if w.start <= region.start + 1e-6 and region.end <= w.end + 1e-6]
        assert inside
    for window in windows:
        assert 0 <= window.start < window.end <= duration + 1e-6
        assert window.end - window.start <= LONGEST + 1e-6
    for one, following in itertools.pairwise(windows):
        assert one.end <= following.start + 1e-6


def test_cuts_lie_in_long_pauses():
    """Of two possible cuts the one between sentences is taken."""
    regions = (
        SpeechRegion(start=0, end=12),
        SpeechRegion(start=13.5, end=20),
        SpeechRegion(start=20.2, end=38),
    )
    expected = [(0, 12), (13.5, 38)]
    found = plan_windows(regions, duration=40)
    assert expected == [(round(w.start + 0.3, 1) if w.index else 0, round(w.end - 0.3, 1)) for w in found]


def test_silence_gives_no_window():
    """Where nobody speaks there is nothing to recognise."""
    assert plan_windows((), duration=600) == ()


def test_a_long_silence_is_left_out():
    """A break in the meeting lies in no window."""
    windows = plan_windows((SpeechRegion(start=1, end=5), SpeechRegion(start=15, end=18)), duration=20)
    assert [(round(w.start, 1), round(w.end, 1)) for w in windows] == [(0.7, 5.3), (14.7, 18.3)]


def engine(**options):
    return EngineInfo(name="any", version="1", options=options)


def test_a_half_kept_group_is_recognised_again_as_a_whole():
    """Windows 4 to 7 were decoded together; with only the first of them kept, all four are open."""
    plan = tuple(Window(index=i, start=30.0 * i, end=30.0 * i + 29) for i in range(10))
    found = open_windows(plan, {0, 1, 2, 3, 4}, engine(batch_size=4))
    assert [window.index for window in found] == [4, 5, 6, 7, 8, 9]
    assert [window.index for window in open_windows(plan, {0, 1, 2, 3, 4}, engine())] == [5, 6, 7, 8, 9]
    assert open_windows(plan, set(range(10)), engine(batch_size=4)) == ()
