"""One person per voice, decided for the whole meeting at once.

The best assignment of voices to people (Kuhn 1955, the Hungarian method, by SciPy) over the summed
evidence; then a
voice left over may join a person who has one already, because a diarizer splits voices, if its own
evidence is
strong. What stays weak or contested stays unknown.
"""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from minutes.people.weights import LIMITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from minutes.people.weights import Limits


_RIVAL = 0.5


class Choice(NamedTuple):
    """The person found for a voice."""

    person: int
    score: float
    confidence: float


def assign(
    scores: Mapping[str, Mapping[int, float]],
    twins: Mapping[int, int] | None = None,
    limits: Limits = LIMITS,
) -> dict[str, Choice]:
    """Decide who each voice is; voices without a sure answer are left out.

    Args:
        scores: Evidence by voice and person (index into the roster).
        twins: Roster entries that are the same person once more; they are no rivals of each other.
        limits: What is sure.
    """
    same = twins or {}
    voices = sorted(scores)
    people = sorted({p for row in scores.values() for p in row})
    if not voices or not people:
        return {}
    column = {p: i for i, p in enumerate(people)}
    matrix = np.zeros((len(voices), len(people)))
    for row, voice in enumerate(voices):
        for person, score in scores[voice].items():
            matrix[row, column[person]] = score
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - half a second, and pages never need it

    rows, columns = linear_sum_assignment(-np.maximum(matrix, 0.0))
    taken = {
        c: r for r, c in zip(rows.tolist(), columns.tolist(), strict=True) if matrix[r, c] >= limits.least
    }
    chosen: dict[str, Choice] = {}
    for c, r in taken.items():
        me = same.get(people[c], people[c])
        others = [o for o in range(len(people)) if same.get(people[o], people[o]) != me]
        rival = max((matrix[r, o] for o in others if o not in taken), default=0.0)
        contested = max((matrix[r, o] for o in others if o in taken), default=0.0)
        margin = matrix[r, c] - max(rival, contested * 0.8)
        if margin >= limits.margin and _loss(matrix, r, c, contested) >= limits.margin:
            chosen[voices[r]] = _choice(people[c], matrix[r, c], margin)
    for row, voice in enumerate(voices):
        if voice in chosen:
            continue
        order = np.argsort(-matrix[row])
        best = float(matrix[row, order[0]])
        second = float(matrix[row, order[1]]) if len(order) > 1 else 0.0
        if best >= limits.again and best - second >= max(limits.margin, 0.4 * best):
            chosen[voice] = _choice(people[int(order[0])], best, best - second)
    return chosen


def _loss(matrix: NDArray[np.float64], row: int, column: int, contested: float) -> float:
    """What the best assignment loses without this pair: nothing where two voices may change their names.

    Looked into only where somebody who has a voice already fits this one nearly as well.
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - half a second, and pages never need it

    gain = np.maximum(matrix, 0.0)
    if contested < _RIVAL * gain[row, column]:
        return float(gain[row, column])
    whole = gain[linear_sum_assignment(-gain)].sum()
    gain[row, column] = 0.0
    return float(whole - gain[linear_sum_assignment(-gain)].sum())


def _choice(person: int, score: float, margin: float) -> Choice:
    sure = 1.0 / (1.0 + exp(-(0.7 * margin + 0.15 * score - 0.6)))
    return Choice(person, round(score, 3), round(min(sure, 0.99), 3))
