"""How the processing of a meeting begins and ends, each in one transaction."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from app.db import tables as t
from app.db.mapping import agenda_of, recordings_of, roster_of, speakers_of, whole_meeting
from app.db.notify import PROGRESS_CHANNEL
from app.jobs.errors import SupersededError, WorkerLostError
from app.pipeline.job import PipelineJob
from app.pipeline.stages import STAGE_NAMES

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from app.db import BlockingDatabase
    from app.pipeline.job import PipelineResult
    from app.storage import Storage, StoredBlob
    from models.errors import ProtokollantError

MAX_ATTEMPTS = 5
"""How many times in a row a worker may die without finishing anything."""

PLAYBACK = "playback.m4a"
"""Name of the rendition that browsers play."""

MIME_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".pdf": "application/pdf",
    ".rttm": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
}
"""Media type by the ending of a file's name."""


class ProcessingRun:
    """One try of one worker at one meeting; fenced by ``run``."""

    def __init__(
        self,
        database: BlockingDatabase,
        storage: Storage,
        meeting_id: UUID,
        *,
        job_id: int | None,
        worker: str,
    ) -> None:
        self._database = database
        self._storage = storage
        self.meeting_id = meeting_id
        self._job_id = job_id
        self._worker = worker
        self.run = uuid.uuid4()

    def begin(self) -> str:
        """Take the meeting and return the profile of its models.

        Raises:
            SupersededError: the job is not the meeting's (any more), or a person cancelled it.
            WorkerLostError: workers died on it again and again.
        """
        with self._database.session() as session:
            row = session.scalar(
                select(t.Processing).where(t.Processing.meeting_id == self.meeting_id).with_for_update()
            )
            if row is None or row.job_id != self._job_id:
                raise SupersededError
            if row.state not in {"queued", "running"}:
                if row.state == "cancelling":
                    row.state, row.finished_at = "cancelled", t.now()
                    self._tell(session)
                cancelled = True
            else:
                cancelled = False
                row.attempt += 1
                row.run, row.worker, row.started_at, row.finished_at = self.run, self._worker, t.now(), None
                row.state, row.error_code, row.error_de, row.error_en = "running", None, None, None
                reset_stages(session, row.id)
                self._tell(session)
            attempts, profile = row.attempt, session.scalar(_profile_of(self.meeting_id))
        if cancelled or profile is None:
            raise SupersededError
        if attempts > MAX_ATTEMPTS:
            raise WorkerLostError(attempts=attempts - 1)
        return profile

    def job(self, work: Path) -> PipelineJob:
        """Return what the pipeline works on; ``work`` is a folder for the decoded sound."""
        with self._database.session() as session:
            meeting = session.scalars(whole_meeting(self.meeting_id)).one()
            recordings = session.scalars(recordings_of(self.meeting_id)).all()
            return PipelineJob(
                recordings=tuple(self._storage.local_path(one.sha256) for one in recordings),
                agenda=agenda_of(meeting),
                roster=roster_of(meeting),
                glossary=tuple(meeting.glossary),
                language=meeting.language,
                speakers=speakers_of(meeting),
                work=work,
                playback=True,
            )

    def succeed(self, result: PipelineResult) -> None:
        """Keep everything that was found, and mark the meeting as done, in one transaction.

        Raises:
            SupersededError: another run owns the meeting; nothing is kept.
        """
        files = {name: self._storage.put_bytes(data) for name, data in result.files.items()}
        if result.playback is not None:
            files[PLAYBACK] = self._storage.put_file(result.playback)
            result.playback.unlink(missing_ok=True)
        with self._database.session() as session:
            self._own(session, state="done", finished_at=t.now())
            session.execute(
                update(t.Meeting)
                .where(t.Meeting.id == self.meeting_id)
                .values(duration=result.transcript.recording.duration)
            )
            for kind, value in (
                ("transcript", result.transcript),
                ("outcomes", result.outcomes),
                ("minutes", result.minutes),
            ):
                add_revision(session, self.meeting_id, kind, value)
            keep_files(session, self.meeting_id, files)
            self._tell(session)

    def fail(self, error: ProtokollantError, stage: str | None) -> None:
        """Write down what broke the work off; does nothing where another run owns the meeting."""
        self._end(
            state="failed",
            stage=stage,
            stage_values={"state": "failed", "error": error.code},
            error_code=error.code,
            error_de=error.text("de"),
            error_en=error.text("en"),
            finished_at=t.now(),
        )

    def cancel(self, stage: str | None) -> None:
        """Write down that a person stopped the work."""
        self._end(state="cancelled", stage=stage, stage_values={"state": "cancelled"}, finished_at=t.now())

    def give_back(self, stage: str | None) -> None:
        """Put the meeting back in line: the worker stops, not the work."""
        self._end(
            state="queued", stage=stage, stage_values={"state": "waiting", "seconds_left": None}, attempt=0
        )

    def _end(self, *, stage: str | None, stage_values: dict[str, Any], **values: Any) -> None:
        with self._database.session() as session:
            try:
                processing = self._own(session, **values)
            except SupersededError:
                return
            session.execute(
                update(t.StageProgressRow)
                .where(t.StageProgressRow.processing_id == processing, t.StageProgressRow.name == stage)
                .values(**stage_values)
            )
            self._tell(session)

    def _own(self, session: Session, **values: Any) -> UUID:
        found = session.scalar(
            update(t.Processing)
            .where(t.Processing.meeting_id == self.meeting_id, t.Processing.run == self.run)
            .values(run=None, **values)
            .returning(t.Processing.id)
        )
        if found is None:
            raise SupersededError
        return found

    def _tell(self, session: Session) -> None:
        session.execute(select(func.pg_notify(PROGRESS_CHANNEL, str(self.meeting_id))))


def _profile_of(meeting_id: UUID) -> Select[tuple[str]]:
    return select(t.Meeting.profile).where(t.Meeting.id == meeting_id)


def reset_stages(session: Session, processing_id: UUID) -> None:
    """Set every stage of a processing to "waiting"."""
    session.execute(delete(t.StageProgressRow).where(t.StageProgressRow.processing_id == processing_id))
    session.add_all(
        t.StageProgressRow(
            processing_id=processing_id, position=position, name=name, state="waiting", fraction=0.0
        )
        for position, name in enumerate(STAGE_NAMES)
    )
    session.flush()


def add_revision(session: Session, meeting_id: UUID, kind: str, value: object) -> None:
    """Add a result as the latest revision of its kind."""
    row = t.ResultDocument
    last = session.scalar(
        select(func.max(row.revision)).where(row.meeting_id == meeting_id, row.kind == kind)
    )
    session.add(
        row(
            meeting_id=meeting_id,
            kind=kind,
            revision=(last or 0) + 1,
            origin="engine",
            data=msgspec.json.decode(msgspec.json.encode(value)),
            public=False,
        )
    )


def keep_files(session: Session, meeting_id: UUID, files: dict[str, StoredBlob]) -> None:
    """Enter stored files of a meeting by name; a file of the same name is replaced."""
    for name, blob in sorted(files.items()):
        session.execute(
            insert(t.Blob)
            .values(sha256=blob.sha256, size=blob.size, created_at=t.now())
            .on_conflict_do_nothing()
        )
        known = session.scalar(
            select(t.MeetingFile).where(t.MeetingFile.meeting_id == meeting_id, t.MeetingFile.name == name)
        )
        if known is None:
            mime = MIME_TYPES.get(f".{name.rpartition('.')[2]}", "application/octet-stream")
            session.add(
                t.MeetingFile(meeting_id=meeting_id, name=name, mime=mime, sha256=blob.sha256, public=False)
            )
        else:
            known.sha256 = blob.sha256
