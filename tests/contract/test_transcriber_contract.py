"""What every recogniser must do, whoever it is."""
# ruff: noqa: PLC0415  # a back-end is imported only where it is asked for

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from models.control import NeverCancelled, no_progress
from models.errors import Cancelled
from transcribe import Audio, Transcriber, Vocabulary, Window, Word, plan_windows
from transcribe.decode import decode
from transcribe.speech import find_speech

ROOT = Path(__file__).parents[2]
RECORDING = ROOT / "demo" / "recording.opus"
WHISPER = ROOT / "models" / "weights" / "whisper-base"
SECONDS = 52.0


@pytest.fixture(scope="module")
def audio(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    whole = decode([RECORDING], folder / "whole.raw", progress=no_progress, cancel=NeverCancelled())
    with whole.path.open("rb") as file:
        (folder / "part.raw").write_bytes(file.read(int(SECONDS * 32_000)))
    return Audio(path=folder / "part.raw")


@pytest.fixture(scope="module")
def windows(audio):
    return plan_windows(find_speech(audio, cancel=NeverCancelled()), duration=audio.duration)


@pytest.fixture(scope="module", params=["scripted", pytest.param("faster-whisper", marks=pytest.mark.models)])
def transcriber(request):
    if request.param == "scripted":
        from transcribe.backends.scripted import ScriptedTranscriber

        words = [
            Word(start=i, end=i + 0.4, text=f"Wort{i}", probability=1.0) for i in range(2, 51) if i != 31
        ]
        return ScriptedTranscriber(words)
    from transcribe.backends.faster_whisper import FasterWhisperTranscriber

    return FasterWhisperTranscriber(
        WHISPER, model_id="whisper-base", revision="1", device="cpu", threads=2, batch_size=1
    )


@pytest.fixture(scope="module")
def results(transcriber, audio, windows):
    return list(
        transcriber.transcribe(
            audio, windows, language="de", vocabulary=Vocabulary(), cancel=NeverCancelled()
        )
    )


def test_it_is_a_transcriber_with_a_stable_identity(transcriber):
    """The engine is known without any work, and always the same."""
    assert isinstance(transcriber, Transcriber)
    assert transcriber.engine == transcriber.engine
    assert transcriber.engine.models


def test_one_result_per_window_in_order(results, windows):
    """No window is left out, none is doubled."""
    assert windows == tuple(result.window for result in results)


def test_words_lie_in_their_window_in_order(results):
    """Times are those of the recording; texts have no white space; probabilities are probabilities."""
    for result in results:
        words = [word for segment in result.segments for word in segment.words]
        assert words
        assert words == sorted(words, key=lambda word: word.start)
        for word in words:
            assert result.window.start - 0.1 <= word.start <= word.end <= result.window.end + 0.1
            assert word.text == word.text.strip() != ""
            assert 0 <= word.probability <= 1


def test_a_resumed_run_gives_the_same(transcriber, results, audio, windows):
    """What was recognised before does not change what comes after."""
    rest = list(
        transcriber.transcribe(
            audio, windows[1:], language="de", vocabulary=Vocabulary(), cancel=NeverCancelled()
        )
    )
    assert results[1:] == rest


def test_a_cancelled_run_stops(transcriber, audio, windows):
    """Once the token is set no further window is begun."""
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        list(transcriber.transcribe(audio, windows, language="de", vocabulary=Vocabulary(), cancel=cancel))


def test_no_windows_no_work(transcriber, audio):
    """Without speech there is nothing to do, not even to load a model."""
    found = transcriber.transcribe(audio, (), language="de", vocabulary=Vocabulary(), cancel=NeverCancelled())
    assert list(found) == []


def test_windows_beyond_the_sound_are_empty(transcriber, audio):
    """A window in which nothing is said has a result without text."""
    window = Window(index=0, start=0.0, end=1.0)
    [found] = transcriber.transcribe(
        audio, [window], language="de", vocabulary=Vocabulary(), cancel=NeverCancelled()
    )
    assert " ".join(segment.text for segment in found.segments) == ""
