"""Speech regions: found in stretches as in one piece, none in silence."""

from __future__ import annotations

import itertools
import threading
from pathlib import Path

import numpy as np
import pytest

from models.control import NeverCancelled, no_progress
from models.errors import Cancelled
from transcribe import Audio
from transcribe.backends.silero import STEP, speech_probabilities
from transcribe.decode import decode
from transcribe.speech import LONGEST_SPEECH, find_speech

RECORDING = Path(__file__).parents[3] / "demo" / "recording.opus"


@pytest.fixture(scope="module")
def audio(tmp_path_factory):
    target = tmp_path_factory.mktemp("sound") / "demo.raw"
    return decode([RECORDING], target, progress=no_progress, cancel=NeverCancelled())


def test_stretches_give_what_one_pass_gives(audio):
    """The detector's state is carried over: memory is saved, nothing else changes."""
    samples = audio.read(0, 20)
    pieces = [samples[i : i + 100 * STEP] for i in range(0, len(samples), 100 * STEP)]
    assert np.allclose(speech_probabilities([samples]), speech_probabilities(pieces), atol=1e-5)


def test_regions_are_in_order_and_short(audio):
    """Regions do not overlap, lie in the recording and fit into a window."""
    regions = find_speech(audio, cancel=NeverCancelled())
    assert len(regions) > 20
    assert regions[0].start > 1.5
    for one, following in itertools.pairwise(regions):
        assert one.start < one.end <= following.start
    assert all(region.end - region.start <= LONGEST_SPEECH + 0.2 for region in regions)
    assert regions[-1].end <= audio.duration


def test_quiet_speech_is_found_too(audio, tmp_path):
    """A recording 30 dB quieter has speech for about as long."""
    samples = audio.read(0, 60)
    path = tmp_path / "quiet.raw"
    (samples * 32768 / 32).astype("<i2").tofile(path)
    loud = sum(r.end - r.start for r in find_speech(audio, cancel=NeverCancelled()) if r.end < 60)
    quiet = sum(r.end - r.start for r in find_speech(Audio(path=path), cancel=NeverCancelled()) if r.end < 60)
    assert abs(loud - quiet) < 0.1 * loud


def test_silence_and_nothing_have_no_speech(tmp_path):
    """Digital silence and an empty file give no region."""
    path = tmp_path / "silence.raw"
    path.write_bytes(bytes(2 * 16_000 * 90))
    assert find_speech(Audio(path=path), cancel=NeverCancelled()) == ()
    path.write_bytes(b"")
    assert find_speech(Audio(path=path), cancel=NeverCancelled()) == ()


def test_cancel_stops(audio):
    """Once the token is set the search ends."""
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        find_speech(audio, cancel=cancel)
