"""Resamples decoded frames to 16 kHz and mixes their channels to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import av
import numpy as np
import numpy.typing as npt

from transcribe.audio import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transcribe.audio import Samples

CANCELLED_SHARE = 0.1
"""The mean of n unrelated channels has 1/n of their mean energy. With less than this share of that, the
channels are mirror images (one plug wired the wrong way round) and their mean would wipe out the speech."""

SILENT_SHARE = 1e-4
"""A channel with less than this share of the loudest one's energy (-40 dB) has no microphone on it."""


class Mixer:
    """The mean of all channels, or of some; keeps energies to notice channels that cancel out or are silent.

    Args:
        only: indices of the channels to use; None for all.
    """

    def __init__(self, only: tuple[int, ...] | None = None) -> None:
        self._only = only
        self._resampler: Any = None
        self._fifo: Any = None
        self._kind: tuple[object, ...] | None = None
        self._pending = 0.0
        self._energies: npt.NDArray[np.float64] = np.zeros(1)
        self._mixed = 0.0

    @property
    def better_channels(self) -> tuple[int, ...] | None:
        """The channels that give a better mean than all of them do; None where all are fine.

        A silent channel would halve the level; mirrored channels would cancel each other out.
        """
        channels, loudest = len(self._energies), float(self._energies.max())
        if self._only is not None or channels == 1 or not loudest:
            return None
        if self._mixed < CANCELLED_SHARE * float(self._energies.mean()) / channels:
            return (int(self._energies.argmax()),)
        heard = tuple(int(i) for i in np.flatnonzero(self._energies > SILENT_SHARE * loudest))
        return heard if len(heard) < channels else None

    def position(self, written: int) -> float:
        """Seconds taken in so far: ``written`` samples and those that wait in the resampler."""
        return written / SAMPLE_RATE + self._pending

    def mix(self, frame: Any) -> Iterator[Samples]:
        """Yield mono samples for ``frame``; some may be held back until later."""
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if kind != self._kind:
            # Chained streams may change within a file.
            yield from self.flush()
            self._resampler = av.AudioResampler(format="fltp", layout=frame.layout, rate=SAMPLE_RATE)
            # Frames of 20 ms, one by one, would spend most of the time on the way into and out of Python.
            self._fifo = av.AudioFifo()
            self._kind = kind
        self._pending += frame.samples / frame.sample_rate
        # The resampler would invent a jump from time stamps that jitter.
        frame.pts = None
        self._fifo.write(frame)
        if self._fifo.samples >= frame.sample_rate:
            yield from self._mixed_down(self._resampler.resample(self._fifo.read()))

    def flush(self) -> Iterator[Samples]:
        """Yield what the resampler holds back."""
        if self._resampler is not None:
            if self._fifo.samples:
                yield from self._mixed_down(self._resampler.resample(self._fifo.read()))
            yield from self._mixed_down(self._resampler.resample(None))
        self._resampler = self._fifo = None
        self._kind = None
        self._pending = 0.0

    def _mixed_down(self, frames: list[Any]) -> Iterator[Samples]:
        for frame in frames:
            channels = frame.to_ndarray()
            self._pending -= channels.shape[1] / SAMPLE_RATE
            if len(channels) == 1:
                yield channels[0]
                continue
            if self._only is not None:
                # Where a chained stream has fewer channels than before, those that are left serve.
                channels = channels[[i for i in self._only if i < len(channels)] or slice(None)]
            mono: Samples = channels.mean(axis=0, dtype=np.float32)
            if len(self._energies) != len(channels):
                self._energies, self._mixed = np.zeros(len(channels)), 0.0
            self._energies += np.square(channels, dtype=np.float64).sum(axis=1)
            self._mixed += float(np.square(mono, dtype=np.float64).sum())
            yield mono
