"""A run of ``process`` that was killed goes on and comes to the same result, with real models."""

import subprocess

import imageio_ffmpeg
import pytest

from app.measure.crash import DEMO, MOMENTS, Sources, crash_every_stage

pytestmark = [pytest.mark.models, pytest.mark.slow]


@pytest.fixture(scope="module")
def short_meeting(tmp_path_factory) -> Sources:
    """The first 70 seconds of the demo: three windows, two agenda items, four voices."""
    path = tmp_path_factory.mktemp("short") / "meeting.flac"
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    cut = [ffmpeg, "-v", "error", "-i", str(DEMO / "recording.opus"), "-t", "70", str(path)]
    subprocess.run(cut, check=True)
    return Sources(path, DEMO / "agenda.json", DEMO / "roster.json")


@pytest.mark.parametrize("stages", [("transcribe",), tuple(MOMENTS)], ids=["one", "all"])
def test_killed_in_a_stage_it_finishes_with_the_same_result(short_meeting, tmp_path, stages):
    """After kill -9 in decode, transcribe, diarize and render: nothing lost, doubled or different."""
    kills = crash_every_stage(short_meeting, tmp_path, stages=stages)
    assert [kill.stage for kill in kills] == list(stages)
    assert [(kill.finished, kill.doubled, kill.different) for kill in kills] == [(True, 0, ())] * len(stages)
