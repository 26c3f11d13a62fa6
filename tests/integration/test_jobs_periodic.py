"""Work that comes round: once an interval, never twice at a time, and after a failure again."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select, text, update

from app.db import BlockingDatabase
from app.db import tables as t
from app.db.engine import connection_string
from app.jobs.periodic import PERIODIC, PeriodicWork, SystemContext, keep_running, run_due
from app.settings import Settings
from app.storage import LocalStorage


@pytest.fixture
def context(database_url, tmp_path):
    database = BlockingDatabase(database_url)
    yield SystemContext(
        url=database_url,
        database=database,
        storage=LocalStorage(tmp_path / "blobs"),
        data=Path(tmp_path),
        settings=Settings(),
    )
    database.close()


def test_work_is_done_once_an_interval(context):
    """What was just done is not due again before its time; time passed makes it due."""
    done = []
    works = (PeriodicWork(name="count", seconds=60, work=done.append),)
    assert [run_due(context, works) for _ in range(3)] == [["count"], [], []]
    with context.database.session() as session:
        session.execute(update(t.PeriodicRun).values(began_at=t.now() - timedelta(seconds=61)))
    assert run_due(context, works) == ["count"]
    assert done == [context, context]


def test_work_noted_in_the_future_is_due(context):
    """A clock that was set back does not stop the work until the old time is reached again."""
    done = []
    works = (PeriodicWork(name="count", seconds=60, work=done.append),)
    run_due(context, works)
    with context.database.session() as session:
        session.execute(update(t.PeriodicRun).values(began_at=t.now() + timedelta(days=400)))
    assert run_due(context, works) == ["count"]


def test_work_that_fails_comes_round_again(context):
    """An error does not reach the others and is not the last word."""
    done = []
    works = (
        PeriodicWork(name="broken", seconds=0, work=lambda _: 1 / 0),
        PeriodicWork(name="whole", seconds=0, work=done.append),
    )
    assert run_due(context, works) == ["broken", "whole"]
    assert run_due(context, works) == ["broken", "whole"]
    assert len(done) == 2


def test_two_workers_never_do_the_same_at_once(context):
    """While one runs, another finds the lock taken, however often it asks."""
    inside, most, count = [], [], []
    guard = threading.Lock()

    def slowly(_):
        with guard:
            inside.append(1)
            most.append(len(inside))
        time.sleep(0.05)
        with guard:
            inside.pop()
            count.append(1)

    works = (PeriodicWork(name="slow", seconds=0, work=slowly),)
    stop = threading.Event()
    threads = [
        threading.Thread(
            target=keep_running, args=(context, stop), kwargs={"works": works, "interval": 0.005}
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    time.sleep(1.0)
    stop.set()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert len(count) > 3


def test_everything_registered_can_be_called(context):
    """Each line of the registry names a function that runs on an empty installation."""
    assert run_due(context, PERIODIC) == [work.name for work in PERIODIC]
    with context.database.session() as session:
        assert set(session.scalars(select(t.PeriodicRun.name))) == {work.name for work in PERIODIC}
    assert len({work.name for work in PERIODIC}) == len(PERIODIC)


def test_old_jobs_are_removed_and_young_ones_stay(context, database_url):
    """Finished jobs go after the days that the settings say; those that wait or run stay."""
    with psycopg.connect(connection_string(database_url)) as connection:
        for status, days in (
            ("succeeded", 31), ("failed", 31), ("aborted", 29), ("doing", 400), ("todo", 400)
        ):  # fmt: skip
            job = connection.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('light', 'x', %s) "
                "RETURNING id",
                (status,),
            ).fetchone()[0]
            connection.execute("DELETE FROM procrastinate_events WHERE job_id = %s", (job,))
            connection.execute(
                "INSERT INTO procrastinate_events (job_id, type, at) "
                "VALUES (%s, 'started', now() - make_interval(days => %s))",
                (job, days),
            )
    run_due(context, tuple(work for work in PERIODIC if work.name == "old jobs"))
    with context.database.session() as session:
        left = set(session.scalars(text("SELECT status::text FROM procrastinate_jobs")))
    assert left == {"aborted", "doing", "todo"}
