"""Parameters chosen on half of the meetings, reported on the other: ``python -m app.measure.crossval``.

The limits of naming (:class:`minutes.people.weights.Limits`) are searched on a grid; of the weights of the
agenda (:class:`minutes.items.weights.Weights`) those that decide most are varied one by one, and what helps
the half is taken together. A sitting's clean and noisy transcripts stay in one half. Both directions and the
figures of the values in use are written to docs/measurements.md.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from app.measure.cases import find_cases
from app.measure.document import DOCUMENT, table, write_section
from app.measure.reference import read_reference
from app.measure.text import text_figures
from minutes.inputs import read_agenda, read_roster, read_transcript
from minutes.items import assign_items
from minutes.items.weights import WEIGHTS
from minutes.people.naming import decide, weigh
from minutes.people.weights import LIMITS, Limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from minutes.items.weights import Weights

GRID: dict[str, tuple[float, ...]] = {
    "least": (0.6, 0.9, 1.2, 1.6, 2.0),
    "margin": (0.3, 0.6, 1.0, 1.5),
    "again": (2.0, 3.0),
    "purity": (0.3, 0.5, 0.6, 0.7),
}
VARIED = ("boundary", "number_bare", "title", "member", "mention")
FACTORS = (0.8, 1.25)
WRONG_COSTS = 2.0
"""A wrong name costs as much as two that are missing."""
Figures = dict[str, float]
Means = dict[str, float]


class Sitting(NamedTuple):
    """The figures of one transcript under every choice."""

    name: str
    limits: dict[Limits, Figures]
    weights: dict[Weights, Figures]


def main(arguments: list[str] | None = None) -> int:
    """Measure both directions and write the section."""
    parser = argparse.ArgumentParser(prog="python -m app.measure.crossval", description=__doc__)
    parser.add_argument("root", type=Path, help="folder of evaluation data")
    parser.add_argument("--jobs", type=int, default=2, help="transcripts at a time")
    parser.add_argument("--document", type=Path, default=DOCUMENT, help="where the section is written")
    chosen = parser.parse_args(arguments)
    folders = [case.reference for case in find_cases(chosen.root) if case.kind == "text"]
    with ProcessPoolExecutor(chosen.jobs) as pool:
        first = list(pool.map(measure, folders, itertools.repeat((WEIGHTS, *variants()))))
        halves = split([one.name for one in first])
        combined = [_combined([one for one in first if one.name in half]) for half in halves]
        wanted = tuple(dict.fromkeys(one for one in combined if one not in {WEIGHTS, *variants()}))
        extra = list(pool.map(measure, folders, itertools.repeat(wanted))) if wanted else []
    for one, more in zip(first, extra, strict=False):
        one.weights.update(more.weights)
    rows = report(first, halves, combined)
    write_section(
        "crossval",
        "Parameters chosen on one half, reported on the other",
        text(rows),
        document=chosen.document,
    )
    print(text(rows))  # noqa: T201  # a program
    print(json.dumps(summary(rows)))  # noqa: T201  # a program
    return 0


def variants() -> tuple[Weights, ...]:
    """Return the weights with one of them varied at a time."""
    return tuple(
        WEIGHTS._replace(**{name: getattr(WEIGHTS, name) * factor}) for name in VARIED for factor in FACTORS
    )


def grid() -> tuple[Limits, ...]:
    """Return every choice of limits."""
    choices = itertools.product(*GRID.values())
    return tuple(Limits(**dict(zip(GRID, values, strict=True))) for values in choices)


def split(names: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return two halves: every other sitting, its clean and noisy transcripts together."""
    sittings = sorted({_sitting(name) for name in names})
    odd = frozenset(name for name in names if sittings.index(_sitting(name)) % 2)
    return frozenset(names) - odd, odd


def _sitting(name: str) -> str:
    return name.removesuffix("-clean").removesuffix("-noisy")


def measure(folder: Path, weights: Sequence[Weights]) -> Sitting:
    """Return a transcript's figures: items under each of the weights, names under each of the limits."""
    said, agenda = read_transcript(folder / "transcript.json"), read_agenda(str(folder / "agenda.json"))
    roster, reference = read_roster(folder / "roster.json"), read_reference(folder)
    by_weights: dict[Weights, Figures] = {}
    by_limits: dict[Limits, Figures] = {}
    for choice in weights:
        aligned = assign_items(said.utterances, agenda, roster, weights=choice)
        by_weights[choice] = _figures(text_figures(reference, aligned.utterances, {}), "item", "start")
        if choice != WEIGHTS:
            continue
        weighed = weigh(aligned.utterances, roster, chair=aligned.chair)
        known: dict[tuple[str | None, ...], Figures] = {}
        for limits in grid():
            names = {speaker.id: speaker.name for speaker in decide(weighed, limits)}
            key = tuple(names.values())
            if key not in known:
                known[key] = _figures(text_figures(reference, aligned.utterances, names), "name", "wrong")
            by_limits[limits] = known[key]
    return Sitting(folder.name, by_limits, by_weights)


def _figures(found: Mapping[str, float | None], *wanted: str) -> Figures:
    return {name: found.get(name) or 0.0 for name in wanted}


def _mean(figures: Sequence[Figures]) -> Means:
    return {name: statistics.mean(one[name] for one in figures) for name in figures[0]}


def best_limits(sittings: Sequence[Sitting]) -> Limits:
    """Return the limits that do best on these sittings; the ones in use where others are no better."""

    def worth(limits: Limits) -> tuple[float, bool]:
        mean = _mean([one.limits[limits] for one in sittings])
        return round(mean["name"] - WRONG_COSTS * mean["wrong"], 4), limits == LIMITS

    return max(grid(), key=worth)


def _worth(sittings: Sequence[Sitting], weights: Weights) -> float:
    mean = _mean([one.weights[weights] for one in sittings])
    return mean["item"] + mean["start"]


def _combined(sittings: Sequence[Sitting]) -> Weights:
    """Take together every single change that helps these sittings."""
    found, usual = WEIGHTS, _worth(sittings, WEIGHTS)
    for name in VARIED:
        tried = [WEIGHTS._replace(**{name: getattr(WEIGHTS, name) * factor}) for factor in FACTORS]
        best = max(tried, key=lambda choice: _worth(sittings, choice))
        if _worth(sittings, best) > usual:
            found = found._replace(**{name: getattr(best, name)})
    return found


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the report."""

    chosen_on: str
    measured_on: str
    what: str
    values: str
    figures: Means


def report(
    sittings: Sequence[Sitting], halves: Sequence[frozenset[str]], combined: Sequence[Weights]
) -> list[Row]:
    """Return the rows of both directions, with what the values in use give on the same half."""
    rows: list[Row] = []
    for number, (half, weights) in enumerate(zip(halves, combined, strict=True)):
        own = [one for one in sittings if one.name in half]
        other = [one for one in sittings if one.name not in half]
        limits = best_limits(own)
        values = ", ".join(f"{name} {value:g}" for name, value in msgspec.structs.asdict(limits).items())
        changed = [n for n in VARIED if getattr(weights, n) != getattr(WEIGHTS, n)]
        others = ", ".join(f"{n} {getattr(weights, n):g}" for n in changed) or "as in use"
        here, there = "AB"[number], "BA"[number]
        for label, measured in ((here, own), (there, other)):
            named = _mean([one.limits[limits] for one in measured])
            rows.append(Row(chosen_on=here, measured_on=label, what="names", values=values, figures=named))
            laid = _mean([one.weights[weights] for one in measured])
            rows.append(Row(chosen_on=here, measured_on=label, what="items", values=others, figures=laid))
        named = _mean([one.limits[LIMITS] for one in own])
        rows.append(Row(chosen_on="in use", measured_on=here, what="names", values="", figures=named))
        laid = _mean([one.weights[WEIGHTS] for one in own])
        rows.append(Row(chosen_on="in use", measured_on=here, what="items", values="", figures=laid))
    return rows


def text(rows: Sequence[Row]) -> str:
    """Return the section."""
    how = (
        "`make crossval`. Halves A and B: every other sitting, clean and noisy transcripts together. "
        f"Names are chosen by name − {WRONG_COSTS:g} × wrong, items by item + start."
    )
    parts = [how]
    for what, columns in (("names", ("name", "wrong")), ("items", ("item", "start"))):
        body = [
            [row.chosen_on, row.measured_on, *(round(row.figures[name], 4) for name in columns), row.values]
            for row in rows
            if row.what == what
        ]
        parts.append(table(["chosen on", "measured on", *columns, "values"], body))
    return "\n\n".join(parts)


def summary(rows: Sequence[Row]) -> dict[str, float]:
    """Return what was measured on the half that nothing was chosen on."""
    found: dict[str, float] = {}
    for row in rows:
        if row.chosen_on not in {"in use", row.measured_on}:
            found |= {f"{name}_{row.measured_on}": round(value, 4) for name, value in row.figures.items()}
    return found


if __name__ == "__main__":
    sys.exit(main())
