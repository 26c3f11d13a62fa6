"""What the networks heard in one stretch of a recording: small, serialisable, and all that the rest needs.

The sound is cut into windows of some seconds that begin at fixed multiples of a hop, whatever the
stretches are; so the result does not depend on where a run was cut, resumed or shared out.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Activity = npt.NDArray[np.uint8]

FORMAT = 2
"""Raised when the meaning of kept bytes changes; older ones are then computed anew."""


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """How windows and frames lie on the recording, in samples."""

    rate: int
    """Samples per second."""
    frame: int
    """Samples from one frame to the next."""
    offset: int
    """Samples from the beginning of a window to the middle of its first frame."""
    frames: int
    """Frames in a window."""
    window: int
    """Samples in a window."""
    hop: int
    """Frames from one window to the next."""

    def windows(self, samples: int) -> int:
        """Return how many windows cover ``samples``; at least one where there is any sound."""
        if samples <= 0:
            return 0
        return 1 + max(0, -(-(samples - self.window) // (self.hop * self.frame)))

    def start(self, window: int) -> float:
        """Return the second at which ``window`` begins."""
        return window * self.hop * self.frame / self.rate

    def edge(self, frame: float) -> float:
        """Return the second at which global frame number ``frame`` begins."""
        return (frame * self.frame + self.offset - self.frame / 2) / self.rate

    @property
    def seconds(self) -> float:
        """Length of a frame."""
        return self.frame / self.rate

    def own(self, window: int, windows: int) -> tuple[int, int]:
        """Return the frames [first, last) of ``window`` that no other window sees nearer to its middle."""
        margin = (self.frames - self.hop) // 2
        first = 0 if window == 0 else margin
        last = self.frames if window == windows - 1 else margin + self.hop
        return first, last


class Piece(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """Clean speech of one voice in one window, and how its vector was taken."""

    window: int
    slot: int
    """Which of the window's voices."""
    runs: tuple[tuple[int, int], ...]
    """Global numbers [first, last) of the frames in which the voice speaks alone."""
    seconds: float
    """Clean speech in it that counts for it: without what lies nearer to another window's middle."""

    @property
    def first(self) -> int:
        """Global number of its first frame."""
        return self.runs[0][0]

    @property
    def frames(self) -> int:
        """Frames its vector was taken from."""
        return sum(end - begin for begin, end in self.runs)

    @property
    def last(self) -> int:
        """Global number after its last frame."""
        return self.runs[-1][1]


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    version: int
    first: int
    shape: tuple[int, int, int]
    activity: bytes
    pieces: tuple[Piece, ...]
    dimension: int
    vectors: bytes


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was heard in consecutive windows."""

    first: int
    """Number of the first window."""
    activity: Activity
    """(windows, frames, slots + 1): how sure each slot speaks, 0..255; last, how sure two speak at once."""
    pieces: tuple[Piece, ...]
    vectors: npt.NDArray[np.float32]
    """Voice vector of each piece, (pieces, dimension)."""

    def encode(self) -> bytes:
        """Return the evidence as bytes that :meth:`decode` reads."""
        kept = _Kept(
            FORMAT,
            self.first,
            self.activity.shape,
            zlib.compress(self.activity.tobytes(), level=1),
            self.pieces,
            self.vectors.shape[1],
            self.vectors.astype("<f4").tobytes(),
        )
        return msgspec.msgpack.encode(kept)

    @classmethod
    def decode(cls, data: bytes) -> Evidence | None:
        """Return the evidence kept in ``data``; None where it is of another format."""
        try:
            kept = msgspec.msgpack.decode(data, type=_Kept)
            if kept.version != FORMAT:
                return None
            flat = np.frombuffer(zlib.decompress(kept.activity), dtype=np.uint8)
            vectors = np.frombuffer(kept.vectors, dtype="<f4").astype(np.float32)
            return cls(
                kept.first,
                flat.reshape(kept.shape),
                kept.pieces,
                vectors.reshape(len(kept.pieces), kept.dimension),
            )
        except (msgspec.DecodeError, zlib.error, ValueError):
            return None
