"""An installation to measure with: meetings entered straight into the tables, looked at the same way."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from app.db import BlockingDatabase
from app.db import tables as t
from app.jobs import JobQueue
from app.jobs.keeping import reset_stages
from app.pipeline.stages import FIRST_STEP
from app.storage import build_storage
from minutes.inputs import read_agenda, read_roster

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlalchemy.orm import Session

ENDED = frozenset({"done", "failed", "cancelled"})
LEFT_OUT = frozenset({"timings.json"})
"""Files that differ between two runs by their nature."""


class Town:
    """A body with one council on a migrated database.

    Args:
        url: of the database.
        data: folder of the installation.
        papers: folder with ``agenda.json`` and ``roster.json``.
    """

    def __init__(self, url: str, data: Path, papers: Path) -> None:
        self.database = BlockingDatabase(url)
        self.storage = build_storage(data)
        self._queue = JobQueue(url)
        self._agenda = read_agenda(papers / "agenda.json")
        self._roster = read_roster(papers / "roster.json")

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    def enter(self, recording: Path, *, body: str = "Messstadt") -> UUID:
        """Enter a meeting with a recording and put it in line."""
        blob = self.storage.put_file(recording)
        with self.database.session() as session:
            meeting = self._meeting(session, body)
            if session.get(t.Blob, blob.sha256) is None:
                session.add(t.Blob(sha256=blob.sha256, size=blob.size, created_at=t.now()))
                session.flush()
            session.add(
                t.Recording(
                    meeting_id=meeting.id,
                    position=0,
                    filename=recording.name,
                    sha256=blob.sha256,
                    public=False,
                )
            )
            session.add(
                t.Processing(
                    meeting_id=meeting.id, state="queued", step=FIRST_STEP, queued_at=t.now(), timings=[]
                )
            )
            session.flush()
            self._put_in_line(session, meeting)
            return meeting.id

    def retry(self, meeting_id: UUID) -> None:
        """Put a meeting that failed in line again, at the step where it stopped."""
        with self.database.session() as session:
            self._put_in_line(session, session.get_one(t.Meeting, meeting_id))

    def state(self, meeting_id: UUID) -> str:
        """Return the state of a meeting's processing."""
        row = t.Processing
        with self.database.session() as session:
            return session.scalar(select(row.state).where(row.meeting_id == meeting_id)) or ""

    def worker(self, meeting_id: UUID) -> str | None:
        """Return the name of the worker that has the meeting."""
        row = t.Processing
        with self.database.session() as session:
            return session.scalar(select(row.worker).where(row.meeting_id == meeting_id))

    def failure(self, meeting_id: UUID) -> str | None:
        """Return the code of what broke the processing off."""
        row = t.Processing
        with self.database.session() as session:
            return session.scalar(select(row.error_code).where(row.meeting_id == meeting_id))

    def running_stage(self, meeting_id: UUID) -> str | None:
        """Return the stage that runs."""
        row = t.StageProgressRow
        with self.database.session() as session:
            return session.scalar(
                select(row.name)
                .join(t.Processing, t.Processing.id == row.processing_id)
                .where(t.Processing.meeting_id == meeting_id, row.state == "running")
            )

    def wait(self, meetings: Iterable[UUID], *, patience: float) -> dict[UUID, str]:
        """Return how each meeting ended; a state of :data:`ENDED` unless patience ran out."""
        end = time.monotonic() + patience
        open_ones = dict.fromkeys(meetings, "")
        while time.monotonic() < end:
            row = t.Processing
            with self.database.session() as session:
                found = session.execute(
                    select(row.meeting_id, row.state).where(row.meeting_id.in_(open_ones))
                ).tuples()
                open_ones.update(dict(found.all()))
            if set(open_ones.values()) <= ENDED:
                break
            time.sleep(0.2)
        return open_ones

    def results(self, meeting_id: UUID) -> dict[str, str]:
        """Return the hash of every file that was made, by name."""
        row = t.MeetingFile
        with self.database.session() as session:
            found = session.execute(select(row.name, row.sha256).where(row.meeting_id == meeting_id)).tuples()
            return {name: sha256 for name, sha256 in found if name not in LEFT_OUT}

    def revisions(self, meeting_id: UUID) -> int:
        """Return how often minutes of the meeting were entered, the public part aside."""
        row = t.ResultDocument
        with self.database.session() as session:
            return (
                session.scalar(
                    select(func.count())
                    .select_from(row)
                    .where(row.meeting_id == meeting_id, row.kind == "minutes", row.public.is_(False))
                )
                or 0
            )

    def _meeting(self, session: Session, name: str) -> t.Meeting:
        body = session.scalar(select(t.Body).where(t.Body.name == name)) or t.Body(name=name)
        session.add(body)
        session.flush()
        council = session.scalar(select(t.Organization).where(t.Organization.body_id == body.id))
        if council is None:
            council = t.Organization(body_id=body.id, name="Rat")
            session.add(council)
            session.flush()
        meeting = t.Meeting(
            body_id=body.id,
            organization_id=council.id,
            language="de",
            profile="open-base",
            glossary=[],
            public=True,
        )
        meeting.items = [
            t.AgendaItem(position=place, number=item.number, title=item.title, public=item.public)
            for place, item in enumerate(self._agenda.items)
        ]
        meeting.participants = []
        session.add(meeting)
        session.flush()
        for place, person in enumerate(self._roster.people):
            known = t.Person(body_id=body.id, name=person.name)
            session.add(known)
            session.flush()
            session.add(
                t.Participant(
                    meeting_id=meeting.id,
                    person_id=known.id,
                    position=place,
                    role=person.role,
                    office=person.office,
                    party=person.party,
                    votes=person.votes,
                )
            )
        return meeting

    def _put_in_line(self, session: Session, meeting: t.Meeting) -> None:
        row = session.scalars(select(t.Processing).where(t.Processing.meeting_id == meeting.id)).one()
        row.state, row.run, row.attempt, row.queued_at = "queued", None, 0, t.now()
        row.job_id = self._queue.defer_step_blocking(session, meeting.id, meeting.body_id, row.step)
        reset_stages(session, row.id)
