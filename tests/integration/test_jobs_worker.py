"""A meeting from the queue through the real pipeline to the pages, and everything that may come between."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from uuid import UUID

import jobs_engines
import jobs_meetings as jm
import jobs_worker_main
import psycopg
import pytest
from sounds import cut_short

from app.db.engine import connection_string
from app.demo import enter_demo
from app.jobs.worker import run_worker
from app.services.errors import DocumentNotFound, NotReady
from app.services.installation import Installation

pytestmark = pytest.mark.anyio

PATIENCE = 90.0


@pytest.fixture
async def services(database_url, tmp_path):
    async with jm.open_services(database_url, tmp_path) as opened:
        yield opened


@contextlib.contextmanager
def worker_process(url, data, delay):
    """Start a worker in a process of its own."""
    process = subprocess.Popen([sys.executable, jobs_worker_main.__file__, url, str(data), str(delay)])
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def until(services, meeting, condition):
    """Watch a meeting until ``condition`` holds for its progress, and return that progress."""
    async with asyncio.timeout(PATIENCE):
        async for view in services.processing.watch(meeting):
            if condition(view):
                return view
    raise AssertionError(f"it ended before that: {view}")


def stage(view, name="transcribe"):
    return {one.name: one for one in view.stages}[name]


def ends(url, meeting, patience):
    """Tell whether no worker has the meeting's job any more, within ``patience`` seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if jm.job_of(url, meeting)[1] != "doing":
            return True
        time.sleep(0.1)
    return False


def windows_kept(url, meeting):
    with psycopg.connect(connection_string(url)) as connection:
        return connection.execute(
            "SELECT count(*), max(created_at) FROM window_checkpoint WHERE meeting_id = %s", (UUID(meeting),)
        ).fetchone()


async def test_demo_becomes_draft_minutes(services, database_url, tmp_path):
    """The demo is entered once and processed; all that was made can be read, and nothing is made twice."""
    meeting = await enter_demo(services)
    assert await enter_demo(services) == meeting
    with pytest.raises(NotReady):
        await services.results.transcript(meeting)
    with pytest.raises(NotReady):
        await services.results.document(meeting, "minutes.pdf")
    asked = []
    shop = jobs_worker_main.workshop(database_url, tmp_path, tell=asked.append)
    await run_worker(database_url, shop, wait=False)
    view = await services.processing.progress(meeting)
    transcript = await services.results.transcript(meeting)
    outcomes = await services.results.outcomes(meeting)
    minutes = await services.results.minutes(meeting)
    document = await services.results.document(meeting, "minutes.pdf")
    playback = await services.recordings.open_playback(meeting)
    summary = (await services.meetings.get_meeting(meeting)).summary
    assert (view.state, view.fraction, view.failure) == ("done", 1.0, None)
    assert {stage.state for stage in view.stages} == {"done"}
    said = " ".join(utterance.text for utterance in transcript.utterances).split()
    assert said == [word.text for word in jobs_engines.demo_words()]
    assert [item.number for item in outcomes.items] == [f"TOP {number}" for number in range(1, 6)]
    assert outcomes.votes
    assert minutes.schema == "protokollant/minutes/1"
    assert (document.mime, document.data[:5]) == ("application/pdf", b"%PDF-")
    assert playback.mime == "audio/mp4"
    assert playback.size == len(b"".join([piece async for piece in playback.read(0, None)])) > 500_000
    assert summary.duration == pytest.approx(233.74, abs=0.2)
    assert set(await services.results.documents(meeting)) >= {
        "minutes.docx",
        "transcript.vtt",
        "timings.json",
    }
    with pytest.raises(DocumentNotFound):
        await services.results.document(meeting, "playback.m4a")
    with pytest.raises(DocumentNotFound):
        await services.results.document(meeting, "../../etc/passwd")
    assert not (tmp_path / "work" / meeting).exists()
    assert asked == list(range(len(asked)))
    await services.processing.retry(meeting)
    shop = jobs_worker_main.workshop(database_url, tmp_path, tell=asked.append)
    await run_worker(database_url, shop, wait=False)
    assert (await services.processing.progress(meeting)).state == "done"
    assert await services.results.transcript(meeting) == transcript
    assert asked == list(range(len(asked)))


async def test_cancelled_meeting_stops_and_goes_on_later(services, database_url, tmp_path):
    """A person's cancel stops the work within seconds and keeps what is finished; retry goes on there."""
    meeting = await enter_demo(services)
    with worker_process(database_url, tmp_path, 0.3):
        await until(services, meeting, lambda view: stage(view).fraction > 0.1)
        view = await services.processing.cancel(meeting)
        assert (view.state, stage(view).state) == ("cancelled", "cancelled")
        assert await asyncio.to_thread(ends, database_url, meeting, 10.0)
        kept = windows_kept(database_url, meeting)[0]
        assert kept > 0
    asked = []
    await services.processing.retry(meeting)
    await run_worker(
        database_url, jobs_worker_main.workshop(database_url, tmp_path, tell=asked.append), wait=False
    )
    assert (await services.processing.progress(meeting)).state == "done"
    assert min(asked) == kept


async def test_killed_worker_is_taken_over(services, database_url, tmp_path):
    """After kill -9 another worker goes on at the next window and finishes with the same result."""
    meeting = await enter_demo(services)
    with worker_process(database_url, tmp_path, 0.3) as process:
        await until(services, meeting, lambda view: stage(view).fraction > 0.1)
        process.kill()
        process.wait()
    kept, last = windows_kept(database_url, meeting)
    with worker_process(database_url, tmp_path, 0.0):
        view = await until(services, meeting, lambda view: view.state == "done")
    said = " ".join(one.text for one in (await services.results.transcript(meeting)).utterances).split()
    with psycopg.connect(connection_string(database_url)) as connection:
        first_kept = connection.execute("SELECT count(*) FROM result_document WHERE NOT public").fetchone()
    assert kept > 0
    assert last is not None
    assert view.finished
    assert said == [word.text for word in jobs_engines.demo_words()]
    assert first_kept == (3,)


async def test_stopped_worker_gives_its_meeting_back(services, database_url, tmp_path):
    """On SIGTERM the worker ends at the next window, and the meeting waits in line for the next worker."""
    meeting = await enter_demo(services)
    with worker_process(database_url, tmp_path, 0.3) as process:
        await until(services, meeting, lambda view: stage(view).fraction > 0.1)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 15) == 0
    view = await services.processing.progress(meeting)
    assert (view.state, view.place) == ("queued", 1)
    assert jm.job_of(database_url, meeting)[1] == "todo"
    await run_worker(database_url, jobs_worker_main.workshop(database_url, tmp_path), wait=False)
    assert (await services.processing.progress(meeting)).state == "done"


@pytest.mark.slow
async def test_database_that_dies_loses_nothing(data_root, tmp_path):
    """The database is killed during transcription and comes back: the meeting is finished, once."""
    with Installation(data_root / "dying-data", None) as installation:
        url, embedded = installation.url, installation._embedded
        async with jm.open_services(url, tmp_path) as services:
            meeting = await enter_demo(services)
            with worker_process(url, tmp_path, 0.5):
                await until(services, meeting, lambda view: stage(view).fraction > 0.1)
                pid = int((embedded.folder / "cluster" / "postmaster.pid").read_text().splitlines()[0])
                os.kill(pid, signal.SIGKILL)
                await asyncio.sleep(5)
            with worker_process(url, tmp_path, 0.0):
                view = await until(services, meeting, lambda view: view.state == "done")
            transcript = await services.results.transcript(meeting)
    said = " ".join(one.text for one in transcript.utterances).split()
    assert view.finished
    assert said == [word.text for word in jobs_engines.demo_words()]


async def test_unusable_sound_fails_in_words(services, database_url, tmp_path):
    """A recording that breaks off is a failure that the secretary understands, not an endless retry."""
    meeting = await jm.meeting_in_line(services, cut_short())
    await run_worker(database_url, jobs_worker_main.workshop(database_url, tmp_path), wait=False)
    view = await services.processing.progress(meeting)
    assert view.state == "failed"
    assert view.failure.code != "internal"
    assert view.failure.de
    assert view.stages[0].state == "failed"
    assert jm.job_of(database_url, meeting)[1] == "failed"


async def test_missing_model_fails_with_the_command_that_helps(services, database_url, tmp_path):
    """Where engines cannot be made the meeting fails with their error, at the step that needs them."""
    from models.errors import ModelError  # noqa: PLC0415 - only here

    class NoModelError(ModelError):
        code = "no-model"
        de = "Das Modell fehlt: protokollant models fetch"
        en = "The model is missing: protokollant models fetch"

    def no_engines(_profile):
        raise NoModelError

    meeting = await enter_demo(services)
    shop = jobs_worker_main.workshop(database_url, tmp_path)
    broken = type(shop)(
        database=shop.database, storage=shop.storage, engines=no_engines, work=shop.work, name="broken"
    )
    await run_worker(database_url, broken, wait=False)
    failure = (await services.processing.progress(meeting)).failure
    assert failure.code == "no-model"
    assert "models fetch" in failure.text("de")
