"""Checkpoints, fences and progress in the database."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import jobs_meetings as jm
import pytest
from sqlalchemy import select

from app.db import BlockingDatabase
from app.db import tables as t
from app.jobs.checkpoints import DatabaseCheckpoints
from app.jobs.errors import CheckpointLostError, SupersededError, WorkerLostError
from app.jobs.lifecycle import MAX_ATTEMPTS
from app.jobs.progress import DatabaseProgress
from app.pipeline.checkpoints import Checkpoints
from app.services.errors import NotRunning
from models.errors import InputError

pytestmark = pytest.mark.anyio


@pytest.fixture
def database(database_url):
    opened = BlockingDatabase(database_url)
    yield opened
    opened.close()


@pytest.fixture
async def services(database_url, tmp_path):
    async with jm.open_services(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def meeting(services):
    return await jm.meeting_in_line(services)


@pytest.fixture
def run(database, database_url, tmp_path, meeting):
    return jm.begun_run(database, database_url, tmp_path, meeting)


@pytest.fixture
def checkpoints(database, meeting, run):
    return DatabaseCheckpoints(database, UUID(meeting), run.run)


async def test_checkpoints_keep_the_contract(checkpoints):
    """Stages are found by exactly their input, windows by index; a stage saved again holds the newer."""
    assert isinstance(checkpoints, Checkpoints)
    assert (checkpoints.load("decode", "a1"), checkpoints.windows("a1")) == (None, {})
    checkpoints.save_windows("a1", {3: b"three\n\x00"})
    checkpoints.save_windows("a1", {1: b"one"})
    checkpoints.save_windows("b2", {0: b"other"})
    assert checkpoints.windows("a1") == {1: b"one", 3: b"three\n\x00"}
    checkpoints.save("decode", "a1", b"1")
    checkpoints.save("decode", "a1", b"\x002")
    assert checkpoints.load("decode", "a1") == b"\x002"
    assert checkpoints.load("decode", "b2") is None
    assert checkpoints.load("diarize", "a1") is None
    assert checkpoints.windows("a1") == {}
    assert checkpoints.windows("b2") == {0: b"other"}


async def test_old_checkpoints_of_a_stage_go(checkpoints):
    """The latest two results of a stage stay; older ones make room."""
    for fingerprint in ("a1", "b2", "c3"):
        checkpoints.save("align", fingerprint, fingerprint.encode())
    found = [checkpoints.load("align", fingerprint) for fingerprint in ("a1", "b2", "c3")]
    assert found == [None, b"b2", b"c3"]


async def test_worker_that_was_taken_over_cannot_write(
    checkpoints, database, database_url, tmp_path, meeting
):
    """Once a second worker has the meeting, the first can neither checkpoint nor end it."""
    checkpoints.save_windows("a1", {0: b"zero"})
    second = jm.begun_run(database, database_url, tmp_path, meeting)
    with pytest.raises(SupersededError):
        checkpoints.save_windows("a1", {1: b"late"})
    with pytest.raises(SupersededError):
        checkpoints.save("transcribe", "a1", b"late")
    kept = DatabaseCheckpoints(database, UUID(meeting), second.run)
    assert kept.windows("a1") == {0: b"zero"}
    assert kept.load("transcribe", "a1") is None


async def test_database_that_stays_away_ends_the_run_not_the_stage(tmp_path, meeting, run):
    """A checkpoint that cannot be kept cancels the run; no engine's result is thrown away silently."""
    away = BlockingDatabase(f"postgresql://postgres@/nowhere?host={tmp_path}")
    with pytest.raises(CheckpointLostError):
        DatabaseCheckpoints(away, UUID(meeting), run.run, patience=0.0).save("decode", "a1", b"x")
    away.close()


async def test_progress_reaches_the_page(services, database, meeting, run):
    """What the pipeline tells is what the page reads: state, share and time left of each stage."""
    progress = DatabaseProgress(database, UUID(meeting), run.run)
    progress.started("decode")
    progress.finished("decode", 1.0, False)  # noqa: FBT003 - as the protocol has it
    progress.started("transcribe")
    progress.advanced("transcribe", 0, 100)
    progress._began -= 10  # ten seconds pass
    progress._written = 0.0
    progress.advanced("transcribe", 50, 100)
    view = await services.processing.progress(meeting)
    stages = {stage.name: stage for stage in view.stages}
    assert view.state == "running"
    assert (stages["decode"].state, stages["decode"].fraction) == ("done", 1.0)
    assert (stages["transcribe"].state, stages["transcribe"].fraction) == ("running", 0.5)
    assert stages["transcribe"].seconds_left == pytest.approx(10, abs=1)
    assert stages["diarize"].state == "waiting"
    assert 0.2 < view.fraction < 0.4
    assert view.seconds_left == pytest.approx(10 + 20 / 0.52 * 0.44, rel=0.2)


async def test_time_left_ignores_what_an_earlier_run_did(database, meeting, run, services):
    """After a restart at 80 % the speed is measured on the rest only."""
    progress = DatabaseProgress(database, UUID(meeting), run.run)
    progress.started("transcribe")
    progress.advanced("transcribe", 80, 100)
    progress._began -= 10
    progress._written = 0.0
    progress.advanced("transcribe", 90, 100)
    stage = (await services.processing.progress(meeting)).stages[2]
    assert stage.seconds_left == pytest.approx(10, abs=1)


async def test_time_left_runs_down_and_is_guessed_from_finished_stages(database, meeting, run, services):
    """Between two words of a stage the clock runs on; a stage that said nothing yet is guessed by pace."""
    progress = DatabaseProgress(database, UUID(meeting), run.run)
    progress.started("transcribe")
    with database.session() as session:
        row = session.scalars(select(t.StageProgressRow).where(t.StageProgressRow.name == "transcribe")).one()
        row.fraction, row.seconds_left = 0.5, 100.0
        row.told_at = t.now() - timedelta(seconds=40)
    assert (await services.processing.progress(meeting)).stages[2].seconds_left == pytest.approx(60, abs=5)
    with database.session() as session:
        row = session.scalars(select(t.StageProgressRow).where(t.StageProgressRow.name == "transcribe")).one()
        row.state, row.fraction, row.started_at = "done", 1.0, t.now() - timedelta(seconds=520)
        row.finished_at = t.now()
    progress.started("diarize")
    view = await services.processing.progress(meeting)
    assert view.stages[3].seconds_left == pytest.approx(360, rel=0.1)
    assert view.seconds_left == pytest.approx(440, rel=0.1)


async def test_lost_run_notices_when_it_tells(database, database_url, tmp_path, meeting, run):
    """A worker that was taken over hears of it with its next word about progress."""
    progress = DatabaseProgress(database, UUID(meeting), run.run)
    progress.started("decode")
    assert progress.lost.is_set() is False
    jm.begun_run(database, database_url, tmp_path, meeting)
    progress.finished("decode", 1.0, False)  # noqa: FBT003 - as the protocol has it
    assert progress.lost.is_set() is True


async def test_failure_is_told_in_words(services, run, meeting):
    """A failed stage names its code, the meeting has the sentence, and it can be started again."""

    class TooShortError(InputError):
        code = "too-short"
        de = "Die Aufnahme ist zu kurz."
        en = "The recording is too short."

    run.fail(TooShortError(), "decode")
    view = await services.processing.progress(meeting)
    assert (view.state, view.finished) == ("failed", True)
    assert (view.failure.code, view.failure.de) == ("too-short", "Die Aufnahme ist zu kurz.")
    assert (view.stages[0].state, view.stages[0].error) == ("failed", "too-short")
    assert (await services.processing.retry(meeting)).state == "queued"


async def test_work_that_kills_its_workers_is_given_up(database, database_url, tmp_path, meeting):
    """After five workers died on it without finishing anything, a meeting fails with words."""
    for _ in range(MAX_ATTEMPTS):
        jm.begun_run(database, database_url, tmp_path, meeting)
    with pytest.raises(WorkerLostError, match="5 times"):
        jm.begun_run(database, database_url, tmp_path, meeting)


async def test_finished_work_proves_that_workers_live(database, database_url, tmp_path, meeting):
    """Where each worker finishes something before it dies, the meeting is never given up."""
    for number in range(2 * MAX_ATTEMPTS):
        run = jm.begun_run(database, database_url, tmp_path, meeting)
        DatabaseCheckpoints(database, UUID(meeting), run.run).save_windows("a1", {number: b"x"})
    assert run.begin() == "open-base"


async def test_meeting_in_line_can_be_taken_out(services, database_url, meeting):
    """Cancelling before a worker came takes the job out of the queue; twice is refused."""
    view = await services.processing.cancel(meeting)
    assert view.state == "cancelled"
    assert jm.job_of(database_url, meeting)[1] == "cancelled"
    with pytest.raises(NotRunning):
        await services.processing.cancel(meeting)


async def test_place_in_line_counts_those_before(services, meeting):
    """The second meeting in line is told so."""
    second = await jm.meeting_in_line(services, b"other sound")
    assert (await services.processing.progress(meeting)).place == 1
    assert (await services.processing.progress(second)).place == 2


async def test_watching_yields_each_change_and_ends(services, database, meeting, run):
    """A page that watches sees the stage begin and the end, without asking again and again."""
    states = []
    async for view in services.processing.watch(meeting):
        states.append((view.state, view.stages[0].state))
        if len(states) == 1:
            DatabaseProgress(database, UUID(meeting), run.run).started("decode")
        elif view.stages[0].state == "running":
            run.cancel("decode")
    assert states[-1] == ("cancelled", "cancelled")
    assert ("running", "running") in states
    assert len(states) <= 4
