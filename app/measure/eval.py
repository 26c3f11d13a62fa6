"""Scores every recording and transcript under a folder: ``python -m app.measure.eval EVAL`` (``make eval``).

Each case runs through the command line as a user would run it and is compared with its reference. What a
case gave is kept at once, so that a run that broke off goes on with ``--resume``; one that fails is told and
the others go on. The section of docs/measurements.md is written after every case. The last line of the
output is one JSON object; the exit status is 1 where a case failed.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.measure.cases import find_cases
from app.measure.document import DOCUMENT, write_section
from app.measure.errors import CasesUnknownError, ReferenceMissingError
from app.measure.eval_cases import Scored, Way, kept_case, run_case
from app.measure.eval_report import LEGEND, summary, tables
from app.measure.machine import describe
from models.errors import ProtokollantError

if TYPE_CHECKING:
    from app.measure.cases import Case

KEPT = Path(__file__).resolve().parents[2] / "build" / "eval"
"""Where results are kept unless told otherwise."""
LIMIT = 2 * 3600.0
"""Seconds after which a case is given up."""


def main(arguments: list[str] | None = None) -> int:
    """Run everything; 0 when every case could be run."""
    chosen = _parser().parse_args(arguments)
    try:
        return _run(chosen)
    except ProtokollantError as error:
        print(error.text("en"), file=sys.stderr)  # noqa: T201  # a program
        return error.exit_status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app.measure.eval", description=__doc__)
    parser.add_argument("root", type=Path, help="folder of evaluation data")
    parser.add_argument(
        "--only",
        action="append",
        metavar="TEXT",
        help="only cases whose path contains this, or of this kind (meeting, recording, voices, text); "
        "may be given several times; the document is left alone",
    )
    parser.add_argument("--resume", action="store_true", help="take over the finished cases of earlier runs")
    parser.add_argument("--list", action="store_true", help="only name the cases")
    parser.add_argument("--profile", default="open-base")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds after which a case is given up")
    parser.add_argument("--keep", type=Path, default=KEPT, help="folder of the results")
    parser.add_argument("--document", type=Path, default=DOCUMENT, help="where the section is written")
    return parser


def _run(chosen: argparse.Namespace) -> int:
    every = find_cases(chosen.root)
    if not every:
        raise ReferenceMissingError(path=chosen.root)
    cases = choose(every, chosen.only or [], chosen.root)
    if chosen.list:
        print("\n".join(f"{case.kind:9} {case.name}" for case in cases))  # noqa: T201  # a program
        return 0
    way = Way(profile=chosen.profile, threads=chosen.threads, limit=chosen.limit)
    machine = describe(way.threads)
    scored: list[Scored] = []
    for number, case in enumerate(cases, start=1):
        out = chosen.keep / case.kind / case.name
        found = kept_case(case, out, way) if chosen.resume else None
        scored.append(found or run_case(case, out, way))
        print(f"[{number}/{len(cases)}] {progress(scored[-1])}", file=sys.stderr, flush=True)  # noqa: T201  # a program
        if not chosen.only:
            _write(chosen.document, scored, way, machine, missing=len(cases) - number)
    print(tables(scored))  # noqa: T201  # a program
    print(json.dumps(summary(scored)), flush=True)  # noqa: T201  # a program
    return 1 if any(one.problem for one in scored) else 0


def choose(cases: tuple[Case, ...], wanted: list[str], root: Path) -> tuple[Case, ...]:
    """Return the cases asked for.

    Raises:
        CasesUnknownError: one of the texts fits no case.
    """
    if not wanted:
        return cases

    def fits(case: Case, text: str) -> bool:
        return text == case.kind or text in f"{case.source.relative_to(root)} {case.name}"

    for text in wanted:
        if not any(fits(case, text) for case in cases):
            raise CasesUnknownError(text=text, path=root)
    return tuple(case for case in cases if any(fits(case, text) for text in wanted))


def _write(document: Path, scored: list[Scored], way: Way, machine: str, *, missing: int) -> None:
    notes = [f"`make eval` (profile {way.profile}); {machine}."]
    if reused := sum(one.reused for one in scored):
        notes.append(f"{reused} of {len(scored)} cases were taken over from an earlier run.")
    if missing:
        notes.append(f"**Broken off: {missing} cases are missing; `make eval FLAGS=--resume` goes on.**")
    text = "\n".join([*notes, LEGEND, "", tables(scored)])
    write_section("eval", "Recordings and transcripts with known truth", text, document=document)


def progress(one: Scored) -> str:
    """Return the line that tells of one case."""
    if one.problem:
        return f"{one.case.name}: FAILED, {one.problem}"
    known = {name: one.figures.get(name) for name in ("wer", "der", "item", "start", "votes")}
    shown = "".join(f", {name} {value:g}" for name, value in known.items() if value is not None)
    return f"{one.case.name}: {one.seconds:.0f} s{' (kept)' if one.reused else ''}{shown}"


if __name__ == "__main__":
    sys.exit(main())
