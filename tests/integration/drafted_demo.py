"""The demo with its draft, without waiting for a worker."""

from __future__ import annotations

import threading
from uuid import UUID

import jobs_engines

from app.db import BlockingDatabase
from app.db.engine import SYSTEM_ROLE
from app.demo import enter_demo
from app.jobs.keeping import add_revision
from app.pipeline import FileCheckpoints, PipelineJob, SilentProgress
from app.pipeline.run import run_pipeline
from minutes.inputs import read_agenda, read_roster


def draft_demo(folder):
    """Return transcript, outcomes and minutes of the demo."""
    job = PipelineJob(
        recordings=(jobs_engines.DEMO / "recording.opus",),
        agenda=read_agenda(jobs_engines.DEMO / "agenda.json"),
        roster=read_roster(jobs_engines.DEMO / "roster.json"),
        work=folder,
    )
    result = run_pipeline(
        job,
        jobs_engines.demo_engines(),
        FileCheckpoints(folder),
        progress=SilentProgress(),
        cancel=threading.Event(),
    )
    return result.transcript, result.outcomes, result.minutes


async def enter_drafted(services, database_url, drafted):
    """Enter the demo with its draft, and return the meeting's id."""
    made = await enter_demo(services)
    database = BlockingDatabase(database_url, role=SYSTEM_ROLE)
    with database.session() as session:
        for kind, value in zip(("transcript", "outcomes", "minutes"), drafted, strict=True):
            add_revision(session, UUID(made), kind, value)
    database.close()
    return made
