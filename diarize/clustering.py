"""From voice vectors of pieces of speech to voices: agglomerative, in two levels, linear in length.

Groups are compared by the mean cosine over all their pairs (average linkage), which for unit vectors is
the product of the groups' mean vectors, so that groups merge exactly without keeping their members. Noise
lowers that mean as much inside a group as between two of one voice; so it is divided by the likeness
found inside both groups (the correction for attenuation, Spearman 1904). What a group of few pieces cannot
tell is taken from the recording: pieces known to be of one voice, because the segmentation follows it from
window to window, show how much noise a vector has in this room, and how it falls with a piece's length.

Pieces are joined to small groups inside stretches of some minutes first; then the groups of all stretches
are joined over the whole recording. Time and memory grow with the groups of a stretch squared plus the
groups that remain squared, not with the recording's length squared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]
    Numbers = npt.NDArray[np.float64]
    Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ClusteringOptions:
    """Thresholds; docs/diarization.md shows how flat the optimum of each is."""

    merge: float = 0.72
    """Groups are one voice when they are at least this share as alike as each is to itself."""
    local_merge: float = 0.75
    """The same inside a stretch in the first level, where only the sure pairs are joined."""
    prior_pairs: float = 4.0
    """Weight of the recording's likeness against the pairs seen inside a group."""
    stretch: float = 600.0
    """Seconds of a stretch of the first level."""
    reliable: float = 1.0
    """Seconds of clean speech from which on a piece takes part in forming voices."""
    full: float = 3.0
    """Seconds from which on more speech adds no weight to a piece."""
    fragment: float = 15.0
    """Seconds of speech in its fullest hour below which a group is a fragment of the voice it resembles …"""
    fragment_share: float = 0.05
    """… or this share of all speech, where that is less (short recordings)."""
    fragment_merge: float = 0.42
    """Likeness (as ``merge``) which a fragment needs for that."""
    smallest: float = 4.0
    """Seconds of speech a voice of its own needs (or half the fragment's share of all speech, if less)."""
    rounds: int = 3
    """How often pieces are handed to their nearest voice afterwards."""


HOUR = 3600.0

LEAST_LIKENESS = 0.2
"""Floor of the likeness inside a group, so that a spoilt group does not resemble everybody."""


def normalise(vectors: Vectors) -> Vectors:
    """Return ``vectors`` (n, d) with length one each; zero stays zero."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), dtype=np.float32)


def expected_likeness(seconds: Numbers, noise: float) -> Numbers:
    """Return the cosine expected of two pieces of one voice that both have ``seconds`` of speech.

    A vector is taken for the voice plus noise whose variance falls with the length of the speech; pieces
    of a and b seconds then have sqrt(expected(a) * expected(b)) in common.
    """
    likeness: Numbers = seconds / (seconds + noise)
    return likeness


class Groups:
    """Groups of pieces by their sums, so that two merge without looking at their members.

    Args:
        unit: Unit vectors of the pieces, (n, d).
        weights: Weight of each piece, (n,).
        labels: Group 0..k-1 of each piece.
        expected: Likeness to others of its voice that each piece should have, from its length, (n,).
        prior_pairs: Weight of ``expected`` against the pairs inside a group.
    """

    def __init__(
        self, unit: Vectors, weights: Numbers, labels: Labels, *, expected: Numbers, prior_pairs: float
    ) -> None:
        count = int(labels.max()) + 1
        self._sums = np.zeros((count, unit.shape[1]))
        np.add.at(self._sums, labels, unit * weights[:, None])
        self._sizes = np.bincount(labels, weights=weights, minlength=count).astype(np.float64)
        self._squares = np.bincount(labels, weights=weights**2, minlength=count).astype(np.float64)
        self._expected = np.bincount(labels, weights=weights * expected, minlength=count).astype(np.float64)
        self._prior = prior_pairs

    def __len__(self) -> int:
        """Return the number of groups ever made, the merged ones included."""
        return len(self._sizes)

    @property
    def means(self) -> Numbers:
        """Mean vector of each group, (k, d)."""
        means: Numbers = self._sums / self._sizes[:, None]
        return means

    def within(self) -> Numbers:
        """Return how alike the pieces inside each group are, shrunk towards what is expected."""
        pairs = self._sizes**2 - self._squares
        total = (self._sums**2).sum(axis=1) - self._squares
        expected = self._expected / self._sizes
        mixed = (total + self._prior * expected) / (pairs + self._prior)
        within: Numbers = np.maximum(mixed, LEAST_LIKENESS)
        return within

    def alike(self, group: int | None = None) -> Numbers:
        """Return the corrected similarity of all groups, (k, k), or of ``group`` to all, (k,)."""
        means, within = self.means, np.sqrt(self.within())
        if group is None:
            square: Numbers = (means @ means.T) / within[:, None] / within[None, :]
            return square
        row: Numbers = (means @ means[group]) / within / within[group]
        return row

    def merge(self, group: int, other: int) -> None:
        """Add ``other`` to ``group``; ``other`` stays behind unchanged and must not be used again."""
        self._sums[group] += self._sums[other]
        self._sizes[group] += self._sizes[other]
        self._squares[group] += self._squares[other]
        self._expected[group] += self._expected[other]


def agglomerate(groups: Groups, *, threshold: float, fewest: int = 1, most: int | None = None) -> Labels:
    """Join the two most similar groups again and again; return the new group 0..k-1 of each.

    Args:
        groups: The groups to begin with; used up.
        threshold: Lowest corrected similarity at which groups are still joined.
        fewest: Stop joining at this number of groups, whatever their similarity.
        most: Go on joining down to this number of groups, whatever their similarity.
    """
    count = len(groups)
    labels = np.arange(count)
    similarity = groups.alike()
    np.fill_diagonal(similarity, -np.inf)
    best = similarity.argmax(axis=1)
    value = similarity[labels, best]
    alive = np.ones(count, dtype=bool)
    left = count
    while left > max(1, fewest):
        first = int(value.argmax())
        if value[first] < threshold and (most is None or left <= most):
            break
        first, second = sorted((first, int(best[first])))
        groups.merge(first, second)
        labels[labels == second] = first
        alive[second] = False
        left -= 1
        row = groups.alike(first)
        row[~alive] = -np.inf
        row[first] = -np.inf
        similarity[first, :] = similarity[:, first] = row
        similarity[second, :] = similarity[:, second] = -np.inf
        value[second] = -np.inf
        better = row > value
        best[better], value[better] = first, row[better]
        stale = alive & ((best == first) | (best == second)) & ~better
        stale[first] = True
        for index in np.flatnonzero(stale):
            best[index] = similarity[index].argmax()
            value[index] = similarity[index, best[index]]
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def cluster_voices(
    vectors: Vectors,
    seconds: Numbers,
    times: Numbers,
    *,
    noise: float,
    options: ClusteringOptions,
    fewest: int = 1,
    most: int | None = None,
) -> Labels:
    """Return the voice 0..k-1 of each piece.

    Args:
        vectors: Voice vectors (n, d) of any length.
        seconds: Clean speech in each piece.
        times: Middle of each piece in seconds from the start.
        noise: Seconds of speech at which half of a vector is noise (:func:`expected_likeness`).
        options: Thresholds.
        fewest: Least number of voices, where the pieces allow it.
        most: Greatest number of voices.
    """
    unit = normalise(vectors)
    if len(unit) == 0:
        return np.zeros(0, dtype=np.int64)
    strong = np.flatnonzero(seconds >= options.reliable)
    if len(strong) < max(2, fewest):
        strong = np.sort(np.argsort(-seconds, kind="stable")[: max(2, fewest)])
    former = _Former(unit[strong], seconds[strong], noise, options)
    labels = former.first_level(times[strong], fewest)
    labels = former.join(labels, options.merge, fewest=fewest, most=most)
    labels = former.absorb_fragments(labels, times[strong], fewest)
    labels = former.settle(labels)
    result = former.nearest(unit, labels)
    result[strong] = labels
    return result


class _Former:
    """Forms voices of the reliable pieces, step by step."""

    def __init__(self, unit: Vectors, seconds: Numbers, noise: float, options: ClusteringOptions) -> None:
        self._unit = unit
        self._seconds = seconds
        self._weights = np.minimum(seconds, options.full) / options.full
        self._expected = expected_likeness(np.minimum(seconds, options.full), noise)
        self._options = options

    def _groups(self, labels: Labels, chosen: Labels | None = None) -> Groups:
        rows = np.arange(len(self._unit)) if chosen is None else chosen
        return Groups(
            self._unit[rows],
            self._weights[rows],
            labels,
            expected=self._expected[rows],
            prior_pairs=self._options.prior_pairs,
        )

    def first_level(self, times: Numbers, fewest: int) -> Labels:
        """Join the sure pairs inside each stretch; labels are unique over all stretches."""
        stretches = (times // self._options.stretch).astype(np.int64)
        labels = np.zeros(len(self._unit), dtype=np.int64)
        offset = 0
        for stretch in np.unique(stretches):
            inside = np.flatnonzero(stretches == stretch)
            groups = self._groups(np.arange(len(inside)), inside)
            found = agglomerate(groups, threshold=self._options.local_merge, fewest=fewest)
            labels[inside] = found + offset
            offset += int(found.max()) + 1
        return labels

    def join(self, labels: Labels, threshold: float, *, fewest: int, most: int | None) -> Labels:
        """Join groups over the whole recording."""
        joined = agglomerate(self._groups(labels), threshold=threshold, fewest=fewest, most=most)
        return joined[labels]

    def absorb_fragments(self, labels: Labels, times: Numbers, fewest: int) -> Labels:
        """Give groups with little speech to the voice they resemble; smallest first.

        A group that resembles none stays a voice if it has enough speech, else its nearest takes it. What
        counts is a group's fullest hour: what is torn off a voice comes again and again, and would add up to
        a voice in a long sitting; who takes part speaks at some time as long as a contribution takes.
        """
        hours = (times // HOUR).astype(np.int64)
        options = self._options
        fragment = min(options.fragment, options.fragment_share * float(self._seconds.sum()))
        smallest = min(options.smallest, fragment / 2)
        while True:
            by_hour = np.zeros((int(labels.max()) + 1, int(hours.max()) + 1))
            np.add.at(by_hour, (labels, hours), self._seconds)
            totals = by_hour.max(axis=1)
            if len(totals) <= max(1, fewest):
                return labels
            alike = self._groups(labels).alike()
            np.fill_diagonal(alike, -np.inf)
            for group in np.argsort(totals, kind="stable"):
                near = int(alike[group].argmax())
                resembles = alike[group, near] >= options.fragment_merge
                if totals[group] < smallest or (totals[group] < fragment and resembles):
                    labels = np.where(labels == group, near, labels)
                    labels = np.unique(labels, return_inverse=True)[1].astype(np.int64)
                    break
            else:
                return labels

    def settle(self, labels: Labels) -> Labels:
        """Hand pieces to their nearest voice until nothing changes; no voice is lost."""
        for _ in range(self._options.rounds):
            closest = self.nearest(self._unit, labels)
            if len(np.unique(closest)) <= labels.max() or np.array_equal(closest, labels):
                break
            labels = closest
        return labels

    def nearest(self, unit: Vectors, labels: Labels) -> Labels:
        """Return the voice nearest to each of ``unit``."""
        centres = normalise(self._groups(labels).means.astype(np.float32))
        return cast("Labels", (unit @ centres.T).argmax(axis=1).astype(np.int64))
