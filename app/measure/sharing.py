"""``make bench-sharing``: one long recording with one worker and with two, each on one core.

Run it as ``python -m app.measure.sharing [--minutes M] [--cores A,B] [--save]``. Real engines, real queue,
real PostgreSQL; the demo's recording, repeated. A third round kills the worker that helps mid-way, for good.
The last line is one JSON object: ``time_ratio`` (two workers over one) and ``different`` (files that differ
between the rounds).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import imageio_ffmpeg
import msgspec

from app.jobs.supervisor import WorkerProcess
from app.measure.document import table, write_section
from app.measure.machine import describe
from app.measure.town import Town
from app.measure.workers import DEMO, ONE_THREAD, PINNED, cut_recordings, kill_for_good
from app.services.installation import Installation

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE = 7200.0
"""Seconds that one round may take."""


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """One recording, so many workers."""

    name: str
    seconds: float
    files: dict[str, str]
    """SHA-256 of everything that was made, by name."""


def run_round(
    name: str, recording: Path, cores: Sequence[int], folder: Path, *, kill_after: float | None = None
) -> Round:
    """Process a recording with a worker on each core.

    Args:
        name: of the round.
        recording: the recording.
        cores: one worker process each.
        folder: of the installation, made for this.
        kill_after: seconds after which the worker that helps is killed and not started again.
    """
    with ExitStack() as stack:
        installation = stack.enter_context(Installation(folder))
        town = Town(installation.url, folder, DEMO)
        stack.callback(town.close)
        workers = [
            stack.enter_context(
                WorkerProcess(
                    installation.url,
                    folder,
                    log=folder / f"worker-{core}.log",
                    command=[sys.executable, "-P", "-c", PINNED.format(core=core)],
                    environment={**ONE_THREAD, "PROTOKOLLANT_SHARE_MINUTES": "5", "SOURCE_DATE_EPOCH": "0"},
                )
            )
            for core in cores
        ]
        (short,) = cut_recordings(folder, 1, 30.0)
        town.wait([town.enter(short) for _ in cores], patience=600)  # the models are then loaded
        begin = time.monotonic()
        meeting = town.enter(recording)
        if kill_after is not None:
            town.wait([meeting], patience=kill_after)
            began = town.worker(meeting) or ""
            kill_for_good(next(worker for worker in workers if not began.endswith(f"-{worker.pid}")))
        state = town.wait([meeting], patience=PATIENCE)[meeting]
        spent = time.monotonic() - begin
        print(f"{name}: {spent:.1f} s, {state}, load {os.getloadavg()[0]:.1f}", flush=True)  # noqa: T201
        return Round(name=name, seconds=spent, files=town.results(meeting))


def different(rounds: Sequence[Round]) -> list[str]:
    """Return the names of the files that are missing or differ from those of the first round."""
    first = rounds[0].files
    return sorted(
        name
        for each in rounds[1:]
        for name in first.keys() | each.files.keys()
        if first.get(name) != each.files.get(name)
    )


def report(rounds: Sequence[Round], minutes: float, machine: str) -> str:
    """Return the section of docs/measurements.md."""
    rows = [(each.name, round(each.seconds, 1)) for each in rounds]
    return (
        f"`make bench-sharing`: {minutes:g} minutes of sound, real models, each worker one process on one "
        f"core with one thread;\na short meeting before each round loads the models. {machine}.\n\n"
        f"{table(('round', 'seconds'), rows)}\n\n"
        f"time_ratio {rounds[1].seconds / rounds[0].seconds:.3f} (at most 0.6), different files "
        f"{', '.join(different(rounds)) or 'none'}"
    )


def _repeat(sound: Path, target: Path, *, seconds: float) -> None:
    """Write a recording over and over until ``seconds`` are full."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-stream_loop", "-1", "-i", str(sound)]
    subprocess.run([*command, "-t", str(seconds), str(target)], check=True)  # noqa: S603 - our own command


def main() -> int:
    """Run and print; exit status 1 where a result differs."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--cores", default=",".join(map(str, sorted(os.sched_getaffinity(0))[:2])))
    parser.add_argument("--save", action="store_true", help="Write the section of docs/measurements.md.")
    given = parser.parse_args()
    cores = [int(core) for core in given.cores.split(",")]
    machine = describe(len(cores))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # the database runs as another user where we are root
        recording = folder / "long.flac"
        _repeat(DEMO / "recording.opus", recording, seconds=given.minutes * 60)
        one = run_round("one worker", recording, cores[:1], folder / "one")
        two = run_round("two workers", recording, cores[:2], folder / "two")
        dead = run_round(
            "two, the one that helps killed mid-way",
            recording,
            cores[:2],
            folder / "killed",
            kill_after=two.seconds / 2,
        )
    rounds = (one, two, dead)
    text = report(rounds, given.minutes, machine)
    print(text)  # noqa: T201
    if given.save:
        write_section("sharing", "One long recording, two workers", text)
    figures = {"time_ratio": round(two.seconds / one.seconds, 3), "different": len(different(rounds))}
    print(json.dumps(figures))  # noqa: T201
    return int(bool(different(rounds)))


if __name__ == "__main__":
    sys.exit(main())
