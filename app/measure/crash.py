"""``make crash``: kill -9 in every stage, start again, and compare with an undisturbed run.

Run it as ``python -m app.measure.crash [--part process|service|both] [--recording FILE --agenda FILE
--roster FILE] [--rounds N]``: the command ``process`` with real models, then the service, of which worker,
server and PostgreSQL are killed, storage and database taken away, and clocks let jump.
The last line is one JSON object: ``kills`` done, stages ``lost`` (the second run did not finish),
windows ``doubled`` (recognised and kept twice) and results that came out ``different``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from app.commands.process import WORK

DEMO = Path(__file__).resolve().parents[2] / "demo"
POLL = 0.005
"""Seconds between two looks at the files of the run that is to be killed."""
LEFT_OUT = {"timings.json"}
"""Files that differ between two runs by their nature."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What is processed."""

    recording: Path
    agenda: Path
    roster: Path


@dataclass(frozen=True, slots=True)
class Kill:
    """One run that was killed and started again."""

    stage: str
    finished: bool
    """The second run ended well."""
    doubled: int
    """Windows kept twice."""
    different: tuple[str, ...]
    """Files that are not those of the undisturbed run."""


def _started(work: Path) -> bool:
    return work.exists()


def _some(pattern: str) -> Callable[[Path], bool]:
    return lambda work: any(work.glob(pattern))


MOMENTS: dict[str, Callable[[Path], bool]] = {
    "decode": _started,
    "transcribe": _some("windows-*.jsonl"),
    "diarize": _some("transcribe-*.json"),
    "render": _some("diarize-*.json"),
}
"""When a run is inside a stage, told by what lies in its work folder."""


def crash_every_stage(
    sources: Sources, folder: Path, *, rounds: int = 1, stages: Collection[str] = tuple(MOMENTS)
) -> list[Kill]:
    """Kill a run in each stage, ``rounds`` times with growing delay, and finish it.

    Args:
        sources: A short meeting; it is processed ``1 + 4 * rounds`` times.
        folder: Where the results go.
        rounds: Kills per stage.
        stages: Of :data:`MOMENTS`.
    """
    whole = _run(sources, folder / "undisturbed")
    expected = _hashes(whole)
    kills = []
    for stage in stages:
        inside = MOMENTS[stage]
        for number in range(rounds):
            out = folder / f"{stage}-{number}"
            _kill_inside(sources, out, inside, delay=0.15 * number)
            try:
                _run(sources, out)
            except subprocess.CalledProcessError:
                kills.append(Kill(stage, finished=False, doubled=0, different=()))
                continue
            found = _hashes(out)
            different = tuple(sorted(n for n in expected | found if expected.get(n) != found.get(n)))
            kills.append(Kill(stage, finished=True, doubled=_doubled(out / WORK), different=different))
    return kills


def _command(sources: Sources, out: Path) -> tuple[list[str], dict[str, str]]:
    options = ["--agenda", sources.agenda, "--roster", sources.roster, "--out", out]
    words = [sys.executable, "-m", "app.cli", "process", sources.recording, *options]
    return [str(word) for word in words], os.environ | {"SOURCE_DATE_EPOCH": "0"}


def _run(sources: Sources, out: Path) -> Path:
    command, environment = _command(sources, out)
    subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603 - our own command
    return out


def _kill_inside(sources: Sources, out: Path, inside: Callable[[Path], bool], *, delay: float) -> None:
    command, environment = _command(sources, out)
    with subprocess.Popen(  # noqa: S603 - our own command
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while process.poll() is None and not inside(out / WORK):
            time.sleep(POLL)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)


def _hashes(out: Path) -> dict[str, str]:
    files = (path for path in out.iterdir() if path.is_file() and path.name not in LEFT_OUT)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _doubled(work: Path) -> int:
    indexes: Counter[tuple[str, int]] = Counter()
    for path in work.glob("windows-*.jsonl"):
        indexes.update((path.name, json.loads(line)[0]) for line in path.read_bytes().splitlines())
    return sum(count - 1 for count in indexes.values())


def main() -> int:
    """Run and print; exit status 1 where anything was lost, doubled or different."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--recording", type=Path, default=DEMO / "recording.opus")
    parser.add_argument("--agenda", type=Path, default=DEMO / "agenda.json")
    parser.add_argument("--roster", type=Path, default=DEMO / "roster.json")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--part", choices=("process", "service", "both"), default="both")
    given = parser.parse_args()
    sources = Sources(given.recording, given.agenda, given.roster)
    kills = []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # the database runs as another user where we are root
        if given.part != "service":
            kills += crash_every_stage(sources, Path(folder), rounds=given.rounds)
        if given.part != "process":
            from app.measure.crash_service import crash_service  # noqa: PLC0415 - it takes Kill from here

            kills += crash_service(Path(folder))
    for kill in kills:
        end = "finished" if kill.finished else "LOST"
        print(f"{kill.stage:26} {end:9} doubled {kill.doubled}  different {', '.join(kill.different) or '-'}")  # noqa: T201
    summary = {
        "kills": len(kills),
        "lost": sum(not kill.finished for kill in kills),
        "doubled": sum(kill.doubled for kill in kills),
        "different": sum(bool(kill.different) for kill in kills),
    }
    print(json.dumps(summary))  # noqa: T201
    return int(any(count for name, count in summary.items() if name != "kills"))


if __name__ == "__main__":
    sys.exit(main())
