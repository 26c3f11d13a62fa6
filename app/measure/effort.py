"""What is left for a person to do, with and without the queue: ``python -m app.measure.effort EVAL``.

Each case is compared with its reference: how many changes lead from the draft to it, where they lie in the
queue of risks, and how many seconds of sound must be heard. Transcripts are worked on here; recordings by the
command line, or taken from ``--keep`` where an earlier run left them. The section of docs/measurements.md is
written at the end; the last line of the output is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.measure.cases import find_cases
from app.measure.document import DOCUMENT, table, write_section
from app.measure.effort_edits import edits
from app.measure.effort_queue import Effort, effort_of, measure_queue
from app.measure.errors import ReferenceMissingError
from app.measure.eval_cases import Way, run_case
from app.measure.machine import describe
from app.measure.reference import read_reference
from minutes.draft import draft_minutes
from minutes.inputs import read_agenda, read_roster, read_transcript
from minutes.review import risks
from minutes.types import Provenance
from minutes.understand import understand
from models.errors import ProtokollantError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.measure.cases import Case

KEPT = Path(__file__).resolve().parents[2] / "build" / "eval"
BAR = 0.9
"""Share of wrong votes, counts and names that should lie in the first fifth of the queue."""
HEAD = (
    *("case", "changes", "in queue", "wrong", "first fifth", "share", "queue", "sound s", "first fifth s"),
    *("queue s", "to last wrong s"),
)
NOTE = (
    "`changes` lead from the draft to the reference, `in queue` of them lie in what the queue shows; `wrong` "
    "are wrong votes, counts and names, `first fifth` those in the first 20 % of the queue (bar: share 0.9). "
    "Seconds: of the whole sound, which must be heard where there is no queue; of the first fifth; of the "
    "whole queue; and up to the last wrong vote, count or name (all of it where the queue misses one). Texts "
    "have no times: 2.3 words are a second, and their votes are read from words by rules, so that some "
    "`wrong` ones are the reference's. Halves are every other case in the order of their names."
)


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """A case and what it takes."""

    name: str
    kind: str
    effort: Effort


def measure_case(case: Case, keep: Path, way: Way) -> Measured | None:
    """Measure one case; None where it has no agenda or no minutes."""
    truth = read_reference(case.reference)
    if case.kind == "text" and case.agenda is not None:
        agenda = read_agenda(case.agenda)
        roster = read_roster(case.roster) if case.roster else None
        transcript, outcomes = understand(read_transcript(case.source), agenda, roster)
        minutes = draft_minutes(transcript, outcomes, agenda, roster, provenance=Provenance())
        queue = risks(transcript, outcomes, minutes, agenda, roster)
        effort = measure_queue(queue, edits(truth, transcript, minutes), transcript)
        return Measured(name=case.name, kind=case.kind, effort=effort)
    out = keep / case.kind / case.name
    if not (out / "minutes.json").is_file():
        run_case(case, out, way)
    found = effort_of(out, truth, case.reference, read_transcript(out / "transcript.json"))
    return Measured(name=case.name, kind=case.kind, effort=found) if found else None


def report(measured: Sequence[Measured]) -> str:
    """Return the table: every case, all recordings, all texts, and both halves."""
    rows = [_row(one.name, [one]) for one in measured]
    groups = [
        ("recordings", [one for one in measured if one.kind != "text"]),
        ("texts", [one for one in measured if one.kind == "text"]),
        ("first half", measured[::2]),
        ("second half", measured[1::2]),
    ]
    rows += [_row(name, group) for name, group in groups if group]
    return table(list(HEAD), rows)


def share(measured: Sequence[Measured]) -> float | None:
    """Return the share of wrong votes, counts and names in the first fifth; None where none is wrong."""
    wrong = sum(one.effort.critical for one in measured)
    return sum(one.effort.critical_first for one in measured) / wrong if wrong else None


def _row(name: str, group: Sequence[Measured]) -> list[object]:
    def total(field: str) -> int:
        return round(sum(float(getattr(one.effort, field)) for one in group))

    counted = [total(f) for f in ("edits", "edits_queue", "critical", "critical_first")]
    seconds = [total(f) for f in ("seconds", "seconds_first", "seconds_queue", "seconds_critical")]
    return [name, *counted, share(group), total("risks"), *seconds]


def summary(measured: Sequence[Measured]) -> dict[str, float | int | None]:
    """Return the flat object of the last line."""
    sound = [one for one in measured if one.kind != "text"]
    texts = [one for one in measured if one.kind == "text"]
    return {
        "cases": len(measured),
        "share": _rounded(share(measured)),
        "share_recordings": _rounded(share(sound)),
        "share_texts": _rounded(share(texts)),
        "share_first_half": _rounded(share(measured[::2])),
        "share_second_half": _rounded(share(measured[1::2])),
        "bar": BAR,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def main(arguments: list[str] | None = None) -> int:
    """Measure; 0 when every case could be measured, whether or not the bar was reached."""
    parser = argparse.ArgumentParser(prog="python -m app.measure.effort", description=__doc__)
    parser.add_argument("root", type=Path, help="folder of evaluation data")
    parser.add_argument("--keep", type=Path, default=KEPT, help="folder of results, as of make eval")
    parser.add_argument("--profile", default="open-base")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--document", type=Path, default=DOCUMENT, help="where the section is written")
    chosen = parser.parse_args(arguments)
    way = Way(profile=chosen.profile, threads=chosen.threads)
    try:
        cases = [case for case in find_cases(chosen.root) if case.kind in {"meeting", "text"}]
        if not cases:
            raise ReferenceMissingError(path=chosen.root)
        found = [measure_case(case, chosen.keep, way) for case in cases]
    except ProtokollantError as error:
        print(error.text("en"), file=sys.stderr)  # noqa: T201  # a program
        return error.exit_status
    measured = [one for one in found if one is not None]
    text = f"`python -m app.measure.effort`; {describe(way.threads)}.\n{NOTE}\n\n{report(measured)}"
    write_section("effort", "What is left to do, with and without the queue", text, document=chosen.document)
    print(report(measured))  # noqa: T201  # a program
    print(json.dumps(summary(measured)))  # noqa: T201  # a program
    return 0


if __name__ == "__main__":
    sys.exit(main())
