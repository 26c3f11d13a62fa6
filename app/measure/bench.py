"""Our pipeline against the plain script: same recording, same models, same cores, one run."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.measure.document import table, write_section
from app.measure.evaluate import evaluate
from app.measure.machine import describe
from app.measure.runner import Run, measure, protokollant
from models import ModelStore, load_profile

if TYPE_CHECKING:
    from collections.abc import Mapping

DEMO = Path(__file__).resolve().parents[2] / "demo"


class BenchOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What is measured, and with what."""

    recording: Path
    reference: Path | None = None
    """Folder or file of the truth; agenda.json and roster.json beside it are used."""
    profile: str = "open-base"
    language: str = "de"
    threads: int = 2
    device: str = "cpu"

    @property
    def name(self) -> str:
        """What the recording is called in tables: its stem, or its folder where the stem says nothing."""
        return (
            self.recording.resolve().parent.name
            if self.recording.stem == "recording"
            else self.recording.stem
        )


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two programs compared."""

    run: Run
    stages: dict[str, float]
    """Seconds by stage, as the program itself reports them."""
    wer: float | None = None
    der: float | None = None


class BenchResult(msgspec.Struct, frozen=True, kw_only=True):
    """Both sides, and the bare inference of the models."""

    ours: Side
    plain: Side
    bare: dict[str, float]
    duration: float
    machine: str = ""
    """See :func:`app.measure.machine.describe`; taken before the first run."""


def run_bench(options: BenchOptions) -> BenchResult:
    """Run both programs and the bare inference, one after the other.

    Raises:
        ModelError: a model of the profile is missing.
        MeasuredRunError: one of the programs failed.
    """
    machine = describe(options.threads)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        ours = _side(folder / "ours", _our_command(options, folder), options)
        plain = _side(folder / "plain", _plain_command(options, folder), options)
        duration = json.loads((folder / "plain" / "timings.json").read_text(encoding="utf-8"))["duration"]
    program = [sys.executable, "-m", "app.measure.bare", str(options.recording), options.profile]
    program += [options.language, str(options.threads), options.device]
    bare = json.loads(measure(program, name="bare", threads=options.threads).output.splitlines()[-1])
    return BenchResult(ours=ours, plain=plain, bare=bare, duration=duration, machine=machine)


def _our_command(options: BenchOptions, folder: Path) -> list[str]:
    return protokollant(
        *("process", options.recording, *inputs(options.reference, folder)),
        *("--language", options.language, "--profile", options.profile, "--device", options.device),
        *("--threads", options.threads, "--out", folder / "ours"),
    )


def inputs(reference: Path | None, folder: Path) -> list[str | Path]:
    """Return agenda and roster beside the reference, or an agenda of one item."""
    beside = reference if reference is None or reference.is_dir() else reference.parent
    if beside is not None and (beside / "agenda.json").is_file():
        roster = beside / "roster.json"
        people: list[str | Path] = ["--roster", roster] if roster.is_file() else []
        return ["--agenda", beside / "agenda.json", *people]
    path = folder / "agenda.json"
    items = [{"number": "1", "title": "Aussprache"}]
    path.write_text(json.dumps({"schema": "protokollant/agenda/1", "items": items}), encoding="utf-8")
    return ["--agenda", path]


def _plain_command(options: BenchOptions, folder: Path) -> list[str]:
    store, profile = ModelStore.from_environment(), load_profile(options.profile)
    voices = [model for model in profile.models if model != profile.transcriber]
    paths = [store.path(profile.transcriber), store.path(voices[0]), store.path(voices[-1])]
    program = [sys.executable, "-m", "app.measure.plain", str(options.recording), str(folder / "plain")]
    return [*program, *map(str, paths), options.language, str(options.threads), options.device]


def _side(out: Path, command: list[str], options: BenchOptions) -> Side:
    run = measure(command, name=out.name, threads=options.threads)
    figures = evaluate(out, options.reference) if options.reference is not None else {}
    return Side(run=run, stages=_stages(out), wer=figures.get("wer"), der=figures.get("der"))


def _stages(out: Path) -> dict[str, float]:
    """Return the seconds by stage from ``timings.json`` (ours lists stages, the script has members)."""
    data = json.loads((out / "timings.json").read_text(encoding="utf-8"))
    stages = data.get("stages", data)
    if isinstance(stages, list):
        return {str(stage.get("stage") or stage.get("name")): float(stage["seconds"]) for stage in stages}
    found = {
        name: value.get("seconds") if isinstance(value, dict) else value for name, value in stages.items()
    }
    return {name: float(value) for name, value in found.items() if isinstance(value, int | float)}


def figures(result: BenchResult) -> dict[str, float]:
    """Return the flat object of the last line."""
    ours, plain = result.ours, result.plain
    bare = sum(result.bare.values())
    flat = {
        "speedup_x": plain.run.seconds / ours.run.seconds,
        "memory_ratio": ours.run.peak_mib / plain.run.peak_mib,
        "over_bare_x": ours.run.seconds / bare if bare else 0.0,
        "seconds": ours.run.seconds,
        "plain_seconds": plain.run.seconds,
        "bare_seconds": bare,
        "recording_seconds": result.duration,
        "peak_mib": ours.run.peak_mib,
        "plain_peak_mib": plain.run.peak_mib,
    }
    for name in ("wer", "der"):
        one, other = getattr(ours, name), getattr(plain, name)
        if one is not None and other is not None:
            flat[f"{name}_delta_points"] = one - other
            flat |= {f"{name}_percent": one, f"plain_{name}_percent": other}
    return {name: round(value, 3) for name, value in flat.items()}


def joined_figures(results: Mapping[str, BenchResult]) -> dict[str, float]:
    """Return the flat object of several recordings: the worst ratios, then all figures by recording."""
    each = {name: figures(result) for name, result in results.items()}
    if len(each) == 1:
        return next(iter(each.values()))
    flat = {
        "speedup_x": min(found["speedup_x"] for found in each.values()),
        "memory_ratio": max(found["memory_ratio"] for found in each.values()),
        "over_bare_x": max(found["over_bare_x"] for found in each.values()),
    }
    for ratio in ("wer_delta_points", "der_delta_points"):
        known = [found[ratio] for found in each.values() if ratio in found]
        if known:
            flat[ratio] = max(known)
    return flat | {f"{name}.{key}": value for name, found in each.items() for key, value in found.items()}


def report(result: BenchResult) -> str:
    """Return the table of both sides, and where the time went."""
    sides = [("Protokollant", result.ours), ("plain script", result.plain)]
    rows: list[list[object]] = [
        [
            name,
            round(side.run.seconds, 1),
            round(side.run.seconds / result.duration, 3),
            round(side.run.peak_mib),
            side.wer,
            side.der,
        ]
        for name, side in sides
    ]
    bare = sum(result.bare.values())
    rows.append(["bare inference", round(bare, 1), round(bare / result.duration, 3), None, None, None])
    head = ["", "seconds", "× real time", "peak MiB", "WER %", "DER %"]
    lines = [
        f"- {name}: " + ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in stages.items())
        for name, stages in (
            ("Protokollant", result.ours.stages),
            ("plain script", result.plain.stages),
            ("bare inference", result.bare),
        )
    ]
    return table(head, rows) + "\n\n" + "\n".join(lines)


def keep(options: BenchOptions, result: BenchResult, *, is_demo: bool) -> None:
    """Write the section of docs/measurements.md."""
    minutes = result.duration / 60
    command = "protokollant bench" if is_demo else f"protokollant bench --recording {options.recording.name}"
    ratios = {
        name: value for name, value in figures(result).items() if name.endswith(("_x", "_points", "_ratio"))
    }
    shown = ", ".join(f"{name} {value:g}" for name, value in ratios.items())
    text = (
        f"`{command} --profile {options.profile} --threads {options.threads} --device {options.device}`; "
        f"{minutes:.1f} minutes of sound; {result.machine}.\n"
        "The plain script: faster-whisper `transcribe()` (int8, beam 5, word times), then pyannote's "
        "`SpeakerDiarization` at 90 % overlap, same models, same cores. Bare inference: faster-whisper's "
        "batched pipeline on our windows (same beam, batch and lanes; no vocabulary, nothing decoded twice), "
        "and the two networks of the diarization on the inputs they get.\n\n"
        f"{report(result)}\n\n{shown}"
    )
    section = "bench" if is_demo else f"bench-{options.name}"
    write_section(section, f"Speed against the plain script ({options.name})", text)
