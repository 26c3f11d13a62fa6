"""The crash suite of the service: kill -9 of worker, server and PostgreSQL in every stage, and worse.

Each round enters the demo's meeting, waits until the stage runs, does the harm, mends what a person would
mend (starts a killed server again, presses "continue" where the page says so), and compares everything that
came out with an undisturbed run.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Self

import psutil
from sqlalchemy import text

from app.db.errors import DatabaseUnavailableError
from app.measure.crash import Kill
from app.measure.town import Town

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

DEMO = Path(__file__).resolve().parents[2] / "demo"
STAGES = ("decode", "playback", "transcribe", "diarize", "understand", "render")
VICTIMS = ("worker", "server", "database")
PATIENCE = 240.0
"""Seconds that a meeting may take, harm included."""
POLL = 0.004
WINDOWS_IN_FLIGHT = 1
"""Windows that a kill may cost: the one that was being recognised."""


class Service:
    """A running service that can be harmed; a context manager."""

    def __init__(self, data: Path, *, delay: float) -> None:
        self.data = data
        self.log = data.with_suffix(".windows")
        self._delay = delay
        self._process: subprocess.Popen[str] | None = None
        self.town: Town | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        if self.town is not None:
            self.town.close()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(60)

    def start(self) -> None:
        """Start everything; a server that was killed is started again."""
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "app.measure.crash_town", str(self.data), str(self._delay), str(self.log)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"SOURCE_DATE_EPOCH": "0"},
        )
        assert self._process.stdout is not None
        url = self._process.stdout.readline().strip()
        self._process.stdout.close()
        if not url:
            raise RuntimeError("the service did not start")
        if self.town is None:
            self.town = Town(url, self.data, DEMO)

    def kill(self, victim: str, worker: str | None) -> None:
        """Kill -9; a killed server is then started again, the others are the keeper's business."""
        assert self._process is not None
        if victim == "server":
            self._process.kill()
            self._process.wait()
            self.start()
        elif victim == "database":
            os.kill(self.postgres(), signal.SIGKILL)
        elif worker is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(worker.rpartition("-")[2]), signal.SIGKILL)

    def postgres(self) -> int:
        """Return the process id of the database server."""
        return int((self.data / "postgres" / "cluster" / "postmaster.pid").read_text().split("\n", 1)[0])


def crash_service(
    folder: Path,
    *,
    delay: float = 0.15,
    stages: tuple[str, ...] = STAGES,
    victims: tuple[str, ...] = VICTIMS,
    worse: bool = True,
) -> list[Kill]:
    """Harm a service in every way and return how each round ended.

    Args:
        folder: For the installation.
        delay: Seconds per window of the scripted engines.
        stages: In which to kill.
        victims: What to kill.
        worse: Also take storage and database away, and let clocks jump.
    """
    with Service(folder / "town", delay=delay) as service:
        expected = _undisturbed(service)
        harms = [(stage, victim, _killer(victim)) for stage in stages for victim in victims]
        if worse:
            harms += [("transcribe", name, harm) for name, harm in WORSE.items()]
        return [_round(service, stage, name, expected, harm) for stage, name, harm in harms]


def _undisturbed(service: Service) -> dict[str, str]:
    assert service.town is not None
    meeting = service.town.enter(DEMO / "recording.opus")
    ended = service.town.wait([meeting], patience=PATIENCE)
    if ended[meeting] != "done":
        raise RuntimeError("the undisturbed run did not finish")
    return service.town.results(meeting)


def _round(
    service: Service,
    stage: str,
    name: str,
    expected: dict[str, str],
    harm: Callable[[Service, UUID], None],
) -> Kill:
    town = service.town
    assert town is not None
    meeting = town.enter(DEMO / "recording.opus")
    seen = _until_running(town, meeting, stage)
    harm(service, meeting)
    ended = _finish(town, meeting)
    found = town.results(meeting) if ended == "done" else {}
    different = tuple(sorted(one for one in expected | found if expected.get(one) != found.get(one)))
    doubled = max(town.revisions(meeting) - 1, 0) + _recognised_again(service.log, meeting)
    label = f"{stage}/{name}" if seen else f"{stage}/{name} (late)"
    return Kill(label, finished=ended == "done", doubled=doubled, different=different if ended else ())


def _finish(town: Town, meeting: UUID) -> str:
    """Wait for the end, pressing "continue" where a person would."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            state = town.wait([meeting], patience=end - time.monotonic())[meeting]
            if state != "failed":
                return state
            town.retry(meeting)
        except DatabaseUnavailableError:
            time.sleep(0.5)
    return ""


def _until_running(town: Town, meeting: UUID, stage: str) -> bool:
    """Wait until the stage runs; False where it was too quick to be seen."""
    order = (*STAGES, None)
    while True:
        with contextlib.suppress(DatabaseUnavailableError):
            if town.state(meeting) == "done":
                return False
            running = town.running_stage(meeting)
            if running == stage:
                return True
            if running in order and order.index(running) > order.index(stage) and running is not None:
                return False
        time.sleep(POLL)


def _recognised_again(log: Path, meeting: UUID) -> int:
    """Count windows recognised more than once, beyond the one that a kill interrupts."""
    if not log.exists():
        return 0
    lines = Counter(line for line in log.read_text().splitlines() if line.startswith(str(meeting)))
    again = sum(count - 1 for count in lines.values())
    return max(again - WINDOWS_IN_FLIGHT, 0)


def _killer(victim: str) -> Callable[[Service, UUID], None]:
    def harm(service: Service, meeting: UUID) -> None:
        assert service.town is not None
        with service.town.database.session() as session:
            worker = session.scalar(
                text("SELECT worker FROM processing WHERE meeting_id = :key"), {"key": meeting}
            )
        service.kill(victim, worker)

    return harm


def _storage_away(service: Service, meeting: UUID) -> None:
    """Take the folder of contents away until the draft has failed for it, then put it back."""
    assert service.town is not None
    blobs, away = service.data / "blobs", service.data / "away"
    blobs.rename(away)
    service.town.wait([meeting], patience=60)
    if blobs.exists():
        _merge(blobs, away)
    away.rename(blobs)


def _merge(new: Path, old: Path) -> None:
    """Carry over what was written meanwhile."""
    for path in sorted(new.rglob("*")):
        target = old / path.relative_to(new)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        elif not target.exists():
            path.rename(target)
    for path in sorted(new.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    new.rmdir()


def _database_away(service: Service, _meeting: UUID, *, seconds: float = 60.0) -> None:
    """Stop every process of PostgreSQL for a minute: it accepts connections and answers nothing."""
    main = psutil.Process(service.postgres())
    family = [main, *main.children(recursive=True)]
    for one in family:
        one.suspend()
    time.sleep(seconds)
    for one in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.resume()


def _clock_jumps(service: Service, _meeting: UUID) -> None:
    """Let every sign of life look an hour old, then an hour ahead, as after a jump of the clock."""
    assert service.town is not None
    for hours in (-1, 1):
        with service.town.database.session() as session:
            session.execute(
                text("UPDATE procrastinate_workers SET last_heartbeat = now() + make_interval(hours => :h)"),
                {"h": hours},
            )
            session.execute(
                text("UPDATE worker SET seen_at = now() + make_interval(hours => :h)"), {"h": hours}
            )
        time.sleep(1.5)


WORSE: dict[str, Callable[[Service, UUID], None]] = {
    "storage away": _storage_away,
    "database away": _database_away,
    "clock jumps": _clock_jumps,
}
"""What happens besides a kill, while speech is recognised."""
