"""Peak memory of ``process`` as recordings grow longer."""

from __future__ import annotations

import tempfile
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.measure.bench import BenchOptions, inputs
from app.measure.document import table, write_section
from app.measure.runner import measure, protokollant
from models import NeverCancelled, no_progress
from transcribe import SAMPLE_RATE
from transcribe.decode import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

HOUR = 3600
BLOCK = 1 << 20


class Length(msgspec.Struct, frozen=True, kw_only=True):
    """What one length took."""

    hours: float
    seconds: float
    peak_mib: float


def run_memory(options: BenchOptions, hours: Sequence[float]) -> list[Length]:
    """Repeat the recording to each length, process it, and watch the memory.

    Raises:
        MeasuredRunError: a run failed.
    """
    found = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        sound = folder / "sound"
        decode([options.recording], sound, progress=no_progress, cancel=NeverCancelled())
        for length in hours:
            joined = folder / f"{length:g}h.wav"
            repeat(sound, joined, seconds=length * HOUR)
            command = protokollant(
                *("process", joined, *inputs(options.reference, folder), "--language", options.language),
                *("--profile", options.profile, "--device", options.device),
                *("--threads", options.threads, "--out", folder / f"out-{length:g}"),
            )
            run = measure(command, name=f"{length:g} hours", threads=options.threads)
            joined.unlink()
            found.append(Length(hours=length, seconds=run.seconds, peak_mib=run.peak_mib))
    return found


def repeat(sound: Path, target: Path, *, seconds: float) -> None:
    """Write 16 kHz mono samples over and over as WAV until ``seconds`` are full."""
    missing = round(seconds * SAMPLE_RATE) * 2
    with wave.open(str(target), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE)
        while missing > 0:
            with sound.open("rb") as stream:
                while missing > 0 and (block := stream.read(min(BLOCK, missing))):
                    out.writeframesraw(block)
                    missing -= len(block)


def figures(lengths: Sequence[Length]) -> dict[str, float]:
    """Return the flat object of the last line; growth from the shortest to the longest, in MB."""
    first, last = lengths[0], lengths[-1]
    flat = {"growth_mb": (last.peak_mib - first.peak_mib) * 2**20 / 1e6}
    for length in lengths:
        flat[f"peak_mib_{length.hours:g}h"] = length.peak_mib
        flat[f"real_time_factor_{length.hours:g}h"] = length.seconds / (length.hours * HOUR)
    return {name: round(value, 4) for name, value in flat.items()}


def report(lengths: Sequence[Length]) -> str:
    """Return the table."""
    rows = [
        [
            length.hours,
            round(length.seconds),
            round(length.seconds / length.hours / HOUR, 3),
            round(length.peak_mib),
        ]
        for length in lengths
    ]
    return table(["hours", "seconds", "× real time", "peak MiB"], rows)


def keep(options: BenchOptions, lengths: Sequence[Length], machine: str) -> None:
    """Write the section of docs/measurements.md."""
    asked = ",".join(f"{length.hours:g}" for length in lengths)
    text = (
        f"`protokollant bench --memory --hours {asked} --profile {options.profile} "
        f"--threads {options.threads}`, {options.recording.stem} repeated; {machine}.\n"
        "Peak is the resident memory of the program and its children together.\n\n"
        f"{report(lengths)}\n\ngrowth_mb {figures(lengths)['growth_mb']:g}"
    )
    write_section("bench-memory", "Memory as recordings grow longer", text)
