"""Loudness of speech and the gain that brings it to a common level.

Recordings differ by 40 dB and more; the speech detector and the recogniser expect ordinary loudness.
The gain depends on the stretch alone that it is applied to, so that a resumed run computes the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from transcribe.audio import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.audio import Samples

TARGET_DBFS = -23.0
"""Level that loud frames are brought to (EBU R 128 names -23 LUFS for programmes)."""

LARGEST_GAIN_DB = 36.0
"""More would only lift noise."""

FRAME = SAMPLE_RATE // 10
FLOOR_DBFS = -120.0
LOUD_PERCENTILE = 95.0


def frame_levels(samples: Samples) -> Samples:
    """Return the level in dBFS of every whole 100 ms of ``samples``."""
    whole = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    power = np.square(whole, dtype=np.float32).mean(axis=1)
    levels: Samples = 10 * np.log10(np.maximum(power, 10 ** (FLOOR_DBFS / 10)))
    return levels


def speech_level(levels: Samples | Sequence[float]) -> float:
    """Return the level of the loud frames, that is of speech where somebody speaks, in dBFS."""
    return float(np.percentile(levels, LOUD_PERCENTILE)) if len(levels) else FLOOR_DBFS


def gain_for(level: float) -> float:
    """Return the factor that brings speech of ``level`` dBFS up to the target; loud speech is left alone."""
    decibels = min(LARGEST_GAIN_DB, max(0.0, TARGET_DBFS - level))
    return float(10 ** (decibels / 20))


def normalised(samples: Samples) -> Samples:
    """Return ``samples`` with quiet speech brought to the target level, within -1..1."""
    gain = gain_for(speech_level(frame_levels(samples)))
    if gain == 1.0:
        return samples
    louder: Samples = np.clip(samples * np.float32(gain), -1.0, 1.0)
    return louder
