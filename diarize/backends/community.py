"""The diarizer of the profile ``large``: pyannote's community-1 with its own vectors and VBx clustering.

The pipeline is loaded from a local folder by ``Pipeline.from_pretrained``; its parts are driven window by
window as in :mod:`diarize.backends.pyannote`, because as a whole it would hold the recording as floats
and, while it draws the turns, a matrix of windows x frames x speakers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Unpack

import numpy as np

from diarize.backends.batches import in_batches
from diarize.backends.runtime import BATCHES, choose_device, load_pyannote, load_torch
from diarize.backends.segmentation import Segmentation
from diarize.backends.stretches import StretchDiarizer, StretchOptions
from diarize.errors import DiarizationModelInvalid
from diarize.evidence import Evidence, Piece

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy.typing as npt

    from diarize.evidence import Grid
    from diarize.voices import Heard, Named
    from transcribe.audio import Samples

ACTIVE = 128
"""Activity (0..255) from which on a slot counts as speaking, as after an argmax."""


class CommunityDiarizer(StretchDiarizer):
    """Tells voices apart with a pyannote pipeline of the kind of community-1; loaded on first use.

    Args:
        folder: Local folder with ``config.yaml``, ``segmentation/``, ``embedding/`` and ``plda/``.
        models: Model id to revision; None takes the folder's name.
        options: See :class:`~diarize.backends.stretches.StretchOptions`.
    """

    name_of_engine: ClassVar[str] = "pyannote.audio/community"
    method: ClassVar[int] = 3

    def __init__(
        self, folder: Path, *, models: Mapping[str, str] | None = None, **options: Unpack[StretchOptions]
    ) -> None:
        super().__init__(models=models or {folder.name: ""}, **options)
        self._folder = folder
        self._loaded: tuple[Segmentation, Any] | None = None
        self._batch = 1

    def grid(self) -> Grid:
        """Return the grid of the pipeline's segmentation."""
        return self._load()[0].grid

    def listen(self, windows: list[int], cuts: list[Samples], *, first: int, total: int) -> Evidence:
        """Hear who speaks when in each window, and take a vector for each window and voice."""
        del total
        segmentation, pipeline = self._load()
        grid = segmentation.grid
        activity, alone = segmentation(cuts)
        shortest = -(-grid.frames * pipeline._embedding.min_num_samples // grid.window)  # noqa: SLF001 - as in pyannote's own apply()
        pieces: list[Piece] = []
        inputs: list[tuple[int, npt.NDArray[np.float32]]] = []
        for row, window in enumerate(windows):
            for slot in range(segmentation.slots):
                speaking = activity[row, :, slot] >= ACTIVE
                if not speaking.any():
                    continue
                clean = speaking & (alone[row] == slot)
                used = clean if pipeline.embedding_exclude_overlap and clean.sum() > shortest else speaking
                inputs.append((row, used.astype(np.float32)))
                origin = window * grid.hop
                pieces.append(
                    Piece(
                        window=window,
                        slot=slot,
                        runs=((origin, origin + grid.frames),),
                        seconds=float(clean.sum()) * grid.seconds,
                    )
                )
        return Evidence(first, activity, tuple(pieces), self._vectors(cuts, inputs))

    def _vectors(
        self, cuts: list[Samples], inputs: list[tuple[int, npt.NDArray[np.float32]]]
    ) -> npt.NDArray[np.float32]:
        """Return a vector for each (window, frames that count) of ``inputs``; NaN where too short."""
        torch = load_torch()
        embedding = self._load()[1]._embedding  # noqa: SLF001 - the pipeline's own, already on its device

        def infer(batch: list[tuple[int, npt.NDArray[np.float32]]]) -> npt.NDArray[np.float32]:
            sound = torch.from_numpy(np.stack([cuts[row] for row, _mask in batch])[:, None, :])
            masks = torch.from_numpy(np.stack([mask for _row, mask in batch]))
            return np.asarray(embedding(sound, masks=masks), dtype=np.float32)

        if not inputs:
            return np.zeros((0, embedding.dimension), dtype=np.float32)
        return np.concatenate(in_batches(infer, inputs, self._batch))

    def name(self, heard: Heard, *, fewest: int, most: int | None) -> Named:
        """Let the pipeline's own clustering name the slots of every window."""
        from pyannote.core import SlidingWindow, SlidingWindowFeature  # noqa: PLC0415 - heavy

        segmentation, pipeline = self._load()
        grid = segmentation.grid
        count = len(heard.activity)
        speaking = (heard.activity[:, :, : heard.slots] >= ACTIVE).astype(np.uint8)
        vectors = np.full((count, heard.slots, heard.vectors.shape[1]), np.nan, dtype=np.float32)
        for index, piece in enumerate(heard.pieces):
            vectors[piece.window, piece.slot] = heard.vectors[index]
        step = grid.hop * grid.frame / grid.rate
        labels, _soft, _centres = pipeline.clustering(
            embeddings=vectors,
            segmentations=SlidingWindowFeature(
                speaking, SlidingWindow(start=0.0, duration=grid.window / grid.rate, step=step)
            ),
            num_clusters=fewest if fewest == most else None,
            min_clusters=fewest,
            max_clusters=np.inf if most is None else most,
        )
        labels = np.where(np.isnan(vectors).any(axis=2), -1, np.maximum(labels, -1)).astype(np.int16)
        return np.where(speaking > 0, labels[:, None, :], np.int16(-1)).astype(np.int16)

    def _load(self) -> tuple[Segmentation, Any]:
        """Load the pipeline once, from the folder and nowhere else."""
        if self._loaded is None:
            load_pyannote()
            from pyannote.audio import Pipeline  # noqa: PLC0415 - heavy, and only after going offline

            device = choose_device(self._wanted)
            windows, self._batch = BATCHES[device.type]
            try:
                pipeline: Any = Pipeline.from_pretrained(self._folder)
                pipeline.to(device)
            except Exception as error:
                reason = (str(error).splitlines() or [type(error).__name__])[0]
                raise DiarizationModelInvalid(path=self._folder, reason=reason) from error
            segmentation = Segmentation(
                self._folder / "segmentation",
                device=device,
                batch=windows,
                overlap=1.0 - float(pipeline.segmentation_step),
            )
            self._loaded = (segmentation, pipeline)
        return self._loaded
