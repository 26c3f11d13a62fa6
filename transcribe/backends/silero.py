"""Probability of speech every 32 ms, by the Silero VAD network that faster-whisper ships.

The network is recurrent: its state and the last samples are carried from stretch to stretch, so that the
result is that of one pass over the whole recording, in constant memory.
Source: https://github.com/snakers4/silero-vad (MIT), version 6, as in ``faster_whisper.vad``.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from transcribe.audio import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transcribe.audio import Samples

STEP = 512
"""Samples per probability."""

STEP_SECONDS = STEP / SAMPLE_RATE

_CONTEXT = 64
_STATE = 128


@functools.lru_cache(maxsize=1)
def _session() -> Any:
    from faster_whisper.vad import get_vad_model  # noqa: PLC0415  # heavy; only where sound is analysed

    return get_vad_model().session


def speech_probabilities(stretches: Iterable[Samples]) -> npt.NDArray[np.float32]:
    """Return one probability per :data:`STEP` samples of the stretches joined, the last step zero-padded.

    Args:
        stretches: consecutive sound; every stretch but the last must be a multiple of :data:`STEP` long.
    """
    session = _session()
    hidden = np.zeros((1, 1, _STATE), dtype=np.float32)
    cell = np.zeros((1, 1, _STATE), dtype=np.float32)
    before = np.zeros(_CONTEXT, dtype=np.float32)
    found: list[npt.NDArray[np.float32]] = []
    for samples in stretches:
        steps = np.pad(samples, (0, -len(samples) % STEP)).reshape(-1, STEP)
        if not len(steps):
            continue
        contexts = np.vstack((before, steps[:-1, -_CONTEXT:]))
        before = steps[-1, -_CONTEXT:]
        output, hidden, cell = session.run(
            None, {"input": np.hstack((contexts, steps)), "h": hidden, "c": cell}
        )
        found.append(output.reshape(-1).astype(np.float32))
    return np.concatenate(found) if found else np.zeros(0, dtype=np.float32)
