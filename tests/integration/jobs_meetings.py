"""A meeting in line, as the tests of the job queue need it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
from access_people import acting_as_secretary
from sounds import wav

from app.db import BlockingDatabase
from app.db.engine import connection_string
from app.jobs.lifecycle import ProcessingRun
from app.services import build_services
from app.services.container import blob_folder
from app.storage import LocalStorage
from minutes.types import Agenda, AgendaItem, MeetingInfo, Person, Roster

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from app.services import Services

AGENDA = Agenda(
    meeting=MeetingInfo(
        body="Gemeinde Wiesenthal", organization="Gemeinderat", number="3", date="2026-04-16"
    ),
    items=(AgendaItem(number="Ö 1", title="Eröffnung"), AgendaItem(number="Ö 2", title="Spielplatz")),
)
TOWNS = ("Gemeinde Wiesenthal", "Gemeinderat Wiesenthal", "Große Stadt", "Kleine Gemeinde", "Stadt", "Dorf")
"""Municipalities of the tests and of the demonstration."""

ROSTER = Roster(people=(Person(name="Sabine Möller", role="chair"), Person(name="Jens Krüger")))


@contextlib.asynccontextmanager
async def open_services(url: str, data: Path) -> AsyncIterator[Services]:
    """Yield services on a migrated database and a data folder, and act as a secretary of :data:`TOWNS`."""
    services = build_services(url, data)
    try:
        with acting_as_secretary(url, *TOWNS):
            yield services
    finally:
        await services.close()


async def pieces(data: bytes) -> AsyncIterator[bytes]:
    """Yield an upload."""
    yield data


async def meeting_in_line(services: Services, data: bytes = b"sound") -> str:
    """Enter a meeting with a recording, start it and return its id.

    Args:
        services: the services.
        data: a recording, or anything that makes one different from others.
    """
    meeting = (await services.meetings.create_meeting(AGENDA, ROSTER)).summary.id
    await services.recordings.add(meeting, "rat.wav", pieces(data if data.startswith(b"RIFF") else wav(data)))
    await services.processing.start(meeting)
    return meeting


def job_of(url: str, meeting: str) -> tuple[int, str]:
    """Return id and status of the meeting's job in Procrastinate's table."""
    with psycopg.connect(connection_string(url)) as connection:
        row = connection.execute(
            "SELECT j.id, j.status::text FROM procrastinate_jobs j JOIN processing p ON p.job_id = j.id "
            "WHERE p.meeting_id = %s",
            (meeting,),
        ).fetchone()
    assert row is not None
    return row


def step_of(url: str, meeting: str) -> str:
    """Return the step that the meeting waits in, is in, or ended with."""
    with psycopg.connect(connection_string(url)) as connection:
        row = connection.execute("SELECT step FROM processing WHERE meeting_id = %s", (meeting,)).fetchone()
    assert row is not None
    return row[0]


def begun_run(database: BlockingDatabase, url: str, data: Path, meeting: str) -> ProcessingRun:
    """Return a run that has taken the meeting, as a worker does first."""
    run = ProcessingRun(
        database,
        LocalStorage(blob_folder(data)),
        UUID(meeting),
        job_id=job_of(url, meeting)[0],
        worker="test",
    )
    run.begin()
    return run
