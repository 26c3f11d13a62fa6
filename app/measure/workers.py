"""``make bench-workers``: twenty short recordings with one worker and with two, each on one core.

Run it as ``python -m app.measure.workers [--recordings N] [--seconds S] [--cores A,B]``. Real engines, real
queue, real PostgreSQL. A third round kills one of two workers mid-way, for good. The last line is one JSON
object: ``time_ratio`` (two workers over one) and ``lost`` (meetings that did not end as drafts, all rounds).
The ratio says something only where nobody else uses the two cores: the load is printed beside it.
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
import psutil

from app.jobs.supervisor import WorkerProcess
from app.measure.town import Town
from app.services.installation import Installation

if TYPE_CHECKING:
    from collections.abc import Sequence

DEMO = Path(__file__).resolve().parents[2] / "demo"

PINNED = (
    "import os, sys; os.sched_setaffinity(0, {{{core}}}); from app.cli import main; "
    "sys.argv = ['protokollant', 'worker', '--tied', '--queues', 'gpu,cpu,light']; main()"
)
"""A worker for all queues in one process, on one core."""

ONE_THREAD = {
    "PROTOKOLLANT_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


def cut_recordings(folder: Path, count: int, seconds: float) -> list[Path]:
    """Cut ``count`` different pieces of ``seconds`` out of the demo's recording."""
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    length = 233.0 - seconds
    made = []
    for number in range(count):
        target = folder / f"piece-{number:02}.flac"
        begin = length * number / max(count - 1, 1)
        command = [ffmpeg, "-v", "error", "-ss", f"{begin:.2f}", "-i", str(DEMO / "recording.opus")]
        subprocess.run([*command, "-t", str(seconds), str(target)], check=True)  # noqa: S603 - our own command
        made.append(target)
    return made


def finish(
    recordings: Sequence[Path], cores: Sequence[int], folder: Path, *, kill: bool = False
) -> tuple[float, int]:
    """Process the recordings with a worker on each core; return seconds and meetings lost.

    Args:
        recordings: One meeting each.
        cores: One worker process each.
        folder: Of the installation, made for this.
        kill: Kill the first worker once a third is done, and do not start it again.
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
                    environment=ONE_THREAD,
                )
            )
            for core in cores
        ]
        warm = [town.enter(recordings[0]) for _ in cores]
        town.wait(warm, patience=600)
        begin = time.monotonic()
        meetings = [town.enter(recording) for recording in recordings]
        if kill:
            town.wait(meetings[: len(meetings) // 3], patience=3600)
            kill_for_good(workers[0])
        ended = town.wait(meetings, patience=7200)
        spent = time.monotonic() - begin
        alive = [worker.pid for worker in workers if worker.pid is not None and psutil.pid_exists(worker.pid)]
        used = sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in alive)
        print(  # noqa: T201
            f"{len(cores)} worker(s): {spent:.1f} s by the clock, {used:.0f} s of processor since the start, "
            f"load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        return spent, sum(state != "done" for state in ended.values())


def kill_for_good(worker: WorkerProcess) -> None:
    """Kill a worker that nobody starts again."""
    pid = worker.pid
    assert pid is not None
    worker.leave_dead()
    psutil.Process(pid).kill()


def main() -> int:
    """Run and print; exit status 1 where a meeting was lost."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--recordings", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--cores", default=",".join(map(str, sorted(os.sched_getaffinity(0))[:2])))
    given = parser.parse_args()
    cores = [int(core) for core in given.cores.split(",")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # the database runs as another user where we are root
        recordings = cut_recordings(folder, given.recordings, given.seconds)
        one, lost_by_one = finish(recordings, cores[:1], folder / "one")
        print(f"one worker:              {one:7.1f} s, lost {lost_by_one}", flush=True)  # noqa: T201
        two, lost_by_two = finish(recordings, cores, folder / "two")
        print(f"two workers:             {two:7.1f} s, lost {lost_by_two}", flush=True)  # noqa: T201
        few = recordings[: max(3, len(recordings) // 3)]
        killed, lost_by_kill = finish(few, cores, folder / "killed", kill=True)
        print(f"one of two killed ({len(few)}):  {killed:7.1f} s, lost {lost_by_kill}", flush=True)  # noqa: T201
    lost = lost_by_one + lost_by_two + lost_by_kill
    print(json.dumps({"time_ratio": round(two / one, 3), "lost": lost}))  # noqa: T201
    return int(lost > 0)


if __name__ == "__main__":
    sys.exit(main())
