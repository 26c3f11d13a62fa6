"""The back-end for community-1 on a folder of its shape.

The real model needs an account. Here its folder is rebuilt with the real segmentation, an untrained
network for the vectors and a plain PLDA: loading, windows, masks, VBx and turns are exercised, not how
well voices are told apart.
"""

from __future__ import annotations

import warnings
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from diarize import SpeakerCount
from diarize.backends.community import CommunityDiarizer
from diarize.backends.runtime import load_pyannote, load_torch
from diarize.errors import DiarizationModelInvalid
from models.control import NeverCancelled, no_progress
from transcribe import Audio
from transcribe.decode import decode

pytestmark = pytest.mark.models
ROOT = Path(__file__).parents[2]
WEIGHTS = ROOT / "models" / "weights"
CONFIG = """
dependencies:
  pyannote.audio: 4.0.0
pipeline:
  name: pyannote.audio.pipelines.SpeakerDiarization
  params:
    segmentation: $model/segmentation
    segmentation_batch_size: 8
    embedding: $model/embedding
    embedding_batch_size: 8
    embedding_exclude_overlap: true
    plda: $model/plda
    clustering: VBxClustering
params:
  segmentation:
    min_duration_off: 0.0
  clustering:
    threshold: 0.6
    Fa: 0.07
    Fb: 0.8
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder in the shape of community-1."""
    folder = tmp_path_factory.mktemp("community")
    torch = load_torch()
    load_pyannote()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pytorch_lightning  # noqa: PLC0415 - heavy
        from pyannote.audio import __version__  # noqa: PLC0415 - heavy
        from pyannote.audio.core.task import Problem, Resolution, Specifications  # noqa: PLC0415 - heavy
        from pyannote.audio.models.embedding import WeSpeakerResNet34  # noqa: PLC0415 - heavy

    (folder / "segmentation").symlink_to(WEIGHTS / "pyannote-segmentation-3.0")
    torch.manual_seed(1)
    network = WeSpeakerResNet34()
    (folder / "embedding").mkdir()
    torch.save(
        {
            "state_dict": network.state_dict(),
            "hyper_parameters": {},
            "pytorch-lightning_version": pytorch_lightning.__version__,
            "pyannote.audio": {
                "versions": {"pyannote.audio": __version__},
                "architecture": {"module": WeSpeakerResNet34.__module__, "class": "WeSpeakerResNet34"},
                "specifications": Specifications(
                    problem=Problem.REPRESENTATION, resolution=Resolution.CHUNK, duration=10.0
                ),
            },
        },
        folder / "embedding" / "pytorch_model.bin",
    )
    (folder / "plda").mkdir()
    random = np.random.default_rng(1)
    lda = np.linalg.qr(random.normal(size=(256, 128)))[0]
    np.savez(folder / "plda" / "xvec_transform.npz", mean1=np.zeros(256), mean2=np.zeros(128), lda=lda)
    np.savez(folder / "plda" / "plda.npz", mu=np.zeros(128), tr=np.eye(128), psi=np.linspace(4, 0.1, 128))
    (folder / "config.yaml").write_text(CONFIG)
    return folder


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
        file.seek(24 * 32_000)
        (folder / "part.raw").write_bytes(file.read(14 * 32_000))
    return Audio(path=folder / "part.raw")


@pytest.fixture(scope="module")
def diarizer(folder):
    return CommunityDiarizer(folder, device="cpu", threads=1)


class Kept(dict):
    """Keeps stretches in memory."""

    load, save = dict.get, dict.__setitem__


@pytest.fixture(scope="module")
def kept():
    return Kept()


def test_it_finds_turns(diarizer, audio, kept):
    """The whole way runs, and speech is found where the segmentation hears it."""
    result = diarizer.diarize(audio, speakers=SpeakerCount(), pieces=kept)
    spoken = sum(turn.end - turn.start for turn in result.exclusive)
    assert result.turns
    assert 0.7 * audio.duration < spoken <= audio.duration
    assert all(one.end <= two.start for one, two in pairwise(result.exclusive))


def test_the_number_of_speakers_reaches_the_pipeline(diarizer, audio, kept):
    """A fixed number is handed to the pipeline's own clustering, over kept stretches."""
    assert list(kept) == [0]
    result = diarizer.diarize(audio, speakers=SpeakerCount(exact=2), pieces=kept)
    assert {turn.speaker for turn in result.turns} == {"S1", "S2"}


def test_a_folder_without_the_model_is_named(tmp_path, audio):
    """An empty folder is refused with its path, and nothing is looked for elsewhere."""
    with pytest.raises(DiarizationModelInvalid, match=str(tmp_path)):
        CommunityDiarizer(tmp_path, device="cpu").diarize(audio, speakers=SpeakerCount())
