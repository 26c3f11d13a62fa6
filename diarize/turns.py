"""Small operations on turns: labels in order of speech, one voice at a time, overlap."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from diarize.types import Turn


def in_order(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Return ``turns`` sorted by start, then end, then speaker."""
    return tuple(sorted(turns, key=lambda turn: (turn.start, turn.end, turn.speaker)))


def labels_by_first_speech(turns: Iterable[Turn]) -> dict[str, str]:
    """Map each label to "S1", "S2", … in the order in which the voices are first heard."""
    names: dict[str, str] = {}
    for turn in in_order(turns):
        names.setdefault(turn.speaker, f"S{len(names) + 1}")
    return names


def relabel(turns: Iterable[Turn], names: dict[str, str]) -> tuple[Turn, ...]:
    """Return ``turns`` in order with their labels replaced by ``names``."""
    return in_order(msgspec.structs.replace(turn, speaker=names[turn.speaker]) for turn in turns)


def clip(turns: Iterable[Turn], end: float) -> list[Turn]:
    """Cut ``turns`` at ``end``, the length of the recording; what lies beyond is dropped."""
    return [
        msgspec.structs.replace(turn, end=min(turn.end, end))
        for turn in turns
        if turn.start < min(turn.end, end)
    ]


def make_exclusive(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Leave one voice at any time: who speaks already keeps the floor until the end of the turn.

    For results whose engine tells nothing of who dominates an overlap.
    """
    exclusive: list[Turn] = []
    busy_until = 0.0
    for turn in in_order(turns):
        if turn.end <= busy_until:
            continue
        exclusive.append(msgspec.structs.replace(turn, start=max(turn.start, busy_until)))
        busy_until = turn.end
    return tuple(exclusive)


def overlaps(turns: Sequence[Turn]) -> tuple[tuple[float, float], ...]:
    """Return the stretches (start, end) in which two or more voices speak, sorted, not touching."""
    edges = sorted(
        [(turn.start, 1) for turn in turns] + [(turn.end, -1) for turn in turns],
    )
    stretches: list[tuple[float, float]] = []
    voices, since = 0, 0.0
    for time, change in edges:
        before, voices = voices, voices + change
        if before < 2 <= voices:  # noqa: PLR2004 - two voices are an overlap
            since = time
        elif before >= 2 > voices and time > since:  # noqa: PLR2004 - same
            if stretches and stretches[-1][1] >= since:
                stretches[-1] = (stretches[-1][0], time)
            else:
                stretches.append((since, time))
    return tuple(stretches)


def seconds_inside(stretches: Sequence[tuple[float, float]], start: float, end: float) -> float:
    """Return how many seconds from ``start`` to ``end`` lie in ``stretches`` (sorted, not overlapping)."""
    index = max(0, bisect_right(stretches, (start, start)) - 1)
    inside = 0.0
    while index < len(stretches) and stretches[index][0] < end:
        inside += max(0.0, min(end, stretches[index][1]) - max(start, stretches[index][0]))
        index += 1
    return inside
