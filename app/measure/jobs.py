"""``make bench-jobs``: the same recording ten times through one worker; does memory grow from job to job?

Run it as ``python -m app.measure.jobs [--jobs N] [--recording FILE] [--save]``. Real engines, real queue,
real PostgreSQL, the workers that ``serve`` starts. Memory is the resident memory of the speech worker and its
children while a job runs. The last line is one JSON object: ``later_over_first``, the largest peak of the
later jobs over that of the first, and ``lost``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import msgspec

from app.jobs.supervisor import WorkerProcess
from app.measure.document import table, write_section
from app.measure.machine import describe
from app.measure.runner import MemoryWatch
from app.measure.town import Town
from app.services.installation import Installation

DEMO = Path(__file__).resolve().parents[2] / "demo"

PATIENCE = 1800.0
"""Seconds that one job may take."""


class JobPeak(msgspec.Struct, frozen=True, kw_only=True):
    """What one job took."""

    state: str
    """How its meeting ended."""
    peak_mib: int


def run_jobs(recording: Path, count: int) -> list[JobPeak]:
    """Process a recording ``count`` times, one meeting after the other, with the workers of ``serve``."""
    peaks = []
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)  # the database runs as another user where we are root
        data = folder / "data"
        installation = stack.enter_context(Installation(data))
        town = Town(installation.url, data, DEMO)
        stack.callback(town.close)
        speech, _ = (
            stack.enter_context(WorkerProcess(installation.url, data, queues=queues, log=folder / "log"))
            for queues in (("gpu",), ("cpu", "light"))
        )
        for number in range(count):
            watch = MemoryWatch(lambda: speech.pid)
            meeting = town.enter(recording)
            state = town.wait([meeting], patience=PATIENCE)[meeting]
            watch.stop()
            peaks.append(JobPeak(state=state, peak_mib=round(watch.peak / 2**20)))
            print(f"job {number + 1}: {state}, {peaks[-1].peak_mib} MiB", flush=True)  # noqa: T201
    return peaks


def report(peaks: list[JobPeak], machine: str) -> str:
    """Return the section of docs/measurements.md."""
    rows = [(number, peak.peak_mib) for number, peak in enumerate(peaks, 1)]
    return (
        f"`make bench-jobs`: one recording {len(peaks)} times through the workers of `serve`; {machine}.\n"
        "Peak is the resident memory of the speech worker and its children while the job ran.\n\n"
        f"{table(('job', 'peak MiB'), rows)}\n\n"
        f"later_over_first {ratio(peaks):.3f} (at most 1.03)"
    )


def ratio(peaks: list[JobPeak]) -> float:
    """Return the largest peak after the first job over the first's."""
    return max(peak.peak_mib for peak in peaks[1:]) / peaks[0].peak_mib


def main() -> int:
    """Run and print; exit status 1 where a job did not end as a draft."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--jobs", type=int, default=10)
    parser.add_argument("--recording", type=Path, default=DEMO / "recording.opus")
    parser.add_argument("--save", action="store_true", help="Write the section of docs/measurements.md.")
    given = parser.parse_args()
    machine = describe()
    peaks = run_jobs(given.recording, max(given.jobs, 2))
    text = report(peaks, machine)
    print(text)  # noqa: T201
    if given.save:
        write_section("memory of jobs", "Memory from job to job", text)
    lost = sum(peak.state != "done" for peak in peaks)
    print(json.dumps({"later_over_first": round(ratio(peaks), 3), "lost": lost}))  # noqa: T201
    return int(lost > 0)


if __name__ == "__main__":
    sys.exit(main())
