"""From voice vectors of pieces of speech to voices: agglomerative, in two levels, linear in length.

Similarity of two groups is the mean cosine over all their pairs (UPGMA, average linkage), which for
unit vectors is the product of the groups' mean vectors, so that groups merge exactly without keeping
their members. Pieces are joined to small groups inside stretches of some minutes first; then the groups
of all stretches are joined over the whole recording. Time and memory grow with the number of groups in a
stretch squared plus the number of groups that remain squared, not with the recording's length squared.

How alike two pieces of one voice are depends on room and microphone. That likeness is measured in the
recording itself (pieces known to be of one voice because the segmentation follows it from window to
window), and every threshold is a share of it.
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

    merge: float = 0.66
    """Groups are one voice when their similarity is at least this share of the recording's own likeness."""
    local_merge: float = 0.85
    """The same inside a stretch in the first level, where only the sure pairs are joined."""
    stretch: float = 600.0
    """Seconds of a stretch of the first level."""
    reliable: float = 1.5
    """Seconds of clean speech from which on a piece takes part in forming voices."""
    smallest: float = 4.0
    """Seconds of speech a voice needs; what has less is given to the nearest other voice."""
    rounds: int = 3
    """How often pieces are handed to their nearest voice afterwards."""


def normalise(vectors: Vectors) -> Vectors:
    """Return ``vectors`` (n, d) with length one each; zero stays zero."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), dtype=np.float32)


def agglomerate(
    means: Numbers, weights: Numbers, *, threshold: float, fewest: int = 1, most: int | None = None
) -> Labels:
    """Join groups bottom-up by average linkage and return a label 0..k-1 for each.

    Args:
        means: Mean of the unit vectors of each group, (n, d).
        weights: Size of each group, (n,).
        threshold: Lowest similarity at which groups are still joined.
        fewest: Stop joining at this number of groups, whatever their similarity.
        most: Go on joining down to this number of groups, whatever their similarity.
    """
    count = len(means)
    labels = np.arange(count)
    if count == 0:
        return labels
    sums = means * weights[:, None]
    sizes = weights.astype(np.float64).copy()
    similarity = means @ means.T
    np.fill_diagonal(similarity, -np.inf)
    best = similarity.argmax(axis=1)
    best_value = similarity[np.arange(count), best]
    alive = count
    while alive > max(1, fewest):
        first = int(best_value.argmax())
        if best_value[first] < threshold and (most is None or alive <= most):
            break
        second = int(best[first])
        first, second = min(first, second), max(first, second)
        sums[first] += sums[second]
        sizes[first] += sizes[second]
        labels[labels == second] = first
        row = (sums / sizes[:, None]) @ (sums[first] / sizes[first])
        row[first] = row[second] = -np.inf
        row[np.isneginf(best_value)] = -np.inf
        similarity[first, :] = similarity[:, first] = row
        similarity[second, :] = similarity[:, second] = -np.inf
        best_value[second] = -np.inf
        stale = np.flatnonzero(((best == first) | (best == second)) & ~np.isneginf(best_value))
        better = np.flatnonzero((row > best_value) & ~np.isneginf(best_value))
        best[better], best_value[better] = first, row[better]
        for index in {*stale.tolist(), first}:
            best[index] = similarity[index].argmax()
            best_value[index] = similarity[index, best[index]]
        alive -= 1
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def group_means(vectors: Vectors, weights: Numbers, labels: Labels) -> tuple[Numbers, Numbers]:
    """Return the weighted mean (k, d) and the total weight (k,) of each label 0..k-1."""
    count = int(labels.max()) + 1 if len(labels) else 0
    sums = np.zeros((count, vectors.shape[1]))
    np.add.at(sums, labels, vectors * weights[:, None])
    sizes = np.bincount(labels, weights=weights, minlength=count).astype(np.float64)
    return sums / np.maximum(sizes, 1e-9)[:, None], sizes


def cluster_voices(
    vectors: Vectors,
    seconds: Numbers,
    times: Numbers,
    *,
    likeness: float,
    options: ClusteringOptions,
    fewest: int = 1,
    most: int | None = None,
) -> Labels:
    """Return the voice 0..k-1 of each piece.

    Args:
        vectors: Voice vectors (n, d) of any length.
        seconds: Clean speech in each piece.
        times: Middle of each piece in seconds from the start.
        likeness: Typical cosine of two pieces of one voice in this recording.
        options: Thresholds.
        fewest: Least number of voices, where the pieces allow it.
        most: Greatest number of voices.
    """
    unit = normalise(vectors)
    if len(unit) == 0:
        return np.zeros(0, dtype=np.int64)
    strong = np.flatnonzero(seconds >= options.reliable)
    if len(strong) < max(2, fewest):
        strong = np.argsort(-seconds, kind="stable")[: max(2, fewest, len(strong))]
        strong.sort()
    # A piece counts by its length up to the point where more adds nothing.
    weights = np.minimum(seconds[strong], 2 * options.reliable)
    labels = _first_level(
        unit[strong], weights, times[strong], likeness=likeness, options=options, fewest=fewest
    )
    means, sizes = group_means(unit[strong], weights, labels)
    joined = agglomerate(means, sizes, threshold=options.merge * likeness, fewest=fewest, most=most)
    labels = joined[labels]
    labels = _dissolve_small(unit[strong], weights, seconds[strong], labels, options=options, fewest=fewest)
    for _ in range(options.rounds):
        means, _sizes = group_means(unit[strong], weights, labels)
        closest = (unit[strong] @ normalise(means.astype(np.float32)).T).argmax(axis=1)
        if len(np.unique(closest)) < len(means) or np.array_equal(closest, labels):
            break
        labels = closest.astype(np.int64)
    means, _sizes = group_means(unit[strong], weights, labels)
    result = (unit @ normalise(means.astype(np.float32)).T).argmax(axis=1).astype(np.int64)
    result[strong] = labels
    return cast("Labels", result)


def _first_level(
    unit: Vectors,
    weights: Numbers,
    times: Numbers,
    *,
    likeness: float,
    options: ClusteringOptions,
    fewest: int,
) -> Labels:
    """Join the sure pairs inside each stretch; labels are unique over all stretches."""
    stretches = (times // options.stretch).astype(np.int64)
    labels = np.zeros(len(unit), dtype=np.int64)
    offset = 0
    for stretch in np.unique(stretches):
        inside = np.flatnonzero(stretches == stretch)
        found = agglomerate(
            unit[inside].astype(np.float64),
            weights[inside],
            threshold=options.local_merge * likeness,
            fewest=fewest,
        )
        labels[inside] = found + offset
        offset += int(found.max()) + 1
    return labels


def _dissolve_small(
    unit: Vectors,
    weights: Numbers,
    seconds: Numbers,
    labels: Labels,
    *,
    options: ClusteringOptions,
    fewest: int,
) -> Labels:
    """Give the pieces of voices with too little speech to the nearest voice that has enough."""
    totals = np.bincount(labels, weights=seconds)
    order = np.argsort(-totals, kind="stable")
    keep = [int(voice) for voice in order if totals[voice] >= options.smallest]
    if len(keep) < max(1, fewest):
        keep = [int(voice) for voice in order[: max(1, fewest)]]
    if len(keep) == len(totals):
        return labels
    means, _sizes = group_means(unit, weights, labels)
    kept = normalise(means[keep].astype(np.float32))
    closest = (unit @ kept.T).argmax(axis=1)
    position = {voice: index for index, voice in enumerate(keep)}
    return np.array(
        [position.get(int(label), int(near)) for label, near in zip(labels, closest, strict=True)],
        dtype=np.int64,
    )
