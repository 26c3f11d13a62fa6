"""What every diarizer must do, whoever it is."""
# ruff: noqa: PLC0415  # a back-end is imported only where it is asked for

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from diarize import Diarizer, SpeakerCount, Turn, read_rttm
from diarize.errors import SpeakerCountInvalid
from models.control import NeverCancelled, no_progress
from models.errors import Cancelled
from transcribe import Audio
from transcribe.decode import decode

ROOT = Path(__file__).parents[2]
WEIGHTS = ROOT / "models" / "weights"
SECONDS = 25.0


@pytest.fixture(scope="module")
def audio(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    whole = decode(
        [ROOT / "demo" / "recording.opus"],
        folder / "whole.raw",
        progress=no_progress,
        cancel=NeverCancelled(),
    )
    with whole.path.open("rb") as file:
        file.seek(int(15.0 * 32_000))
        (folder / "part.raw").write_bytes(file.read(int(SECONDS * 32_000)))
    return Audio(path=folder / "part.raw")


@pytest.fixture(scope="module", params=["scripted", pytest.param("pyannote", marks=pytest.mark.models)])
def diarizer(request):
    if request.param == "scripted":
        from diarize.backends.scripted import ScriptedDiarizer

        truth = read_rttm(ROOT / "demo" / "reference.rttm")
        return ScriptedDiarizer(
            [
                Turn(start=max(0.0, t.start - 15), end=t.end - 15, speaker=t.speaker)
                for t in truth
                if t.end > 15
            ]
        )
    from diarize.backends.pyannote import PyannoteDiarizer

    return PyannoteDiarizer(
        segmentation=WEIGHTS / "pyannote-segmentation-3.0",
        embedding=WEIGHTS / "campplus-cn-en-common",
        device="cpu",
        threads=1,
    )


@pytest.fixture(scope="module")
def result(diarizer, audio):
    return diarizer.diarize(audio, speakers=SpeakerCount(), progress=no_progress, cancel=NeverCancelled())


def test_it_is_a_diarizer(diarizer):
    """The back-end has the contract's shape and names itself without loading a model."""
    assert isinstance(diarizer, Diarizer)
    assert diarizer.engine.name
    assert diarizer.engine.version


def test_turns_are_sorted_and_inside_the_recording(result, audio):
    """Both outputs are in order and end with the sound."""
    for turns in (result.turns, result.exclusive):
        assert turns
        assert list(turns) == sorted(turns, key=lambda turn: turn.start)
        assert all(0 <= turn.start < turn.end <= audio.duration for turn in turns)


def test_labels_count_up_by_first_speech(result):
    """The first voice heard is S1, and the exclusive output uses the same labels."""
    first = list(dict.fromkeys(turn.speaker for turn in result.turns))
    assert first == [f"S{i + 1}" for i in range(len(first))]
    assert {turn.speaker for turn in result.exclusive} <= set(first)


def test_the_exclusive_output_has_one_voice_at_a_time(result):
    """Words can be given to it without doubt."""
    assert all(one.end <= two.start for one, two in zip(result.exclusive, result.exclusive[1:], strict=False))


def test_the_same_sound_gives_the_same_result(result, diarizer, audio):
    """Nothing is left to chance."""
    again = diarizer.diarize(audio, speakers=SpeakerCount(), progress=no_progress, cancel=NeverCancelled())
    assert again == result


def test_progress_runs_up_to_the_whole(diarizer, audio):
    """Seconds done never fall and end at the length."""
    seen = []
    diarizer.diarize(
        audio,
        speakers=SpeakerCount(),
        progress=lambda done, total: seen.append((done, total)),
        cancel=NeverCancelled(),
    )
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (audio.duration, audio.duration)


def test_cancelled_work_stops(diarizer, audio):
    """A set token ends the work with Cancelled."""
    token = threading.Event()
    token.set()
    with pytest.raises(Cancelled):
        diarizer.diarize(audio, speakers=SpeakerCount(), progress=no_progress, cancel=token)


def test_impossible_numbers_of_speakers_are_refused(diarizer, audio):
    """The caller's mistake is told before any work."""
    with pytest.raises(SpeakerCountInvalid):
        diarizer.diarize(
            audio, speakers=SpeakerCount(minimum=3, maximum=2), progress=no_progress, cancel=NeverCancelled()
        )
