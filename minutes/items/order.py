"""What it costs to go from one agenda item to another.

Meetings follow their agenda, with exceptions: items are taken early, late, together, or not at all. Headings
("3.1 Anträge gemäß § 3") are often passed over, so they count little as steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from minutes.items.weights import COSTS, OrderCosts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from minutes.items.labels import Label


_NEVER = -1e9


def headings(labels: Sequence[Label]) -> list[bool]:
    """Which items have sub-items directly behind them."""
    paths = [(label.kind, label.path) for label in labels]
    return [
        i + 1 < len(paths)
        and paths[i + 1][0] == kind
        and len(paths[i + 1][1]) > len(path)
        and paths[i + 1][1][: len(path)] == path
        for i, (kind, path) in enumerate(paths)
    ]


def transitions(
    labels: Sequence[Label],
    groups: Sequence[tuple[int, ...]],
    costs: OrderCosts = COSTS,
) -> NDArray[np.float64]:
    """Scores of going from a state (row) to another (column).

    States are the items in agenda order, then the groups of items called together, then "outside" (before the
    first item) as the last row; nothing leads back to it.
    """
    items = _between_items(labels, costs)
    count = len(labels)
    total = count + len(groups) + 1
    table = np.full((total, total), _NEVER)
    table[:count, :count] = items[:count]
    table[-1, :count] = items[count]
    for g, members in enumerate(groups, start=count):
        into = items[:, list(members)].max(axis=1)
        table[:count, g] = into[:count]
        table[-1, g] = into[count]
        table[g, :count] = items[list(members), :].max(axis=0)
        for member in members:
            table[g, member] = 0.0
            table[member, g] = min(0.0, float(into[member]))
        for h, others in enumerate(groups, start=count):
            table[g, h] = items[np.ix_(list(members), list(others))].max()
    np.fill_diagonal(table, 0.0)
    return table


def _between_items(labels: Sequence[Label], costs: OrderCosts) -> NDArray[np.float64]:
    """Costs between single items; the last row is "outside"."""
    count = len(labels)
    size = [costs.heading if heading else 1.0 for heading in headings(labels)]
    upto = np.concatenate([[0.0], np.cumsum(size)])
    items = np.zeros((count + 1, count))
    for j in range(count):
        items[count, j] = _skip(upto[j], costs) * costs.start
        for i in range(count):
            kind = 1.0 if labels[i].kind == labels[j].kind else costs.other_kind
            if j > i:
                items[i, j] = _skip(kind * (upto[j] - upto[i + 1]), costs)
            elif j < i:
                items[i, j] = kind * (costs.back + costs.back_more * float(np.log2(1 + upto[i] - upto[j])))
    return items


def _skip(skipped: float, costs: OrderCosts) -> float:
    if skipped <= 0:
        return 0.0
    return float(min(1.0, skipped) * costs.skip + costs.skip_more * np.log2(max(1.0, skipped)))


def unsettled(table: NDArray[np.float64], costs: OrderCosts = COSTS) -> NDArray[np.float64]:
    """The same while the agenda is still being settled: every jump costs more."""
    return np.where(table < 1.2 * costs.skip, table + costs.unsettled, table)
