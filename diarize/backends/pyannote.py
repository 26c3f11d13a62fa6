"""The diarizer of the default profile: pyannote's segmentation, CAM++ voices, and our own clustering.

In place of pyannote's ``SpeakerDiarization`` (which takes a vector for every window and voice, holds the
whole recording as floats and asks the hub for a PLDA) the parts are driven piece by piece: windows overlap
by half, and each second of clean speech gives one vector. Half precision is never used: it ruins
diarization.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Unpack

from diarize.backends.runtime import BATCHES, choose_device
from diarize.backends.stretches import StretchDiarizer, StretchOptions
from diarize.clustering import ClusteringOptions
from diarize.evidence import Evidence
from diarize.pieces import find_pieces
from diarize.voices import find_voices, name_frames

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from diarize.backends.embedding import Embedding
    from diarize.backends.segmentation import Segmentation
    from diarize.evidence import Grid, Piece
    from diarize.voices import Heard, Named
    from transcribe.audio import Samples


class PyannoteDiarizer(StretchDiarizer):
    """Tells voices apart with local models; they are loaded on first use and kept.

    Args:
        segmentation: Folder of a pyannote powerset segmentation model (``pytorch_model.bin``).
        embedding: Folder of CAM++ (one ``*.pt`` file).
        models: Model id to revision; None takes the folders' names.
        clustering: How voices are told apart.
        options: See :class:`~diarize.backends.stretches.StretchOptions`.
    """

    name_of_engine: ClassVar[str] = "pyannote.audio"
    method: ClassVar[int] = 10

    def __init__(
        self,
        *,
        segmentation: Path,
        embedding: Path,
        models: Mapping[str, str] | None = None,
        clustering: ClusteringOptions | None = None,
        **options: Unpack[StretchOptions],
    ) -> None:
        super().__init__(models=models or {segmentation.name: "", embedding.name: ""}, **options)
        self._folders = (segmentation, embedding)
        self._clustering = clustering or ClusteringOptions()
        self._loaded: tuple[Segmentation, Embedding] | None = None

    def grid(self) -> Grid:
        """Return the grid of the segmentation model."""
        return self._load()[0].grid

    def listen(self, windows: list[int], cuts: list[Samples], *, first: int, total: int) -> Evidence:
        """Hear who speaks when in each window, and take voice vectors of clean speech."""
        segmentation, embedding = self._load()
        activity, alone = segmentation(cuts)
        pieces: list[Piece] = []
        inputs = []
        for row, window in enumerate(windows):
            found = find_pieces(alone[row], window=window, windows=total, grid=segmentation.grid)
            if found:
                features = embedding.features(cuts[row])
                inputs += [embedding.cut(features, piece, segmentation.grid) for piece in found]
                pieces += found
        return Evidence(first, activity, tuple(pieces), embedding(inputs))

    def name(self, heard: Heard, *, fewest: int, most: int | None) -> Named:
        """Cluster the vectors and name the runs of each slot."""
        voices = find_voices(heard, options=self._clustering, fewest=fewest, most=most)
        return name_frames(heard, voices)

    def _load(self) -> tuple[Segmentation, Embedding]:
        """Load both models once."""
        if self._loaded is None:
            from diarize.backends.embedding import Embedding  # noqa: PLC0415 - heavy
            from diarize.backends.segmentation import Segmentation  # noqa: PLC0415 - heavy

            device = choose_device(self._wanted)
            windows, pieces = BATCHES[device.type]
            self._loaded = (
                Segmentation(self._folders[0], device=device, batch=windows),
                Embedding(self._folders[1], device=device, batch=pieces),
            )
        return self._loaded
