"""The default profile's diarizer on the first minute and a half of the demo meeting."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from diarize import SpeakerCount, read_rttm
from diarize.backends.pyannote import PyannoteDiarizer
from diarize.errors import DeviceUnavailable, DiarizationModelInvalid
from models.control import NeverCancelled, no_progress
from transcribe import Audio, SpeechRegion
from transcribe.decode import decode

pytestmark = pytest.mark.models
ROOT = Path(__file__).parents[2]
WEIGHTS = ROOT / "models" / "weights"
SECONDS = 100.0


def build(**options):
    settings = {
        "segmentation": WEIGHTS / "pyannote-segmentation-3.0",
        "embedding": WEIGHTS / "campplus-cn-en-common",
        "device": "cpu",
        "threads": 1,
    }
    return PyannoteDiarizer(**{**settings, **options})


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
        (folder / "part.raw").write_bytes(file.read(int(SECONDS * 32_000)))
    return Audio(path=folder / "part.raw")


class Kept:
    """Keeps stretches in memory and counts what was asked of it."""

    def __init__(self):
        self.data, self.loaded = {}, []

    def load(self, index):
        self.loaded.append(index)
        return self.data.get(index)

    def save(self, index, data):
        self.data[index] = data


@pytest.fixture(scope="module")
def diarizer():
    return build()


@pytest.fixture(scope="module")
def kept():
    return Kept()


@pytest.fixture(scope="module")
def result(diarizer, audio, kept):
    return diarizer.diarize(audio, speakers=SpeakerCount(), pieces=kept)


def error_rate(turns):
    """Return the diarization error rate in percent, no collar, overlap scored."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyannote.core import Annotation, Segment, Timeline  # noqa: PLC0415 - heavy
        from pyannote.metrics.diarization import DiarizationErrorRate  # noqa: PLC0415 - heavy

        def annotation(items):
            found = Annotation(uri="demo")
            for index, item in enumerate(items):
                found[Segment(item.start, item.end), index] = item.speaker
            return found

        truth = annotation(read_rttm(ROOT / "demo" / "reference.rttm"))
        whole = Timeline([Segment(0, SECONDS)], uri="demo")
        return 100 * DiarizationErrorRate()(truth, annotation(turns), uem=whole)


def test_the_error_rate_is_low(result):
    """Missed, false and confused speech together stay below an eighth of the speech."""
    assert error_rate(result.turns) < 12.5


def test_the_voices_are_found(result):
    """As many voices as speak in the stretch, none asked for."""
    truth = {turn.speaker for turn in read_rttm(ROOT / "demo" / "reference.rttm") if turn.start < SECONDS}
    assert len({turn.speaker for turn in result.turns}) == len(truth)


def test_a_resumed_run_gives_the_same_and_computes_nothing_twice(result, audio, kept):
    """Kept stretches are taken over by another process's diarizer."""
    fresh = build()
    fresh.listen = None  # a call would fail
    assert fresh.diarize(audio, speakers=SpeakerCount(), pieces=kept) == result


def test_threads_change_nothing(result, audio, kept):
    """Stretches heard side by side are those heard one by one, to the last bit, and kept in order."""
    beside = Kept()
    assert build(threads=2).diarize(audio, speakers=SpeakerCount(), pieces=beside) == result
    assert beside.data == kept.data


def test_a_torn_stretch_is_computed_anew(diarizer, result, audio, kept):
    """What cannot be read is not trusted."""
    torn = Kept()
    torn.data = {**kept.data, 1: b"torn"}
    assert diarizer.diarize(audio, speakers=SpeakerCount(), pieces=torn) == result
    assert torn.data[1] == kept.data[1]


@pytest.mark.parametrize("wanted", [SpeakerCount(exact=2), SpeakerCount(exact=3), SpeakerCount(maximum=2)])
def test_the_number_of_speakers_can_be_given(diarizer, audio, kept, wanted):
    """Fixed and bounded numbers are kept."""
    turns = diarizer.diarize(audio, speakers=wanted, pieces=kept).turns
    assert len({turn.speaker for turn in turns}) == (wanted.exact or wanted.maximum)


def test_known_silence_is_not_listened_to(diarizer, audio):
    """Where the recogniser heard no speech, nobody speaks."""
    regions = [SpeechRegion(start=0.0, end=20.0)]
    turns = diarizer.diarize(audio, speakers=SpeakerCount(), speech=regions).turns
    assert turns
    assert max(turn.end for turn in turns) < 40


def test_silence_has_no_speakers(diarizer, tmp_path):
    """Nothing said is a valid result with a warning."""
    (tmp_path / "silence.raw").write_bytes(bytes(32_000 * 12))
    result = diarizer.diarize(Audio(tmp_path / "silence.raw"), speakers=SpeakerCount())
    assert (result.turns, result.exclusive, result.warnings) == ((), (), ("no-speech",))


def test_a_missing_gpu_is_told_plainly(audio):
    """Asking for a GPU where there is none names the reason."""
    torch = pytest.importorskip("torch")
    if torch.cuda.is_available():
        pytest.skip("there is a GPU")
    with pytest.raises(DeviceUnavailable, match="GPU asked for cannot be used"):
        build(device="cuda").diarize(audio, speakers=SpeakerCount())


def test_a_foreign_model_is_named(audio, tmp_path):
    """A file that is no such model is refused with its path."""
    (tmp_path / "pytorch_model.bin").write_bytes(b"nonsense")
    with pytest.raises(DiarizationModelInvalid, match="pytorch_model"):
        build(segmentation=tmp_path).diarize(audio, speakers=SpeakerCount())
