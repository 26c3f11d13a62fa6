"""Voice vectors of pieces of clean speech by CAM++."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from diarize.backends.batches import in_batches
from diarize.backends.runtime import load_pyannote, load_torch

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from diarize.evidence import Grid, Piece
    from transcribe.audio import Samples

MELS = 80
PER_SECOND = 100
"""Feature frames in a second (Kaldi: every 10 ms a frame of 25 ms)."""
FRAME_SAMPLES = 400
HOP_SAMPLES = 160
LONGEST = 300
"""Feature frames taken of a piece at most, from its middle; more adds little and costs in proportion."""
GRAIN = 20
"""Lengths are cut to multiples of this many frames, so that pieces of equal length share a batch."""
SHORTEST = 40


class Embedding:
    """CAM++ from a local file, and its features.

    Raises:
        DiarizationModelInvalid: the file does not hold CAM++.
    """

    def __init__(self, folder: Path, *, device: Any, batch: int) -> None:
        load_pyannote()
        from torchaudio.compliance import kaldi  # noqa: PLC0415 - after torchaudio's import was mended

        from diarize.backends.campplus import DIMENSION, load_campplus  # noqa: PLC0415 - imports torch
        from diarize.backends.campplus_fused import FusedCamPlusPlus  # noqa: PLC0415 - same

        self._fbank = kaldi.fbank
        plain = load_campplus(next(iter(sorted(folder.glob("*.pt"))), folder / "*.pt"), "cpu")
        self._network = FusedCamPlusPlus(plain).eval().requires_grad_(requires_grad=False).to(device)
        self._device = device
        self._batch = batch
        self.dimension = DIMENSION

    def features(self, samples: Samples) -> Any:
        """Return the log mel energies of ``samples``, a tensor (frames, 80); frame i begins at i * 10 ms."""
        torch = load_torch()
        if len(samples) < FRAME_SAMPLES:
            return torch.zeros((0, MELS))
        with torch.inference_mode():
            return self._fbank(
                torch.from_numpy(samples)[None], num_mel_bins=MELS, sample_frequency=16_000, dither=0.0
            )

    def cut(self, features: Any, piece: Piece, grid: Grid) -> Any:
        """Return the frames of ``features``, those of the piece's window, in which its voice speaks alone."""
        torch = load_torch()
        origin = piece.window * grid.hop
        middle = FRAME_SAMPLES / HOP_SAMPLES / 2
        cuts = []
        for begin, end in piece.runs:
            first = max(0, round(grid.edge(begin - origin) * PER_SECOND - middle))
            last = max(first + 1, round(grid.edge(end - origin) * PER_SECOND - middle))
            cuts.append(features[first:last])
        return torch.cat(cuts)

    def __call__(self, pieces: list[Any]) -> npt.NDArray[np.float32]:
        """Return the vectors (pieces, 192) of features (frames, 80); none may be empty."""
        torch = load_torch()
        vectors = np.zeros((len(pieces), self.dimension), dtype=np.float32)
        ready = [_fit(piece) for piece in pieces]

        def infer(batch: list[int]) -> npt.NDArray[np.float32]:
            with torch.inference_mode():
                stack = torch.stack([ready[index] for index in batch]).to(self._device)
                return np.asarray(self._network(stack).float().cpu().numpy())

        order = sorted(range(len(ready)), key=lambda index: len(ready[index]))
        for _length, group in groupby(order, key=lambda index: len(ready[index])):
            members = list(group)
            vectors[members] = np.concatenate(in_batches(infer, members, self._batch))
        return vectors


def _fit(features: Any) -> Any:
    """Cut the middle out of a long piece, repeat a short one, and take off the mean."""
    torch = load_torch()
    if len(features) < SHORTEST:
        features = features.repeat(-(-SHORTEST // len(features)), 1)
    length = min(LONGEST, len(features) // GRAIN * GRAIN)
    first = (len(features) - length) // 2
    cut = features[first : first + length]
    return cut - torch.mean(cut, dim=0, keepdim=True)
