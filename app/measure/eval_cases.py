"""One case of an evaluation: run as a user would, compare, and keep what came out."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import msgspec

from app.measure.cases import Case
from app.measure.evaluate import Figures, evaluate
from app.measure.runner import measure, protokollant
from app.pipeline.files import write_atomically
from models.errors import ProtokollantError

if TYPE_CHECKING:
    from pathlib import Path

FILE = "scored.json"
"""In the folder of a case: what came out, and of what."""


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """A case, what it took, and its figures; a failed one has none."""

    case: Case
    seconds: float = 0.0
    figures: Figures = {}
    problem: str = ""
    reused: bool = False
    """Taken over from an earlier run."""


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """How all cases are run."""

    profile: str = "open-base"
    threads: int = 2
    limit: float | None = None
    """Seconds after which a case is given up."""


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    seconds: float
    figures: Figures


def run_case(case: Case, out: Path, way: Way) -> Scored:
    """Run one case, compare it and keep its figures; a failure becomes text, and the others still run."""
    (out / FILE).unlink(missing_ok=True)
    try:
        run = measure(_command(case, out, way), name=case.name, threads=way.threads, limit=way.limit)
        figures = evaluate(out, case.reference)
    except ProtokollantError as error:
        return Scored(case=case, problem=error.text("en"))
    except Exception as error:  # noqa: BLE001 - whatever breaks one case, the others are to be measured
        return Scored(case=case, problem=f"{type(error).__name__}: {error}")
    kept = _Kept(key=_key(case, way), seconds=run.seconds, figures=figures)
    write_atomically(out / FILE, msgspec.json.encode(kept))
    return Scored(case=case, seconds=run.seconds, figures=figures)


def kept_case(case: Case, out: Path, way: Way) -> Scored | None:
    """Return what an earlier run kept of a case; None where there is nothing, or of another input or way."""
    try:
        kept = msgspec.json.decode((out / FILE).read_bytes(), type=_Kept)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    if kept.key != _key(case, way):
        return None
    return Scored(case=case, seconds=kept.seconds, figures=kept.figures, reused=True)


def _key(case: Case, way: Way) -> str:
    """Return what a result depends on, short of the code itself."""
    source = case.source.stat()
    return json.dumps([case.kind, case.source.name, source.st_size, way.profile, way.threads])


def _command(case: Case, out: Path, way: Way) -> list[str]:
    out.mkdir(parents=True, exist_ok=True)
    people = ["--roster", case.roster] if case.roster else []
    if case.kind == "text":
        return protokollant("segment", case.source, "--agenda", case.agenda, *people, "--out", out)
    if case.kind == "voices":
        program = [sys.executable, "-m", "app.measure.diarize_only", str(case.source)]
        return [*program, str(out / "diarization.rttm"), way.profile, str(way.threads)]
    agenda = case.agenda or _one_item(out)
    return protokollant(
        *("process", case.source, "--agenda", agenda, *people, "--language", case.language),
        *("--profile", way.profile, "--threads", way.threads, "--out", out),
    )


def _one_item(out: Path) -> Path:
    """Return an agenda for recordings that have none: one item."""
    path = out.with_suffix(".agenda.json")
    agenda = {"schema": "protokollant/agenda/1", "items": [{"number": "1", "title": "Aussprache"}]}
    path.write_text(json.dumps(agenda), encoding="utf-8")
    return path
