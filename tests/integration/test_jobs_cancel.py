"""A cancel frees the meeting at once and the worker within ten seconds, whatever it is doing."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import jobs_meetings as jm
import psycopg
import pytest
from sounds import wav

from app.db.engine import connection_string
from app.measure.town import Town

pytestmark = pytest.mark.anyio

DEMO = Path(__file__).parents[2] / "demo"

LIMIT = 10.0


@contextlib.contextmanager
def worker_process(url, data, delay):
    """Start a worker with engines that take ``delay`` seconds a window, or a tenth of the voices."""
    command = [sys.executable, "-m", "app.measure.crash_worker", "gpu,cpu,light", str(delay), f"{data}/log"]
    settings = {"DATABASE_URL": url, "PROTOKOLLANT_DATA": str(data)}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, env=os.environ | settings)
    try:
        yield
    finally:
        process.kill()
        process.wait()
        process.stdin.close()


def is_doing(url):
    with psycopg.connect(connection_string(url)) as connection:
        row = connection.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'").fetchone()
    return row[0] > 0


def until(condition, patience=90.0):
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


async def cancelled_after(database_url, folder, stage, recording, delay):
    """Cancel a meeting inside a stage; return its state and the seconds until the worker was free."""
    async with jm.open_services(database_url, folder) as services:
        with contextlib.closing(Town(database_url, folder, DEMO)) as town:
            meeting = town.enter(recording, body="Stadt")
            with worker_process(database_url, folder, delay):
                until(lambda: town.running_stage(meeting) == stage)
                began = time.monotonic()
                view = await services.processing.cancel(str(meeting))
                until(lambda: not is_doing(database_url))
                taken = time.monotonic() - began
            again = await services.processing.retry(str(meeting))
            assert town.revisions(meeting) == 0
    return (view.state, again.state), taken


@pytest.mark.parametrize(
    "stage",
    [
        "decode",
        "diarize",
        pytest.param("transcribe", marks=pytest.mark.slow),
        pytest.param("render", marks=pytest.mark.slow),
    ],
)
async def test_cancel_inside_a_stage(database_url, tmp_path, stage):
    """The meeting is free at once, the worker soon, and it can be started again where it stopped."""
    recording = DEMO / "recording.opus"
    if stage == "decode":
        recording = tmp_path / "long.wav"
        recording.write_bytes(wav("long", 600.0))
    states, taken = await cancelled_after(database_url, tmp_path, stage, recording, 0.2)
    assert states == ("cancelled", "queued")
    assert taken < LIMIT


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["decode", "playback"])
async def test_cancel_inside_hours_of_sound(database_url, tmp_path, stage):
    """Two hours of sound are dropped within ten seconds, decoding or encoding."""
    recording = tmp_path / "long.wav"
    recording.write_bytes(wav("long", 7200.0))
    states, taken = await cancelled_after(database_url, tmp_path, stage, recording, 0.5)
    print(f"{stage}: free after {taken:.1f} s")
    assert states == ("cancelled", "queued")
    assert taken < LIMIT
