"""Time and memory of ``segment`` as meetings grow longer: ``python -m app.measure.segment``.

A made-up meeting of 120 items and 90 people is segmented at 1, 2, 4 and 8 times its words, each time by the
command line on one core. The section of docs/measurements.md is written at the end; the last line of the
output is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from math import log
from pathlib import Path
from statistics import linear_regression
from typing import TYPE_CHECKING

import msgspec

from app.measure.document import DOCUMENT, table, write_section
from app.measure.machine import describe
from app.measure.runner import measure, protokollant
from app.measure.sitting import make_sitting
from models.errors import ProtokollantError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.measure.sitting import Sitting

WORDS, ITEMS, PEOPLE = 60_000, 120, 90
"""Six hours."""
TIMES = (1, 2, 4, 8)


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """What one length took."""

    times: int
    words: int
    utterances: int
    understand: float
    """Seconds for items, names, outcomes and the draft."""
    render: float
    """Seconds for the documents."""
    seconds: float
    """Of the whole command, its start included."""
    peak_mib: float
    item: float
    """Share of words under the right item."""
    named: float
    """Share of voices with the right name."""


def run(times: Sequence[int], folder: Path, *, words: int = WORDS) -> list[Size]:
    """Segment the meeting at each length.

    Raises:
        MeasuredRunError: a run failed.
    """
    return [
        _run(number, make_sitting(number * words, items=ITEMS, people=PEOPLE), folder) for number in times
    ]


def _run(times: int, sitting: Sitting, folder: Path) -> Size:
    out = folder / f"out-{times}"
    for name, value in (("said", sitting.transcript), ("agenda", sitting.agenda), ("roster", sitting.roster)):
        (folder / f"{name}.json").write_bytes(msgspec.json.encode(value))
    command = protokollant(
        *("segment", folder / "said.json", "--agenda", folder / "agenda.json"),
        *("--roster", folder / "roster.json", "--out", out),
    )
    took = measure(command, name=f"{times} times", threads=1)
    timings = json.loads((out / "timings.json").read_bytes())
    stages = {stage["name"]: stage["seconds"] for stage in timings["stages"]}
    found = json.loads((out / "transcript.json").read_bytes())
    right = whole = 0
    for utterance in found["utterances"]:
        length = len(utterance["text"].split())
        whole += length
        right += length * (utterance["item"] == sitting.items[utterance["id"].split(".")[0]])
    named = [sitting.names[s["id"]] == s["name"] for s in found["speakers"]]
    return Size(
        times=times,
        words=sum(len(u.text.split()) for u in sitting.transcript.utterances),
        utterances=len(sitting.transcript.utterances),
        understand=stages["understand"],
        render=stages["render"],
        seconds=took.seconds,
        peak_mib=took.peak_mib,
        item=right / whole,
        named=sum(named) / len(named),
    )


def figures(sizes: Sequence[Size]) -> dict[str, float]:
    """Return the flat object: time and memory of six hours, and the power of the words with which time grows.

    The exponent is the slope of the line of least squares through the logarithms; 1 is linear, and said
    of a single length too.
    """
    first = sizes[0]
    slope = 1.0
    if len(sizes) > 1:
        logs = [log(size.words) for size in sizes], [log(size.understand) for size in sizes]
        slope = linear_regression(*logs).slope
    return {
        "seconds_60k_words": round(first.seconds, 2),
        "growth_exponent": round(slope, 3),
        "understand_s": round(first.understand, 2),
        "peak_mib": round(first.peak_mib),
    }


def report(sizes: Sequence[Size]) -> str:
    """Return the table."""
    head = [
        "times",
        "words",
        "utterances",
        "understand s",
        "µs per word",
        "render s",
        "whole s",
        "peak MiB",
        "item",
        "named",
    ]
    return table(
        head,
        [
            [
                *(size.times, size.words, size.utterances, round(size.understand, 2)),
                *(round(1e6 * size.understand / size.words), round(size.render, 2), round(size.seconds, 2)),
                *(round(size.peak_mib), round(size.item, 3), round(size.named, 3)),
            ]
            for size in sizes
        ],
    )


def main(arguments: list[str] | None = None) -> int:
    """Measure; 0 when every run ended well."""
    parser = argparse.ArgumentParser(prog="python -m app.measure.segment", description=__doc__)
    parser.add_argument("--times", type=int, nargs="+", default=list(TIMES))
    parser.add_argument("--document", type=Path, default=DOCUMENT, help="where the section is written")
    chosen = parser.parse_args(arguments)
    machine = describe(1)
    try:
        with tempfile.TemporaryDirectory() as temporary:
            sizes = run(chosen.times, Path(temporary))
    except ProtokollantError as error:
        print(error.text("en"), file=sys.stderr)  # noqa: T201  # a program
        return error.exit_status
    flat = figures(sizes)
    text = (
        f"`make bench-segment`; a made-up meeting of {ITEMS} items and {PEOPLE} people, "
        f"six hours long at 1 ×; {machine}.\n"
        "`understand` is items, names, outcomes and draft; `render` writes two kinds of minutes as HTML, "
        "DOCX and PDF; `whole` is the command with its start.\n\n"
        f"{report(sizes)}\n\n" + ", ".join(f"{name} {value:g}" for name, value in flat.items())
    )
    write_section(
        "bench-segment", "Items, names and outcomes of a long meeting", text, document=chosen.document
    )
    print(report(sizes))  # noqa: T201  # a program
    print(json.dumps(flat))  # noqa: T201  # a program
    return 0


if __name__ == "__main__":
    sys.exit(main())
