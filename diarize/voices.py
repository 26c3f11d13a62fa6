"""Which voice of the recording each voice of each window is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from diarize.clustering import ClusteringOptions, cluster_voices, normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from diarize.evidence import Activity, Evidence, Grid, Piece
    from diarize.pieces import Run

    Named = npt.NDArray[np.int16]

NOISE = 1.3
"""Seconds of speech at which half of a vector is noise, where the recording is too short to measure it."""
MEASURED = 8
"""Pairs needed to trust the recording's own likeness fully; fewer are mixed with the default."""
SHARED = 1.5
"""Seconds that two windows must both give to the same pair of slots to call them one voice."""
SLOT_SAY = 0.05
"""Weight of a slot's other runs in naming one of its runs: little, for a slot may hold two people in turn."""
FOCUS = 2.0
"""Power of the share of a piece's speech that lies in a run, in the piece's say about the run's voice."""
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
        channels = max(part.activity.shape[2] for part in evidence)
        self.activity = np.concatenate([_widen(part.activity, channels) for part in evidence])
        self.pieces: list[Piece] = [piece for part in evidence for piece in part.pieces]
        self.vectors = np.concatenate([part.vectors for part in evidence if part.pieces])
        self.by_window: dict[int, list[int]] = {}
        for index, piece in enumerate(self.pieces):
            self.by_window.setdefault(piece.window, []).append(index)

    @property
    def slots(self) -> int:
        """Voices a window can hold."""
        return int(self.activity.shape[2]) - 1

    def runs(self, window: int, slot: int) -> list[Run]:
        """Return the global frames [first, last) of each run of ``slot`` in ``window``."""
        active = self.activity[window, :, slot] >= CERTAIN
        change = np.diff(np.concatenate([[0], active.astype(np.int8), [0]]))
        origin = window * self.grid.hop
        return [
            (origin + int(begin), origin + int(end))
            for begin, end in zip(np.flatnonzero(change == 1), np.flatnonzero(change == -1), strict=True)
        ]


def _widen(activity: Activity, channels: int) -> Activity:
    """Give a stretch in which nobody was looked for as many channels as the others."""
    missing = channels - activity.shape[2]
    return np.pad(activity, ((0, 0), (0, 0), (0, missing))) if missing else activity


def common(run: Run, runs: Sequence[Run]) -> int:
    """Return how many frames of ``run`` lie in ``runs``."""
    return sum(max(0, min(run[1], end) - max(run[0], begin)) for begin, end in runs)


def measure_noise(heard: Heard, options: ClusteringOptions) -> float:
    """Return the seconds of speech at which half of a voice vector is noise in this recording.

    Pairs are pieces in neighbouring windows that a slot of the first window joins: it speaks in both. For
    each the noise is worked out that explains its cosine (:func:`~diarize.clustering.expected_likeness`);
    the median forgives the pairs in which the segmentation slipped.
    """
    unit = normalise(heard.vectors)
    need = SHARED / heard.grid.seconds
    noises = []
    for index, piece in enumerate(heard.pieces):
        if piece.seconds < options.reliable:
            continue
        runs = heard.runs(piece.window, piece.slot)
        for other in heard.by_window.get(piece.window + 1, ()):
            partner = heard.pieces[other]
            if partner.seconds < options.reliable or piece.last > partner.first:
                continue  # unreliable, or they share sound, so that their likeness says nothing
            if sum(common(run, runs) for run in partner.runs) >= need:
                one, two = min(piece.seconds, options.full), min(partner.seconds, options.full)
                noises.append(_explain(float(unit[index] @ unit[other]), one, two))
    trust = min(1.0, len(noises) / MEASURED)
    return trust * float(np.median(noises)) + (1 - trust) * NOISE if noises else NOISE


def _explain(cosine: float, one: float, two: float) -> float:
    """Solve (1 + c / one) * (1 + c / two) = 1 / cosine ** 2 for c >= 0."""
    wanted = 1 / max(cosine, 0.1) ** 2 - 1
    half = (one + two) / 2
    return max(0.0, -half + float(np.sqrt(half**2 + wanted * one * two)))


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
        noise=measure_noise(heard, options),
        options=options,
        fewest=fewest,
        most=most,
    )


def name_frames(heard: Heard, voices: npt.NDArray[np.int64], *, full: float = 1.5) -> Named:
    """Return the voice of each slot in each frame, (windows, frames, slots); -1 for silent or unknown.

    Each uninterrupted run of a slot takes the voice with which it shares most clean speech, be it of its
    own window's pieces or of its neighbours'. A piece speaks for a run as far as its vector was taken from
    the run: one pooled from a whole window's runs says little of a single sentence among them, which may be
    somebody else's. Where somebody interrupts, a run ends, for the slot may be another's afterwards. The
    rest of the slot has a say too, which decides for runs that no piece covers. Short pieces count for less.

    Args:
        heard: The evidence.
        voices: The voice of each piece.
        full: Seconds of speech from which on a piece counts fully.
    """
    windows, frames = heard.activity.shape[:2]
    named = np.full((windows, frames, heard.slots), -1, dtype=np.int16)
    total = int(voices.max()) + 1 if len(voices) else 0
    if total == 0:
        return named
    sizes = [piece.frames for piece in heard.pieces]
    for window in range(windows):
        origin = window * heard.grid.hop
        near = [
            index
            for neighbour in range(window - 1, window + 2)
            for index in heard.by_window.get(neighbour, ())
        ]
        for slot in range(heard.slots):
            runs = _cut_at_interruptions(heard, window, slot)
            if not runs:
                continue
            score, shared = np.zeros((2, len(runs), total))
            for index in near:
                piece = heard.pieces[index]
                if piece.window == window and piece.slot != slot:
                    continue
                trust = min(1.0, sizes[index] * heard.grid.seconds / full)
                for row, run in enumerate(runs):
                    both = common(run, piece.runs)
                    shared[row, voices[index]] += trust * both
                    score[row, voices[index]] += trust * both * (both / sizes[index]) ** FOCUS
            score += SLOT_SAY * shared.sum(axis=0)
            best = score.argmax(axis=1)
            for row, (begin, end) in enumerate(runs):
                if score[row, best[row]] > 0:
                    named[window, begin - origin : end - origin, slot] = best[row]
    return named


def _cut_at_interruptions(heard: Heard, window: int, slot: int) -> list[Run]:
    """Return the runs of ``slot``, cut in the middle between two stretches in which it speaks alone."""
    mine = (heard.pieces[index] for index in heard.by_window.get(window, ()))
    clean = sorted({run for piece in mine if piece.slot == slot for run in piece.runs})
    between = [(before[1], after[0]) for before, after in pairwise(clean) if before[1] < after[0]]
    found: list[Run] = []
    for begin, end in heard.runs(window, slot):
        cuts = [(left + right) // 2 for left, right in between if begin < left and right < end]
        found += pairwise([begin, *cuts, end])
    return found
