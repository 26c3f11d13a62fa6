"""Decoded sound on disk, read piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

SAMPLE_RATE = 16_000
"""Samples per second of all decoded sound; what Whisper and pyannote expect."""

Samples: TypeAlias = "npt.NDArray[np.float32]"
"""Mono samples in -1..1, shape (n,). In quotes, so that who only handles texts loads no numpy."""


@dataclass(frozen=True, slots=True)
class Audio:
    """16 kHz mono sound in a headerless file of little-endian 16-bit samples.

    Each :meth:`read` maps only the asked stretch and lets go of it again, so that resident memory
    does not grow with the length of a recording (a map kept open counts every page ever touched).
    """

    path: Path
    """The file of samples; two bytes each."""
    filled: float = 0.0
    """Seconds for which the recording holds no sound between its first and last, filled with silence."""

    @property
    def samples(self) -> int:
        """Number of samples."""
        return self.path.stat().st_size // 2

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.samples / SAMPLE_RATE

    def read(self, start: float = 0.0, end: float | None = None) -> Samples:
        """Return the samples between ``start`` and ``end`` seconds, clipped to what is there."""
        import numpy as np  # noqa: PLC0415  # only where sound is read

        first = max(0, round(start * SAMPLE_RATE))
        last = self.samples if end is None else min(self.samples, round(end * SAMPLE_RATE))
        if last <= first:
            return np.zeros(0, dtype=np.float32)
        stretch = np.memmap(self.path, dtype="<i2", mode="r", offset=2 * first, shape=(last - first,))
        return stretch.astype(np.float32) / np.float32(32768.0)
