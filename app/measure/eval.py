"""Scores every recording and transcript under a folder: ``python -m app.measure.eval EVAL`` (``make eval``).

Each case runs through the command line as a user would run it, is compared with its reference, and
goes into one table. The last line of the output is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

import msgspec

from app.measure.cases import Case, find_cases
from app.measure.document import table, write_section
from app.measure.errors import ReferenceMissingError
from app.measure.evaluate import Figures, evaluate
from app.measure.machine import describe
from app.measure.runner import measure, protokollant
from models.errors import ProtokollantError

SOUND_COLUMNS = (
    "wer",
    "wer_german",
    "cpwer",
    "der",
    "voices",
    "voices_reference",
    "item",
    "start",
    "name",
    "wrong",
    "votes",
    "counts",
    "invented",
)
TEXT_COLUMNS = ("item", "start", "name", "wrong", "votes", "lost")
PERCENT = frozenset({"wer", "wer_german", "cer", "cpwer", "der", "jer"})


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """A case, what it took, and its figures; a failed one has none."""

    case: Case
    seconds: float = 0.0
    figures: Figures = {}
    problem: str = ""


def run_case(case: Case, out: Path, *, profile: str, threads: int) -> Scored:
    """Run one case and compare it; a failure is kept as text, so that the others still run."""
    try:
        run = measure(_command(case, out, profile, threads), name=case.name, threads=threads)
        figures = evaluate(out, case.reference)
    except ProtokollantError as error:
        return Scored(case=case, problem=error.text("en"))
    return Scored(case=case, seconds=run.seconds, figures=figures)


def _command(case: Case, out: Path, profile: str, threads: int) -> list[str]:
    out.mkdir(parents=True, exist_ok=True)
    people = ["--roster", case.roster] if case.roster else []
    if case.kind == "text":
        return protokollant("segment", case.source, "--agenda", case.agenda, *people, "--out", out)
    if case.kind == "voices":
        rttm = out / "diarization.rttm"
        return [
            sys.executable,
            "-m",
            "app.measure.diarize_only",
            str(case.source),
            str(rttm),
            profile,
            str(threads),
        ]
    agenda = case.agenda or _one_item(out)
    return protokollant(
        *("process", case.source, "--agenda", agenda, *people, "--language", case.language),
        *("--profile", profile, "--threads", threads, "--out", out),
    )


def _one_item(out: Path) -> Path:
    """Return an agenda for recordings that have none: one item."""
    path = out.with_suffix(".agenda.json")
    agenda = {"schema": "protokollant/agenda/1", "items": [{"number": "1", "title": "Aussprache"}]}
    path.write_text(json.dumps(agenda), encoding="utf-8")
    return path


def summary(scored: list[Scored]) -> dict[str, float | int]:
    """Return the flat object of the last line: means by kind, and words and voices by recording."""
    sound = [one for one in scored if one.case.kind != "text"]
    texts = [one for one in scored if one.case.kind == "text"]
    flat: dict[str, float | int] = {
        "cases": len(scored),
        "failed": sum(bool(one.problem) for one in scored),
    }
    for prefix, group, names in (("", sound, SOUND_COLUMNS), ("text_", texts, TEXT_COLUMNS)):
        for name in names:
            values = [value for one in group if (value := one.figures.get(name)) is not None]
            if values and not name.startswith("voices"):
                mean = sum(values) if name in {"lost", "invented"} else statistics.fmean(values)
                flat[f"{prefix}{name}{'_percent' if name in PERCENT else ''}"] = round(mean, 4)
    for one in sound:
        for name in ("wer", "der"):
            if (value := one.figures.get(name)) is not None:
                flat[f"{one.case.name}_{name}_percent".replace("-", "_")] = value
    return flat


def tables(scored: list[Scored]) -> str:
    """Return the tables of recordings and of texts, with means, and what failed."""
    parts = []
    for title, kinds, columns in (
        ("Recordings", {"meeting", "recording", "voices"}, SOUND_COLUMNS),
        ("Transcripts", {"text"}, TEXT_COLUMNS),
    ):
        group = [one for one in scored if one.case.kind in kinds and not one.problem]
        if not group:
            continue
        rows: list[list[object]] = [
            [one.case.name, *(one.figures.get(name) for name in columns), round(one.seconds, 1)]
            for one in group
        ]
        means: list[object] = []
        for name in columns:
            values = [value for one in group if (value := one.figures.get(name)) is not None]
            means.append(statistics.fmean(values) if values else None)
        rows.append([f"mean of {len(group)}", *means, sum(one.seconds for one in group)])
        parts.append(f"{title}\n\n" + table(["case", *columns, "seconds"], rows))
    parts += [f"- {one.case.name} failed: {one.problem}" for one in scored if one.problem]
    return "\n\n".join(parts)


def main(arguments: list[str] | None = None) -> int:
    """Run everything; 0 when every case could be run."""
    parser = argparse.ArgumentParser(prog="python -m app.measure.eval", description=__doc__)
    parser.add_argument("root", type=Path, help="folder of evaluation data")
    parser.add_argument("--only", help="only cases whose name or kind contains this")
    parser.add_argument("--profile", default="open-base")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="keep the results in this folder")
    chosen = parser.parse_args(arguments)
    try:
        return _run(chosen)
    except ProtokollantError as error:
        print(error.text("en"), file=sys.stderr)  # noqa: T201  # a program
        return error.exit_status


def _run(chosen: argparse.Namespace) -> int:
    cases = find_cases(chosen.root)
    if chosen.only:
        cases = tuple(case for case in cases if chosen.only in case.name or chosen.only == case.kind)
    if not cases:
        raise ReferenceMissingError(path=chosen.root)
    scored, machine = [], describe(chosen.threads)
    with tempfile.TemporaryDirectory() as temporary:
        for case in cases:
            out = (chosen.keep or Path(temporary)) / case.name
            scored.append(run_case(case, out, profile=chosen.profile, threads=chosen.threads))
            print(_progress(scored[-1]), file=sys.stderr, flush=True)  # noqa: T201  # a program
    text = tables(scored)
    print(text)  # noqa: T201  # a program
    if not chosen.only:
        note = f"`make eval` (profile {chosen.profile}); {machine}."
        legend = (
            "Percent: wer, wer_german (number words and digits alike), cpwer, der (no collar, overlap "
            "scored). Shares: item, start, name, wrong, votes, counts. Numbers: voices, invented, lost."
        )
        write_section("eval", "Recordings and transcripts with known truth", f"{note}\n{legend}\n\n{text}")
    print(json.dumps(summary(scored)))  # noqa: T201  # a program
    return 1 if any(one.problem for one in scored) else 0


def _progress(one: Scored) -> str:
    if one.problem:
        return f"{one.case.name}: {one.problem}"
    known = {name: one.figures.get(name) for name in ("wer", "der", "item", "start")}
    shown = "".join(f", {name} {value:g}" for name, value in known.items() if value is not None)
    return f"{one.case.name}: {one.seconds:.0f} s{shown}"


if __name__ == "__main__":
    sys.exit(main())
