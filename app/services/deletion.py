"""Deleting: the one way for a person's hand and for the rules of retention.

What goes, goes from every table in one transaction that also holds the deletion record and the entry of the
log; contents that nothing points to any more then leave the storage, working files the disk. All functions
work on sessions of the system's role: whoever calls has asked for the right before.
"""

from __future__ import annotations

import logging
import shutil
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, exists, func, or_, select, text

from app.access import current_principal
from app.db import tables as t
from app.db.audit import record
from app.jobs.keeping import HEARD_STAGE
from app.services.purge import BATCH, HOLD, LOCK, unused
from models.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy import ColumnElement, ScalarSelect
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from app.db import BlockingDatabase
    from app.storage import Storage

    Key = UUID | InstrumentedAttribute[UUID] | ScalarSelect[UUID]

BY_HAND = "by hand"

VOICE_STAGES = ("diarize", HEARD_STAGE)
"""Checkpoints that say who spoke when."""

_JOBS = text("DELETE FROM procrastinate_jobs WHERE args->>'meeting_id' = :meeting AND status <> 'doing'")

logger = logging.getLogger(__name__)


class LegalHoldError(InputError):
    """A legal hold stops the deletion (HTTP 409)."""

    code = "legal-hold"
    de = "Für diese Sitzung gilt eine Löschsperre; gelöscht wird erst, wenn sie aufgehoben ist."
    en = "A legal hold applies to this meeting; nothing is deleted before it is lifted."


def is_held(meeting: Key, body: Key) -> ColumnElement[bool]:
    """Return the condition that a hold stops deletions in a meeting."""
    row = t.LegalHold
    return exists().where(
        row.lifted_at.is_(None),
        or_(row.meeting_id == meeting, and_(row.meeting_id.is_(None), row.body_id == body)),
    )


def require_no_hold(session: Session, meeting: UUID) -> None:
    """Make sure that something of a meeting may be deleted.

    Raises:
        LegalHoldError: it may not.
    """
    body = select(t.Meeting.body_id).where(t.Meeting.id == meeting).scalar_subquery()
    if session.scalar(select(is_held(meeting, body))):
        raise LegalHoldError


def erase_meeting(session: Session, meeting: UUID, *, rule: str = BY_HAND) -> None:
    """Delete a meeting with everything that hangs on it, and people known by it alone.

    Raises:
        LegalHoldError: a hold stops it.
    """
    require_no_hold(session, meeting)
    row = session.get_one(t.Meeting, meeting)
    hashes = [
        *session.scalars(select(t.Recording.sha256).where(t.Recording.meeting_id == meeting)),
        *session.scalars(select(t.MeetingFile.sha256).where(t.MeetingFile.meeting_id == meeting)),
    ]
    body = row.body_id
    session.execute(delete(t.InboxFile).where(t.InboxFile.meeting_id == meeting))
    session.execute(_JOBS, {"meeting": str(meeting)})
    session.execute(delete(t.Meeting).where(t.Meeting.id == meeting))
    session.execute(
        delete(t.Person).where(
            t.Person.body_id == body,
            ~exists().where(t.Participant.person_id == t.Person.id),
            ~exists().where(t.Membership.person_id == t.Person.id),
        )
    )
    _note(session, body, meeting, "meeting", rule, ids=[str(meeting), *sorted(set(hashes))])
    record(session, "meeting.deleted", body=body, meeting=meeting, rule=rule)


def erase_recordings(
    session: Session, meeting: UUID, *, only: Sequence[UUID] | None = None, rule: str = BY_HAND
) -> int:
    """Delete the sound of a meeting, or some parts; the rendition goes with the last part.

    Raises:
        LegalHoldError: a hold stops it.
    """
    require_no_hold(session, meeting)
    row = t.Recording
    mine = row.meeting_id == meeting if only is None else and_(row.meeting_id == meeting, row.id.in_(only))
    gone = session.execute(delete(row).where(mine).returning(row.id, row.sha256)).all()
    left = session.scalar(select(func.count()).select_from(row).where(row.meeting_id == meeting))
    hashes = [one.sha256 for one in gone]
    session.execute(
        delete(t.Upload).where(
            t.Upload.meeting_id == meeting, or_(t.Upload.sha256.in_(hashes), t.Upload.state.in_(_ENDED))
        )
    )
    session.execute(
        delete(t.InboxFile).where(t.InboxFile.meeting_id == meeting, t.InboxFile.sha256.in_(hashes))
    )
    if not left:
        file = t.MeetingFile
        session.execute(delete(file).where(file.meeting_id == meeting, file.name.like("playback.%")))
    ids = [*(str(one.id) for one in gone), *hashes]
    _note_of_meeting(session, meeting, "recordings", rule, ids, count=len(gone))
    return len(gone)


def erase_work(session: Session, meeting: UUID, *, rule: str = BY_HAND) -> int:
    """Delete checkpoints, ended uploads and ended jobs of a meeting."""
    require_no_hold(session, meeting)
    count = 0
    for row in (t.Checkpoint, t.WindowCheckpoint):
        count += _count(session.execute(delete(row).where(row.meeting_id == meeting)))
    uploads = delete(t.Upload).where(t.Upload.meeting_id == meeting, t.Upload.state.in_(_ENDED))
    count += _count(session.execute(uploads))
    session.execute(_JOBS, {"meeting": str(meeting)})
    _note_of_meeting(session, meeting, "work", rule, [str(meeting)], count=count)
    return count


def erase_voices(session: Session, meeting: UUID, *, rule: str = BY_HAND) -> int:
    """Delete who spoke when as the engine found it; names that a transcript gives stay."""
    require_no_hold(session, meeting)
    check, file = t.Checkpoint, t.MeetingFile
    stages = delete(check).where(check.meeting_id == meeting, check.stage.in_(VOICE_STAGES))
    count = _count(session.execute(stages))
    gone = session.scalars(
        delete(file).where(file.meeting_id == meeting, file.name.like("%.rttm")).returning(file.sha256)
    ).all()
    _note_of_meeting(session, meeting, "voices", rule, [str(meeting), *gone], count=count + len(gone))
    return count + len(gone)


def erase_drafts(session: Session, meeting: UUID, *, rule: str = BY_HAND) -> int:
    """Delete revisions of results that a later one replaced."""
    require_no_hold(session, meeting)
    row = t.ResultDocument
    gone = session.scalars(delete(row).where(row.meeting_id == meeting, superseded()).returning(row.id)).all()
    _note_of_meeting(session, meeting, "drafts", rule, [str(one) for one in gone], count=len(gone))
    return len(gone)


def superseded() -> ColumnElement[bool]:
    """Return the condition that a result has a later revision."""
    later = t.ResultDocument.__table__.alias("later")
    row = t.ResultDocument
    return exists().where(
        later.c.meeting_id == row.meeting_id, later.c.kind == row.kind, later.c.revision > row.revision
    )


ERASE = {
    "work": erase_work,
    "voices": erase_voices,
    "drafts": erase_drafts,
    "recordings": erase_recordings,
}
"""What each kind of :data:`app.services.retention_rules.KINDS` means."""

_ENDED = ("done", "refused")


def purge_contents(database: BlockingDatabase, storage: Storage) -> int:
    """Do the same as :func:`app.services.purge.purge_unused_blobs`, for periodic work."""
    count = 0
    while True:
        with database.session() as session:
            if not session.scalar(select(func.pg_try_advisory_xact_lock_shared(HOLD))):
                return count
            session.execute(select(func.pg_advisory_xact_lock(LOCK)))
            gone = session.scalars(select(t.Blob.sha256).where(unused()).limit(BATCH)).all()
            session.execute(delete(t.Blob).where(t.Blob.sha256.in_(gone)))
            for sha256 in gone:
                storage.delete(sha256)
        count += len(gone)
        if len(gone) < BATCH:
            return count


def remove_work_folders(database: BlockingDatabase, work: Path, meetings: Sequence[UUID] = ()) -> int:
    """Remove working files on this machine of ``meetings``, and of meetings that are gone."""
    if not work.is_dir():
        return 0
    names = {path.name: path for path in work.iterdir() if path.is_dir()}
    with database.session() as session:
        known = {str(key) for key in session.scalars(select(t.Meeting.id))}
    doomed = {str(key) for key in meetings} | (set(names) - known)
    for name in doomed & set(names):
        shutil.rmtree(names[name], ignore_errors=True)
    return len(doomed & set(names))


def _count(result: object) -> int:
    return int(result.rowcount)  # type: ignore[attr-defined]  # of every statement that changes rows


def _note_of_meeting(
    session: Session, meeting: UUID, kind: str, rule: str, ids: list[str], *, count: int
) -> None:
    if not count:
        return
    body = session.scalar(select(t.Meeting.body_id).where(t.Meeting.id == meeting))
    assert body is not None, meeting
    _note(session, body, meeting, kind, rule, ids=ids, count=count)
    action = "deletion.done" if rule == BY_HAND else "retention.applied"
    record(session, action, body=body, meeting=meeting, kind=kind, rule=rule, count=count)


def _note(
    session: Session, body: UUID, meeting: UUID, kind: str, rule: str, *, ids: list[str], count: int = 1
) -> None:
    session.add(
        t.DeletionRecord(
            at=t.now(),
            body_id=body,
            meeting_id=meeting,
            kind=kind,
            rule=rule,
            count=count,
            ids=ids,
            actor_id=current_principal().account,
        )
    )
