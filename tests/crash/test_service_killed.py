"""A service whose worker, server or database is killed finishes every meeting, once, with the same result."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from app.measure.crash_service import STAGES, VICTIMS, WORSE, crash_service
from app.measure.town import Town
from app.services.installation import Installation

DEMO = Path(__file__).parents[2] / "demo"


@pytest.fixture
def folder():
    """A folder that the database's user may enter, also where the tests run as root."""
    made = Path(tempfile.mkdtemp(prefix="protokollant-crash-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def ends(kills):
    return [(kill.finished, kill.doubled, kill.different) for kill in kills]


def test_server_killed(folder):
    """While speech is recognised the whole service is killed; the next start finds its database running."""
    kills = crash_service(folder, stages=("transcribe",), victims=("server",), worse=False, delay=0.05)
    assert ends(kills) == [(True, 0, ())]


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_everything_killed_in_every_stage(folder):
    """Every victim in every stage, then storage away, database away for a minute, clocks that jump."""
    kills = crash_service(folder)
    assert ends(kills) == [(True, 0, ())] * (len(STAGES) * len(VICTIMS) + len(WORSE))


@pytest.mark.slow
def test_full_disk_is_told_in_words_and_nothing_is_lost(folder):
    """Where the decoded sound finds no room the page says so; with room the same meeting is finished."""
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare (util-linux) to make a small disk without rights")
    data = folder / "town"
    work = data / "work"
    with Installation(data) as installation:
        town = Town(installation.url, data, DEMO)
        work.mkdir()
        worker = f"{sys.executable} -m app.measure.crash_worker"
        small = f"mount -t tmpfs -o size=1m none {work} && exec {worker} cpu 0 {data}/log"
        settings = {"DATABASE_URL": installation.url, "PROTOKOLLANT_DATA": str(data)}
        meeting = town.enter(DEMO / "recording.opus")
        rights = [] if os.geteuid() == 0 else ["--map-root-user"]
        with _running(["unshare", *rights, "--mount", "sh", "-c", small], settings):
            assert town.wait([meeting], patience=90) == {meeting: "failed"}
        assert town.failure(meeting) == "disk-full"
        town.retry(meeting)
        with _running([*worker.split(), "gpu,cpu,light", "0", f"{data}/log"], settings):
            assert town.wait([meeting], patience=90) == {meeting: "done"}
        town.close()


@contextlib.contextmanager
def _running(command, settings):
    """Run a program that ends with the block."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, env=os.environ | settings)
    try:
        yield
    finally:
        process.stdin.close()
        process.terminate()
        process.wait(60)
