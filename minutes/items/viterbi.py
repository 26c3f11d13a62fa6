"""The best way through the meeting, and how sure each step of it is.

A hidden Markov model whose states are the agenda items (and groups of them called together, and
"outside"). Only units with evidence are steps; between them the state stays. Viterbi (1967) gives the
best path, the forward-backward recursion the probability of each state behind each step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Path(NamedTuple):
    """The result, one row a step."""

    states: NDArray[np.int64]
    """State behind each step."""
    posterior: NDArray[np.float64]
    """Probability of each state behind each step; rows sum to 1."""


def best_path(
    entries: NDArray[np.float64],
    within: NDArray[np.float64],
    tables: tuple[NDArray[np.float64], NDArray[np.float64]],
    start: NDArray[np.float64],
    *,
    early: int,
    temperature: float,
) -> Path:
    """Run both recursions.

    Args:
        entries: Steps × states: score of entering a state at a step, boundary prior included.
        within: Steps × states: score of what is said at a step in a state that goes on.
        tables: States × states: score of the change, for the early steps and for the others; the diagonal is
            not used.
        start: Score of each state before the first step.
        early: Number of the early steps.
        temperature: Scores are divided by it for the probabilities, as the kinds of evidence are not
        independent.
    """
    steps, size = entries.shape
    moves = [table.copy() for table in tables]
    for table in moves:
        np.fill_diagonal(table, -np.inf)
    value = start.copy()
    came = np.zeros((steps, size), dtype=np.int64)
    stay = np.arange(size)
    for step in range(steps):
        through = value[:, None] + moves[step >= early]
        origin = through.argmax(axis=0)
        entered = through[origin, stay] + entries[step]
        kept = value + within[step]
        came[step] = np.where(entered > kept, origin, stay)
        value = np.maximum(entered, kept)
    states = np.zeros(steps, dtype=np.int64)
    state = int(value.argmax())
    for step in range(steps - 1, -1, -1):
        states[step] = state
        state = int(came[step, state])
    scaled = [x / temperature for x in (entries, within, *moves, start)]
    return Path(states, _posterior(*scaled, early=early))


def _posterior(
    entries: NDArray[np.float64],
    within: NDArray[np.float64],
    early_moves: NDArray[np.float64],
    late_moves: NDArray[np.float64],
    start: NDArray[np.float64],
    *,
    early: int,
) -> NDArray[np.float64]:
    """Forward-backward with rows scaled to their maximum."""
    steps, size = entries.shape
    changes = (np.exp(early_moves), np.exp(late_moves))
    forward = np.zeros((steps, size))
    row = np.exp(start - start.max())
    inward = np.exp(np.clip(entries, -50.0, 50.0))
    onward = np.exp(np.clip(within, -50.0, 50.0))
    for step in range(steps):
        row = row * onward[step] + (row @ changes[step >= early]) * inward[step]
        row = row / row.sum()
        forward[step] = row
    backward = np.ones(size)
    out = np.zeros((steps, size))
    for step in range(steps - 1, -1, -1):
        joint = forward[step] * backward
        out[step] = joint / joint.sum()
        backward = onward[step] * backward + changes[step >= early] @ (inward[step] * backward)
        backward = backward / backward.max()
    return out
