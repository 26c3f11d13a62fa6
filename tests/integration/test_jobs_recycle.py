"""A GPU that fails takes its process along, not the meeting."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import subprocess
import sys
import time

import jobs_engines
import jobs_meetings as jm
import jobs_worker_main
import psycopg
import pytest
from sounds import wav

from app.db.engine import connection_string
from app.demo import enter_demo
from app.jobs.device import DeviceSlot, device_key
from app.jobs.lifecycle import MAX_ATTEMPTS
from app.jobs.recycle import FRESH, LOST_DEVICE
from app.jobs.supervisor import WorkerProcess, processes
from app.jobs.worker import run_worker
from app.pipeline.job import Engines
from diarize.backends.scripted import ScriptedDiarizer

pytestmark = pytest.mark.anyio


class AcceleratorError(RuntimeError):
    """As torch names what a broken device raises."""


@pytest.fixture
async def services(database_url, tmp_path):
    async with jm.open_services(database_url, tmp_path) as opened:
        yield opened


class BrokenDiarizer(ScriptedDiarizer):
    """Fails as an engine whose device is lost."""

    def diarize(self, *_args, **_options):
        """See :class:`diarize.protocol.Diarizer`."""
        raise ValueError("diarization failed") from AcceleratorError("CUDA error: unspecified launch failure")


def broken_engines(profile) -> Engines:
    """Return engines of which the second is lost."""
    return dataclasses.replace(jobs_engines.demo_engines(profile), diarizer=BrokenDiarizer([]))


def broken(url, data):
    """Return a workshop with such engines."""
    return dataclasses.replace(jobs_worker_main.workshop(url, data), engines=broken_engines)


async def test_lost_device_gives_the_job_back_and_ends_the_worker(services, database_url, tmp_path):
    """Nothing fails and nothing is lost: what was recognised is kept, and a new process finishes."""
    meeting = await enter_demo(services)
    shop = broken(database_url, tmp_path)
    await run_worker(database_url, shop, wait=False)
    view = await services.processing.progress(meeting)
    assert shop.recycling.asked
    assert (view.state, view.failure) == ("queued", None)
    assert jm.job_of(database_url, meeting)[1] == "todo"
    asked = []
    await run_worker(
        database_url, jobs_worker_main.workshop(database_url, tmp_path, tell=asked.append), wait=False
    )
    assert (await services.processing.progress(meeting)).state == "done"
    assert asked == []


async def test_device_that_fails_again_and_again_is_told_in_words(services, database_url, tmp_path):
    """After five devices lost in a row on the same step somebody is told, instead of trying for ever."""
    meeting = await enter_demo(services)
    await run_worker(
        database_url, jobs_worker_main.workshop(database_url, tmp_path), queues=("cpu",), wait=False
    )
    for _ in range(MAX_ATTEMPTS + 1):
        await run_worker(database_url, broken(database_url, tmp_path), queues=("gpu",), wait=False)
    view = await services.processing.progress(meeting)
    assert (view.state, view.failure.code) == ("failed", "worker-lost")


@pytest.mark.slow
async def test_supervisor_starts_a_new_process(services, database_url, tmp_path):
    """The process ends with the status that asks for a new one, and the supervisor starts it."""
    meeting = await enter_demo(services)
    command = [sys.executable, jobs_worker_main.__file__, database_url, str(tmp_path), "0"]
    once = tmp_path / "broken-once"
    done = await asyncio.to_thread(subprocess.run, [*command, str(once)], timeout=90, check=False)
    assert done.returncode == LOST_DEVICE
    once.unlink()
    worker = WorkerProcess(database_url, tmp_path)
    worker._command = [*command, str(once)]
    with worker:
        async with asyncio.timeout(90):
            async for view in services.processing.watch(meeting):
                if view.state == "done":
                    break
        second = worker.pid
    assert once.exists()
    assert second is not None


def test_speech_has_a_process_of_its_own():
    """Queues are split so that no draft can wait behind a transcription."""
    assert processes(("gpu", "cpu", "light")) == [("gpu",), ("cpu", "light")]
    assert processes(("light",)) == [("light",)]
    assert processes(("gpu",)) == [("gpu",)]


async def test_one_job_per_device_at_a_time(database_url):
    """With one slot the second worker waits until the first is gone; two let both in; a host has its own."""
    key = device_key("host-a")
    async with DeviceSlot(database_url, key, 1):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5), DeviceSlot(database_url, key, 1):
                pass
        async with asyncio.timeout(5), DeviceSlot(database_url, key, 2):
            pass
        async with asyncio.timeout(5), DeviceSlot(database_url, device_key("host-b"), 1):
            pass
    async with asyncio.timeout(5), DeviceSlot(database_url, key, 1):
        pass


async def test_slot_outlives_a_lost_connection_unless_another_has_it(database_url):
    """A slot whose connection breaks is taken again; where another was quicker its loss is told."""
    key = device_key("host-c")
    async with DeviceSlot(database_url, key, 1) as slot:
        lost = asyncio.create_task(slot.until_lost())
        _break(database_url, slot)
        await asyncio.sleep(3)
        assert not lost.done()
        _break(database_url, slot)
        async with DeviceSlot(database_url, key, 1):
            await asyncio.wait_for(lost, 10)


def _break(url, slot):
    with psycopg.connect(connection_string(url), autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(%s)", (slot._connection.info.backend_pid,))


@contextlib.contextmanager
def worker_process(url, data, delay):
    """Start a worker in a process of its own."""
    process = subprocess.Popen([sys.executable, jobs_worker_main.__file__, url, str(data), str(delay)])
    try:
        yield
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
async def test_draft_runs_beside_a_transcription(services, database_url, tmp_path):
    """While a recording is recognised, another meeting is decoded and drafted by the same worker."""
    finished = await jm.meeting_in_line(services, wav("finished", 2.0))
    await run_worker(database_url, jobs_worker_main.workshop(database_url, tmp_path), wait=False)
    long = await enter_demo(services)
    with worker_process(database_url, tmp_path, 3):
        async with asyncio.timeout(60):
            async for view in services.processing.watch(long):
                if any(one.name == "transcribe" and one.state == "running" for one in view.stages):
                    break
        began = time.monotonic()
        await services.processing.run_again(finished, "draft")
        async with asyncio.timeout(60):
            async for view in services.processing.watch(finished):
                if view.state == "done":
                    break
        waited = time.monotonic() - began
        assert (await services.processing.progress(long)).state == "running"
        assert waited < 30


async def test_each_speech_job_gets_a_process_of_its_own(services, database_url, tmp_path):
    """Where it is asked for, a worker ends after one speech job, whatever waits; the next goes on."""
    meetings = [await jm.meeting_in_line(services, wav(f"fresh{number}", 2.0)) for number in range(2)]
    await run_worker(
        database_url, jobs_worker_main.workshop(database_url, tmp_path), queues=("cpu",), wait=False
    )
    states = []
    for _ in meetings:
        shop = dataclasses.replace(jobs_worker_main.workshop(database_url, tmp_path), fresh=True)
        await run_worker(database_url, shop, queues=("gpu",), wait=False)
        assert shop.recycling.status == FRESH
        steps = [jm.step_of(database_url, meeting) for meeting in meetings]
        states.append(steps.count("draft"))
    assert states == [1, 2]
