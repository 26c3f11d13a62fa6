"""One long recording, several workers: who has nothing to do helps; who dies changes only the time."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import subprocess
import sys
import time
from uuid import UUID

import jobs_meetings as jm
import jobs_sharing_main
import psycopg
import pytest
from sounds import wav
from test_jobs_worker import until

from app.db.engine import connection_string
from app.demo import enter_demo
from app.jobs.worker import run_worker

pytestmark = pytest.mark.anyio

PATIENCE = 90.0


@pytest.fixture
async def services(database_url, tmp_path):
    async with jm.open_services(database_url, tmp_path) as opened:
        yield opened


@contextlib.contextmanager
def workers(url, data, *names):
    """Start workers that write down which windows they recognise; yield their processes by name."""
    with contextlib.ExitStack() as stack:
        started = {}
        for name in names:
            command = [sys.executable, jobs_sharing_main.__file__, url, str(data), name]
            started[name] = subprocess.Popen(command)
            stack.callback(started[name].wait)
            stack.callback(started[name].kill)
        _present(url, len(names))
        yield started


def _present(url, count):
    """Wait until so many workers have told of themselves."""
    end = time.monotonic() + PATIENCE
    with psycopg.connect(connection_string(url), autocommit=True) as connection:
        while connection.execute("SELECT count(*) FROM worker").fetchone()[0] < count:
            assert time.monotonic() < end
            time.sleep(0.05)


def told(data, name):
    """Return the windows that a worker began, in order."""
    path = data / f"{name}.windows"
    return [int(line) for line in path.read_text().split()] if path.exists() else []


async def results(services, meeting):
    """Return what must be the same however many worked on it."""
    transcript = await services.results.transcript(meeting)
    minutes = await services.results.minutes(meeting)
    return transcript, minutes.items


async def wait_for(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.05)


async def test_two_workers_share_a_recording(services, database_url, tmp_path):
    """Both recognise windows, none twice, and the result is that of one alone."""
    with workers(database_url, tmp_path, "one", "two"):
        meeting = await enter_demo(services)
        await until(services, meeting, lambda view: view.state == "done")
    first, second = told(tmp_path, "one"), told(tmp_path, "two")
    assert sorted(first + second) == list(range(len(first) + len(second)))
    assert min(len(first), len(second)) >= 2
    shared = await results(services, meeting)
    await services.processing.run_again(meeting, "transcribe")
    await run_worker(database_url, jobs_sharing_main.workshop(database_url, tmp_path, "alone"), wait=False)
    assert sorted(told(tmp_path, "alone")) == sorted(first + second)
    assert await results(services, meeting) == shared


@pytest.mark.parametrize("victim", ["one who began", pytest.param("one who helps", marks=pytest.mark.slow)])
async def test_a_worker_that_dies_changes_only_the_time(services, database_url, tmp_path, victim):
    """Whichever is killed in the middle, the other finishes with the same result."""
    with workers(database_url, tmp_path, "one", "two") as started:
        meeting = await enter_demo(services)
        await wait_for(lambda: len(told(tmp_path, "one")) > 1 and len(told(tmp_path, "two")) > 1)
        began = _began(database_url, meeting, started)
        doomed = began if victim == "one who began" else next(name for name in started if name != began)
        started[doomed].send_signal(signal.SIGKILL)
        await until(services, meeting, lambda view: view.state == "done")
    shared = await results(services, meeting)
    await services.processing.run_again(meeting, "transcribe")
    await run_worker(database_url, jobs_sharing_main.workshop(database_url, tmp_path, "alone"), wait=False)
    windows = told(tmp_path, "alone")
    assert set(told(tmp_path, "one")) | set(told(tmp_path, "two")) == set(windows)
    assert len(told(tmp_path, "one")) + len(told(tmp_path, "two")) <= len(windows) + 1
    assert await results(services, meeting) == shared


@pytest.mark.slow
async def test_a_helper_leaves_when_a_meeting_waits(services, database_url, tmp_path):
    """Nobody waits for a worker that only helps: the next meeting is begun before the first is done."""
    with workers(database_url, tmp_path, "one", "two"):
        long = await enter_demo(services)
        await wait_for(lambda: told(tmp_path, "one") and told(tmp_path, "two"))
        short = await jm.meeting_in_line(services, wav("short", 20.0))
        await until(services, short, lambda view: view.state == "done")
        assert (await services.processing.progress(long)).state == "running"
        await until(services, long, lambda view: view.state == "done")


@pytest.mark.slow
async def test_a_helper_stops_when_the_meeting_is_cancelled(services, database_url, tmp_path):
    """Whoever helps notices within seconds that nobody wants it any more."""
    with workers(database_url, tmp_path, "one", "two"):
        meeting = await enter_demo(services)
        await wait_for(lambda: told(tmp_path, "one") and told(tmp_path, "two"))
        await services.processing.cancel(meeting)
        end = time.monotonic() + 10
        while _doing(database_url):
            assert time.monotonic() < end
            await asyncio.sleep(0.1)
    assert (await services.processing.progress(meeting)).state == "cancelled"


def _began(url, meeting, started):
    with psycopg.connect(connection_string(url)) as connection:
        row = connection.execute(
            "SELECT worker FROM processing WHERE meeting_id = %s", (UUID(meeting),)
        ).fetchone()
    assert row is not None
    assert row[0] in started
    return row[0]


def _doing(url):
    with psycopg.connect(connection_string(url)) as connection:
        return connection.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
        ).fetchone()[0]
