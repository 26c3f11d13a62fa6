"""pyannote's segmentation: who of up to three voices speaks in each frame of a ten-second window.

Source: Plaquet and Bredin, "Powerset multi-class cross entropy loss for neural speaker diarization",
Interspeech 2023. The model gives a probability for each set of voices; from it come the probability of
each voice and that of two at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from diarize.backends.batches import in_batches
from diarize.backends.runtime import load_pyannote, load_torch
from diarize.errors import DiarizationModelInvalid
from diarize.evidence import Grid

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from diarize.evidence import Activity
    from transcribe.audio import Samples

WEIGHTS = "pytorch_model.bin"
OVERLAP = 0.5
"""Share of a window that the next one covers again."""


class Segmentation:
    """A powerset segmentation model of pyannote, loaded from a local folder.

    Raises:
        DiarizationModelInvalid: the folder does not hold such a model.
    """

    def __init__(self, folder: Path, *, device: Any, batch: int, overlap: float = OVERLAP) -> None:
        load_pyannote()
        from pyannote.audio import Inference, Model  # noqa: PLC0415 - heavy, and only after going offline
        from pyannote.audio.utils.powerset import Powerset  # noqa: PLC0415 - same

        file = folder / WEIGHTS
        try:
            model: Any = Model.from_pretrained(file)
        except Exception as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise DiarizationModelInvalid(path=file, reason=reason) from error
        task = getattr(model, "specifications", None)
        if task is None or not getattr(task, "powerset", False):
            raise DiarizationModelInvalid(path=file, reason="no powerset segmentation")
        self._inference = Inference(
            model, duration=task.duration, skip_aggregation=True, skip_conversion=True, device=device
        )
        powerset: Any = Powerset(len(task.classes), task.powerset_max_classes)
        mapping = powerset.mapping.numpy()
        self._single = np.flatnonzero(mapping.sum(axis=1) == 1)
        self._several = mapping.sum(axis=1) > 1
        self._mapping = mapping
        self.slots = int(mapping.shape[1])
        self._batch = batch
        rate = int(model.hparams.sample_rate)
        window = int(model.audio.get_num_samples(task.duration))
        field = model.receptive_field
        frames = int(model.num_frames(window))
        self.grid = Grid(
            rate=rate,
            frame=round(field.step * rate),
            offset=round((field.start + field.duration / 2) * rate),
            frames=frames,
            window=window,
            hop=round(frames * (1 - overlap)),
        )

    def __call__(self, windows: list[Samples]) -> tuple[Activity, npt.NDArray[np.int8]]:
        """Hear ``windows``, each of ``grid.window`` samples.

        Returns:
            Activity (windows, frames, slots + 1) of :class:`~diarize.evidence.Evidence`, and which slot
            speaks alone, (windows, frames), -1 where none or several do.
        """
        torch = load_torch()

        def infer(batch: list[Samples]) -> npt.NDArray[np.float32]:
            scores = self._inference.infer(torch.from_numpy(np.stack(batch)[:, None, :]))
            return np.exp(np.asarray(scores, dtype=np.float32))

        parts = in_batches(infer, windows, self._batch)
        probability = np.concatenate(parts)
        slots = probability @ self._mapping
        several = probability[..., self._several].sum(axis=-1, keepdims=True)
        activity = np.concatenate([slots, several], axis=-1)
        alone = np.full(probability.shape[:2], -1, dtype=np.int8)
        winner = probability.argmax(axis=-1)
        for slot, row in enumerate(self._mapping[self._single].argmax(axis=1)):
            alone[winner == self._single[slot]] = row
        return np.rint(np.clip(activity, 0, 1) * 255).astype(np.uint8), alone
