"""How a step of a meeting begins, hands over and ends, each in one transaction."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import select, update

from app.db import tables as t
from app.db.audit import record
from app.db.learned import Learned, learned_by, with_heard
from app.db.mapping import RECORDINGS_OF, WHOLE_MEETING, agenda_of, roster_of, speakers_of
from app.db.templates import template_of
from app.jobs.checkpoints import keep_checkpoint
from app.jobs.correcting import Taken, keep_corrected
from app.jobs.errors import SupersededError, WorkerLostError
from app.jobs.keeping import (
    PLAYBACK,
    PUBLIC_PLAYBACK,
    add_revision,
    keep_files,
    keep_public_cut,
    open_files,
    reset_stages,
)
from app.jobs.queue import NOTIFY_TASK, JobQueue, tell
from app.jobs.renditions import FETCHED, Renditions
from app.jobs.rewriting import Rewritten, keep_rewritten
from app.pipeline.files import joined_sha256
from app.pipeline.job import PipelineJob
from app.pipeline.meter import StageTiming
from app.pipeline.stages import FIRST_STEP, STAGE_NAMES, step_named
from app.storage import StoredBlob
from app.uploads.parts import part_files, part_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db import BlockingDatabase
    from app.pipeline.cut import PublicCut
    from app.pipeline.job import PipelineResult
    from app.storage import Storage
    from models.errors import ProtokollantError

MAX_ATTEMPTS = 5
"""How many times in a row a worker may die, or its device fail, without finishing anything."""

PUBLIC_MARK = ".public."
"""In the name of a file that holds the public part alone."""

SECRET = frozenset({"diarization.rttm", "timings.json"})
"""Files that are for the desk even where the whole meeting is public."""

WORDS_STAGE = "words"
"""Checkpoint with the words of the municipality's glossary that the recogniser was told."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What people did, which a draft rests on."""

    rewritten: Rewritten | None
    """The draft with what they changed in the one before."""
    taken: Taken | None
    """What they corrected in the transcript."""
    silent: StoredBlob | None
    """Rendition without the sound that they took out; None: the one that is entered stays."""


class ProcessingRun:
    """One try of one worker at one step of a meeting; fenced by ``run``."""

    def __init__(
        self,
        database: BlockingDatabase,
        storage: Storage,
        meeting_id: UUID,
        *,
        job_id: int | None,
        worker: str,
        step: str = FIRST_STEP,
        queue: JobQueue | None = None,
        run: UUID | None = None,
    ) -> None:
        self._database = database
        self._storage = storage
        self.meeting_id = meeting_id
        self._job_id = job_id
        self._worker = worker
        self._step = step
        self._queue = queue or JobQueue(database.url)
        self.run = run or uuid.uuid4()
        self.renditions = Renditions(database, storage, meeting_id)

    def begin(self) -> str:
        """Take the meeting and return the profile of its models.

        Raises:
            SupersededError: the job is not the meeting's (any more), or a person cancelled it.
            WorkerLostError: workers died on it again and again.
        """
        row = t.Processing
        with self._database.session() as session:
            found = session.scalar(select(row).where(row.meeting_id == self.meeting_id).with_for_update())
            if found is None or found.job_id != self._job_id or found.state not in {"queued", "running"}:
                raise SupersededError
            found.attempt += 1
            found.run, found.worker, found.step = self.run, self._worker, self._step
            found.started_at, found.finished_at = found.started_at or t.now(), None
            found.state, found.error_code, found.error_de, found.error_en = "running", None, None, None
            first = STAGE_NAMES.index(step_named(self._step).stages[0])
            reset_stages(session, found.id, STAGE_NAMES[first:])
            tell(session, self.meeting_id)
            attempts = found.attempt
        if attempts > MAX_ATTEMPTS:
            raise WorkerLostError(attempts=attempts - 1)
        return self.profile()

    def profile(self) -> str:
        """Return the profile of the meeting's models.

        Raises:
            SupersededError: the meeting is gone.
        """
        with self._database.session() as session:
            found = session.scalar(select(t.Meeting.profile).where(t.Meeting.id == self.meeting_id))
        if found is None:
            raise SupersededError
        return found

    def job(self, work: Path, *, helping: bool = False) -> PipelineJob:
        """Return what the pipeline works on.

        Args:
            work: folder for the decoded sound.
            helping: another worker began: its words for the recogniser are taken, and nothing is kept.
        """
        with self._database.session() as session:
            meeting = session.scalars(WHOLE_MEETING, {"meeting": self.meeting_id}).one()
            recordings = session.scalars(RECORDINGS_OF, {"meeting": self.meeting_id}).all()
            sha256 = joined_sha256(part_keys(recordings))
            # what was learnt since must not slip into a meeting whose minutes are approved already
            taught = Learned() if meeting.approved_at is not None else learned_by(session, meeting.body_id)
            words = self._words(session, sha256, taught, helping=helping)
            return PipelineJob(
                recordings=(),
                fetch=lambda: part_files(self._storage, recordings, work / FETCHED),
                uri=recordings[0].sha256 if recordings else "",
                agenda=agenda_of(meeting),
                roster=with_heard(roster_of(meeting), taught),
                glossary=(*meeting.glossary, *words),
                language=meeting.language,
                speakers=speakers_of(meeting),
                work=work,
                playback=not self.renditions.made(session, sha256),
                sha256=sha256,
                template=template_of(session, meeting.body_id),
            )

    def _words(self, session: Session, sha256: str, taught: Learned, *, helping: bool) -> tuple[str, ...]:
        """Return the municipality's words for the recogniser: those that earlier windows were made with.

        What is corrected while a meeting is recognised must not throw away the windows that are finished;
        without any the words of today are taken and kept.
        """
        kept = session.scalar(
            select(t.Checkpoint.data).where(
                t.Checkpoint.meeting_id == self.meeting_id,
                t.Checkpoint.stage == WORDS_STAGE,
                t.Checkpoint.fingerprint == sha256,
            )
        )
        if helping or self._was_recognised(session):
            return msgspec.json.decode(kept, type=tuple[str, ...]) if kept is not None else ()
        if taught.terms or kept is not None:
            keep_checkpoint(session, self.meeting_id, WORDS_STAGE, sha256, msgspec.json.encode(taught.terms))
        return taught.terms

    def _was_recognised(self, session: Session) -> bool:
        """Tell whether anything is kept that the recogniser made."""
        window, row = t.WindowCheckpoint, t.Checkpoint
        windows = select(window.number).where(window.meeting_id == self.meeting_id)
        whole = select(row.stage).where(row.meeting_id == self.meeting_id, row.stage == "transcribe")
        return session.scalar(windows.limit(1)) is not None or session.scalar(whole.limit(1)) is not None

    def earlier_timings(self) -> list[StageTiming]:
        """Return what the stages before this step took."""
        with self._database.session() as session:
            kept = session.scalar(
                select(t.Processing.timings).where(t.Processing.meeting_id == self.meeting_id)
            )
        mine = step_named(self._step).stages
        found = msgspec.convert(kept or [], list[StageTiming])
        return [one for one in found if one.name not in mine]

    def hand_over(
        self,
        following: str,
        write: Callable[[Session], None],
        timings: Sequence[StageTiming],
    ) -> None:
        """Keep what the step found and queue the next one, in one transaction.

        Raises:
            SupersededError: another run owns the meeting; nothing is kept or queued.
        """
        earlier = self.earlier_timings()
        with self._database.session() as session:
            self._own(
                session,
                state="queued",
                step=following,
                attempt=0,
                worker=None,
                queued_at=t.now(),
                timings=msgspec.to_builtins([*earlier, *timings]),
            )
            write(session)
            meeting = session.get_one(t.Meeting, self.meeting_id)
            row = session.scalars(
                select(t.Processing).where(t.Processing.meeting_id == self.meeting_id)
            ).one()
            row.job_id = self._queue.defer_step_blocking(
                session, self.meeting_id, meeting.body_id, following, first=row.forwarded_at is not None
            )
            tell(session, self.meeting_id)

    def succeed(
        self,
        result: PipelineResult,
        cut: PublicCut | None = None,
        public_sound: StoredBlob | None = None,
        kept: Kept | None = None,
    ) -> None:
        """Keep everything that was found, and mark the meeting as done, in one transaction.

        Args:
            result: the whole of it.
            cut: the public part; None where there is none that is certain.
            public_sound: the rendition of the public part.
            kept: what people did, which the draft rests on.

        Raises:
            SupersededError: another run owns the meeting; nothing is kept.
        """
        made = result.files | (cut.files if cut is not None else {})
        files = {name: self._storage.put_bytes(data) for name, data in made.items()}
        if public_sound is not None:
            files[PUBLIC_PLAYBACK] = public_sound
        with self._database.session() as session:
            self._own(session, state="done", finished_at=t.now(), forwarded_at=None)
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
                keep_public_cut(session, self.meeting_id, kind, getattr(cut, kind, None))
            if kept is not None:
                self._keep_work(session, kept, result)
            keep_files(session, self.meeting_id, files)
            open_files(session, self.meeting_id, _public_names(files, cut))
            record(session, "minutes.changed", meeting=self.meeting_id, origin="engine")
            self._announce(session, "draft-ready")

    def _keep_work(self, session: Session, kept: Kept, result: PipelineResult) -> None:
        if kept.rewritten is not None:
            keep_rewritten(session, self.meeting_id, kept.rewritten)
        if kept.taken is not None:
            keep_corrected(session, self.meeting_id, kept.taken, result.transcript)
        if kept.silent is not None and kept.taken is not None:
            self.renditions.keep_silent(session, kept.silent, kept.taken.corrected.muted)

    def fail(self, error: ProtokollantError, stage: str | None) -> None:
        """Write down what broke the work off; does nothing where another run owns the meeting."""
        self._end(
            lambda session: self._announce(session, "processing-failed"),
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
        self._end(
            None, state="cancelled", stage=stage, stage_values={"state": "cancelled"}, finished_at=t.now()
        )

    def give_back(self, stage: str | None, *, blameless: bool = True) -> None:
        """Put the meeting back in line: the worker stops, not the work.

        Args:
            stage: that was being done.
            blameless: False where it may be the work that broke the worker's device; the try then counts.
        """
        values: dict[str, Any] = {"attempt": 0} if blameless else {}
        self._end(
            None,
            state="queued",
            stage=stage,
            stage_values={"state": "waiting", "seconds_left": None},
            worker=None,
            **values,
        )

    def _announce(self, session: Session, event: str) -> None:
        self._queue.defer_message(
            session, NOTIFY_TASK, meeting_id=str(self.meeting_id), event=event, message_id=str(self.run)
        )
        tell(session, self.meeting_id)

    def _end(
        self,
        also: Callable[[Session], None] | None,
        *,
        stage: str | None,
        stage_values: dict[str, Any],
        **values: Any,
    ) -> None:
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
            if also is not None:
                also(session)
            tell(session, self.meeting_id)

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


def _public_names(files: Collection[str], cut: PublicCut | None) -> list[str]:
    """Return the names of the files that belong to the public part; stale ones of an earlier cut do not."""
    if cut is None:
        return []
    if cut.whole:
        return [PLAYBACK, *(name for name in files if name not in SECRET)]
    return [name for name in files if PUBLIC_MARK in name]
