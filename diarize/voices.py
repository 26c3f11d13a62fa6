"""Which voice of the recording each voice of each window is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from diarize.clustering import ClusteringOptions, cluster_voices, normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from diarize.evidence import Evidence, Grid, Piece

    Slots = npt.NDArray[np.int64]

LIKENESS = 0.7
"""Cosine of two pieces of one voice where the recording is too short to measure it."""
MEASURED = 8
"""Pairs needed to trust the recording's own likeness fully; fewer are mixed with the default."""
SHARED = 1.5
"""Seconds that two windows must both give to the same pair of slots to call them one voice."""
CERTAIN = 128
"""Activity (0..255) from which on a slot counts as speaking."""


class Heard:
    """All evidence of a recording in one place, windows in order without gaps.

    Args:
        evidence: Of all stretches, in order.
        grid: How windows and frames lie.
    """

    def __init__(self, evidence: Sequence[Evidence], grid: Grid) -> None:
        self.grid = grid
        self.activity = np.concatenate([part.activity for part in evidence])
        self.pieces: list[Piece] = [piece for part in evidence for piece in part.pieces]
        self.vectors = np.concatenate([part.vectors for part in evidence])
        self.at = {(piece.window, piece.slot): index for index, piece in enumerate(self.pieces)}

    @property
    def slots(self) -> int:
        """Voices a window can hold."""
        return int(self.activity.shape[2]) - 1

    def shared(self, window: int, other: int) -> npt.NDArray[np.float64]:
        """Return the seconds in which slot s of ``window`` and slot t of ``other`` both speak, (s, t)."""
        shift = (other - window) * self.grid.hop
        ours = self.activity[window, shift:, : self.slots] >= CERTAIN
        theirs = self.activity[other, : self.grid.frames - shift, : self.slots] >= CERTAIN
        return ours.T.astype(np.float64) @ theirs.astype(np.float64) * self.grid.seconds


def measure_likeness(heard: Heard, reliable: float) -> float:
    """Return the typical cosine of two pieces of one voice in this recording.

    Pairs are the pieces of slots in neighbouring windows that the segmentation follows across their
    common part; the median forgives the pairs in which it slipped.
    """
    unit = normalise(heard.vectors)
    cosines = []
    for (window, slot), index in heard.at.items():
        if heard.pieces[index].seconds < reliable or window + 1 >= len(heard.activity):
            continue
        shared = heard.shared(window, window + 1)[slot]
        other = int(shared.argmax())
        partner = heard.at.get((window + 1, other))
        if partner is None or shared[other] < SHARED or heard.pieces[partner].seconds < reliable:
            continue
        cosines.append(float(unit[index] @ unit[partner]))
    if not cosines:
        return LIKENESS
    trust = min(1.0, len(cosines) / MEASURED)
    return trust * float(np.median(cosines)) + (1 - trust) * LIKENESS


def find_voices(
    heard: Heard, *, options: ClusteringOptions, fewest: int = 1, most: int | None = None
) -> npt.NDArray[np.int64]:
    """Return the voice 0..k-1 of each piece of ``heard``."""
    seconds = np.array([piece.seconds for piece in heard.pieces])
    times = np.array([heard.grid.edge((piece.first + piece.last) / 2) for piece in heard.pieces])
    return cluster_voices(
        heard.vectors,
        seconds,
        times,
        likeness=measure_likeness(heard, options.reliable),
        options=options,
        fewest=fewest,
        most=most,
    )


def assign_slots(heard: Heard, voices: npt.NDArray[np.int64], *, full: float = 1.5) -> Slots:
    """Return the voice of each slot of each window, (windows, slots); -1 where nobody can be named.

    A slot takes the voice with which it shares most clean speech: its own piece, and the pieces of
    neighbouring windows over the seconds both windows hear. Short pieces count for less.

    Args:
        heard: The evidence.
        voices: The voice of each piece.
        full: Seconds of speech from which on a piece counts fully.
    """
    count = len(heard.activity)
    total = int(voices.max()) + 1 if len(voices) else 0
    slots = np.full((count, heard.slots), -1, dtype=np.int64)
    if total == 0:
        return slots
    for window in range(count):
        score = np.zeros((heard.slots, total))
        for neighbour in range(max(0, window - 1), min(count, window + 2)):
            shared = _shared(heard, window, neighbour)
            for slot in range(heard.slots):
                index = heard.at.get((neighbour, slot))
                if index is not None:
                    trust = min(1.0, heard.pieces[index].seconds / full)
                    score[:, voices[index]] += shared[:, slot] * trust
        best = score.argmax(axis=1)
        known = score[np.arange(heard.slots), best] > 0
        slots[window, known] = best[known]
    return slots


def _shared(heard: Heard, window: int, other: int) -> npt.NDArray[np.float64]:
    """Like :meth:`Heard.shared` in either direction; a window with itself shares its own speech only."""
    if window == other:
        speaking = (heard.activity[window, :, : heard.slots] >= CERTAIN).sum(axis=0)
        return np.diag(speaking * heard.grid.seconds)
    if other < window:
        return heard.shared(other, window).T
    return heard.shared(window, other)
