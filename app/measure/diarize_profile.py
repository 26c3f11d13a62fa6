"""Where the time of the diarization goes, step by step.

``python -m app.measure.diarize_profile RECORDING PROFILE THREADS [MINUTES]``

Of a recording the first MINUTES are listened to (all of it when left out). Seconds are of the clock and
taken by ``cProfile``, whose own cost falls on Python code alone: the networks are hardly touched by it.
"""

from __future__ import annotations

import cProfile
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from app.bootstrap import build_engines
from app.settings import SpeechSettings
from diarize import SpeakerCount
from models import NeverCancelled, no_progress
from transcribe.decode import decode
from transcribe.speech import find_speech


class Step(NamedTuple):
    """A function whose time, with all that it calls, is a row of the table."""

    label: str
    file: str
    """End of the path of its module."""
    function: str


STEPS = (
    Step("import torch", "diarize/backends/runtime.py", "load_torch"),
    Step("load both models, with imports", "diarize/backends/pyannote.py", "_load"),
    Step("  of it: import pyannote", "diarize/backends/runtime.py", "load_pyannote"),
    Step("read sound", "transcribe/audio.py", "read"),
    Step("segmentation, whole", "diarize/backends/segmentation.py", "__call__"),
    Step("  of it: the network", "diarize/backends/segmentation.py", "infer"),
    Step("find pieces", "diarize/pieces.py", "find_pieces"),
    Step("mel features", "diarize/backends/embedding.py", "features"),
    Step("cut features to pieces", "diarize/backends/embedding.py", "cut"),
    Step("voice vectors, whole", "diarize/backends/embedding.py", "__call__"),
    Step("  of it: the network", "diarize/backends/embedding.py", "infer"),
    Step("conclude: voices, names, turns", "diarize/backends/stretches.py", "conclude"),
    Step("  of it: clustering and naming", "diarize/backends/pyannote.py", "name"),
)


def seconds_of(profile: cProfile.Profile, step: Step) -> tuple[int, float]:
    """Return how often the function of ``step`` was called and the seconds spent in it, calls included."""
    calls, seconds = 0, 0.0
    for entry in profile.getstats():
        if isinstance(entry.code, str) or entry.code.co_name != step.function:
            continue
        if Path(entry.code.co_filename).as_posix().endswith(step.file):
            calls += entry.callcount
            seconds += entry.totaltime
    return calls, seconds


def main(recording: Path, name: str, threads: int, minutes: float) -> None:
    """Diarize ``recording`` as the pipeline does and print a table of the steps."""
    engines = build_engines(SpeechSettings(profile=name, threads=threads))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "sound"
        begin = time.perf_counter()
        audio = decode([recording], target, progress=no_progress, cancel=NeverCancelled())
        decoded = time.perf_counter()
        speech = find_speech(audio, cancel=NeverCancelled())
        found = time.perf_counter()
        length = min(minutes * 60, audio.duration)
        heard = [region for region in speech if region.end <= length]
        profile = cProfile.Profile()
        clock, processor = time.perf_counter(), time.process_time()
        profile.enable()
        result = engines.diarizer.diarize(
            audio,
            speakers=SpeakerCount(),
            progress=no_progress,
            cancel=NeverCancelled(),
            speech=heard,
        )
        profile.disable()
        clock, processor = time.perf_counter() - clock, time.process_time() - processor
    voices = len({turn.speaker for turn in result.turns})
    write = sys.stdout.write
    write(f"{recording.name}: {length:.0f} s of sound, {threads} threads, {voices} voices\n")
    write(f"before it: decode {decoded - begin:.1f} s, ")
    write(f"find speech {found - decoded:.1f} s (both of the whole recording)\n\n")
    write("| step | calls | seconds | share |\n|---|---|---|---|\n")
    for step in STEPS:
        calls, seconds = seconds_of(profile, step)
        write(f"| {step.label} | {calls} | {seconds:.1f} | {100 * seconds / clock:.1f} % |\n")
    write(f"| all of the diarization | 1 | {clock:.1f} | {clock / length:.4f} x real time |\n")
    write(f"\nprocessor time {processor:.1f} s: {processor / clock:.2f} cores at work\n")


if __name__ == "__main__":
    main(
        Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]) if sys.argv[4:] else float("inf")
    )
