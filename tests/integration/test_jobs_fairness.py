"""Whose turn it is: between bodies, within a body, and across the steps; with real workers."""

from __future__ import annotations

import dataclasses
from uuid import UUID

import jobs_engines
import jobs_meetings as jm
import jobs_worker_main
import psycopg
import pytest
from sounds import wav

from app.db.engine import connection_string
from app.demo import enter_demo
from app.jobs.worker import run_worker
from app.services.errors import NotWaiting
from minutes.types import Agenda, MeetingInfo

pytestmark = pytest.mark.anyio

SPEECH = ("cpu", "gpu")
"""Without the drafts, which take most of the time and change nothing about whose turn it is."""


@pytest.fixture
async def services(database_url, tmp_path):
    async with jm.open_services(database_url, tmp_path) as opened:
        yield opened


async def meeting_of(services, body, seed):
    """Enter a meeting of a body with a sound of its own, start it and return its id."""
    info = MeetingInfo(body=body, organization="Rat", number=str(seed))
    agenda = Agenda(meeting=info, items=jm.AGENDA.items)
    meeting = (await services.meetings.create_meeting(agenda, jm.ROSTER)).summary.id
    await services.recordings.add(meeting, "rat.wav", jm.pieces(wav(f"{body}{seed}", 2.0)))
    await services.processing.start(meeting)
    return meeting


def queue_order(url, queue):
    """Return the meetings that wait in a queue, in the order in which they will be served."""
    with psycopg.connect(connection_string(url)) as connection:
        rows = connection.execute(
            "SELECT args ->> 'meeting_id' FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = %s "
            "ORDER BY priority DESC, id",
            (queue,),
        ).fetchall()
    return [row[0] for row in rows]


async def work(url, data, served=None, *, queues=("cpu", "gpu", "light")):
    """Run a worker until the queues are empty; ``served`` is told the meetings in the order of speech."""
    shop = jobs_worker_main.workshop(url, data)
    if served is not None:
        shop = dataclasses.replace(shop, engines=_noting(url, shop.name, served))
    await run_worker(url, shop, queues=queues, wait=False)


def _noting(url, worker, served):
    def engines(profile):
        with psycopg.connect(connection_string(url)) as connection:
            row = connection.execute(
                "SELECT meeting_id::text FROM processing WHERE worker = %s AND state = 'running'", (worker,)
            ).fetchone()
        served.append(row[0])
        return jobs_engines.demo_engines(profile)

    return engines


async def test_a_town_with_many_recordings_does_not_starve_others(services, database_url, tmp_path):
    """Three of one town, then two of another and one of a third: each is served in its turn."""
    many = [await meeting_of(services, "Große Stadt", seed) for seed in range(3)]
    few = [await meeting_of(services, "Kleine Gemeinde", seed) for seed in (20, 21)]
    one = await meeting_of(services, "Dorf", 30)
    assert queue_order(database_url, "cpu") == [many[0], few[0], one, many[1], few[1], many[2]]
    assert (await services.processing.progress(one)).place == 3
    served: list[str] = []
    await work(database_url, tmp_path, served, queues=SPEECH)
    assert sorted(served) == sorted([*many, *few, one])
    assert served[:3] == [many[0], few[0], one]
    assert served[3:5] == [many[1], few[1]]
    assert served[5:] == many[2:]
    assert sorted(queue_order(database_url, "light")) == sorted(served)


async def test_who_comes_later_begins_at_the_turn_that_is_served(services, database_url, tmp_path):
    """A trickle of another town does not push a long line back for ever, nor does it wait for its end."""
    many = [await meeting_of(services, "Große Stadt", seed) for seed in range(6)]
    with psycopg.connect(connection_string(database_url), autocommit=True) as connection:
        connection.execute(
            "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE args ->> 'meeting_id' = ANY (%s)",
            (many[:3],),
        )
        connection.execute(
            "UPDATE procrastinate_jobs SET status = 'doing' WHERE args ->> 'meeting_id' = %s", (many[3],)
        )
    late = [await meeting_of(services, "Dorf", seed) for seed in (40, 41)]
    assert queue_order(database_url, "cpu") == [late[0], many[4], late[1], many[5]]


async def test_a_person_moves_a_meeting_forward_within_the_body(services, database_url, tmp_path):
    """The one moved forward takes the body's first turn; another body keeps its place, later too."""
    town = [await meeting_of(services, "Stadt", seed) for seed in range(3)]
    other = await meeting_of(services, "Dorf", 9)
    view = await services.processing.forward(town[2])
    assert view.place == 1
    assert queue_order(database_url, "cpu") == [town[2], other, town[0], town[1]]
    await work(database_url, tmp_path, queues=("cpu",))
    assert queue_order(database_url, "gpu") == [town[2], other, town[0], town[1]]
    served: list[str] = []
    await work(database_url, tmp_path, served, queues=SPEECH)
    assert served == [town[2], other, town[0], town[1]]


@pytest.mark.slow
async def test_sound_that_waits_long_does_not_fill_the_disk(services, database_url, tmp_path):
    """Of many meetings that wait for the engines only a few keep their decoded sound; all are finished."""
    meetings = [await meeting_of(services, "Stadt", seed) for seed in range(4)]
    await work(database_url, tmp_path, queues=("cpu",))
    kept = [folder for folder in (tmp_path / "work").iterdir() if any(folder.glob("sound-*.s16"))]
    assert len(kept) == 3
    await work(database_url, tmp_path)
    assert list((tmp_path / "work").iterdir()) == []
    for meeting in meetings:
        assert (await services.processing.progress(meeting)).state == "done"


@pytest.mark.slow
async def test_one_stage_is_done_again_alone(services, database_url, tmp_path):
    """Drafting again asks no engine; telling voices apart again recognises nothing again."""
    meeting = await enter_demo(services)
    await work(database_url, tmp_path)
    with pytest.raises(NotWaiting):
        await services.processing.forward(meeting)
    counts = checkpoints(database_url, meeting)
    served: list[str] = []
    await services.processing.run_again(meeting, "draft")
    assert queue_order(database_url, "light") == [meeting]
    await work(database_url, tmp_path, served)
    assert served == []
    assert revisions(database_url, meeting) == 2
    assert checkpoints(database_url, meeting) == counts
    await services.processing.run_again(meeting, "diarize")
    view = await services.processing.progress(meeting)
    assert {one.name: one.state for one in view.stages}["decode"] == "done"
    assert "diarize" not in checkpoints(database_url, meeting)
    await work(database_url, tmp_path, served)
    assert served == [meeting]
    after = checkpoints(database_url, meeting)
    assert after["transcribe"] == counts["transcribe"]
    assert after["diarize"] > counts["diarize"]
    assert (await services.processing.progress(meeting)).state == "done"


def checkpoints(url, meeting):
    with psycopg.connect(connection_string(url)) as connection:
        return dict(
            connection.execute(
                "SELECT stage, max(created_at) FROM checkpoint WHERE meeting_id = %s GROUP BY stage",
                (UUID(meeting),),
            ).fetchall()
        )


def revisions(url, meeting):
    with psycopg.connect(connection_string(url)) as connection:
        return connection.execute(
            "SELECT count(*) FROM result_document WHERE NOT public AND meeting_id = %s AND kind = 'minutes'",
            (UUID(meeting),),
        ).fetchone()[0]
