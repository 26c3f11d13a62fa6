"""Clips and levels."""

from __future__ import annotations

import math

import numpy as np
import pytest

from models.control import NeverCancelled, no_progress
from transcribe import SAMPLE_RATE, Audio
from transcribe.clips import cut, level
from transcribe.decode import decode


@pytest.fixture
def audio(tmp_path):
    time = np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE
    samples = np.where(time < 2, 0.5 * np.sin(2 * np.pi * 440 * time), 0.0)
    path = tmp_path / "sound.raw"
    (samples * 32767).astype("<i2").tofile(path)
    return Audio(path=path)


def test_a_clip_is_an_mp3_of_that_stretch(audio, tmp_path):
    """What is cut can be decoded again and is as long and as loud."""
    path = tmp_path / "clip.mp3"
    path.write_bytes(cut(audio, 0.5, 1.5))
    clip = decode([path], tmp_path / "clip.raw", progress=no_progress, cancel=NeverCancelled())
    assert abs(clip.duration - 1.0) < 0.15
    assert abs(np.abs(clip.read(0.3, 0.7)).max() - 0.5) < 0.05


def test_levels(audio):
    """A sine of half scale has -9 dBFS; silence has none."""
    assert abs(level(audio, 0, 2) - -9.03) < 0.1
    assert level(audio, 3, 4) == -math.inf


def test_nothing_to_cut(audio):
    """Times outside of the recording are refused."""
    with pytest.raises(ValueError, match="No clip"):
        cut(audio, 5, 6)
