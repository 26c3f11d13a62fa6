"""Entering what was made: revisions of results, files by name, stages of a processing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from app.db import tables as t
from app.pipeline.stages import STAGE_NAMES

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.storage import StoredBlob

PUBLIC_PLAYBACK = "playback.public.m4a"
"""Name of the same without what is not public."""

PLAYBACK = "playback.m4a"
"""Name of the rendition that browsers play."""

WHOLE_PLAYBACK = "playback.whole.m4a"
"""Name of the same with what a person took out of the sound; handed out to nobody."""

HEARD_STAGE = "heard"
"""Checkpoint with everything that a draft rests on; its fingerprint is the recordings' SHA-256."""

MIME_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".pdf": "application/pdf",
    ".rttm": "text/plain; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
}
"""Media type by the ending of a file's name."""


def reset_stages(session: Session, processing_id: UUID, names: Collection[str] = STAGE_NAMES) -> None:
    """Set stages of a processing to "waiting"; those that are missing are made."""
    row = t.StageProgressRow
    mine = row.processing_id == processing_id
    session.execute(delete(row).where(mine, row.name.in_(names)))
    known = set(session.scalars(select(row.name).where(mine)))
    session.add_all(
        row(processing_id=processing_id, position=position, name=name, state="waiting", fraction=0.0)
        for position, name in enumerate(STAGE_NAMES)
        if name not in known
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


def keep_public_cut(session: Session, meeting_id: UUID, kind: str, value: object | None) -> None:
    """Keep the public part of the latest revision, in place of the one of before; None: there is none.

    There is one such row for each kind, because an earlier cut must not be seen once the border has moved;
    it is written over, not deleted, so that a legal hold is no obstacle.
    """
    row = t.ResultDocument
    mine = (row.meeting_id == meeting_id, row.kind == kind)
    known = session.scalar(select(row).where(*mine, row.public).limit(1))
    if value is None:
        if known is not None:
            known.data, known.kind, known.public = {}, f"no public {kind}", False
        return
    data = msgspec.json.decode(msgspec.json.encode(value))
    revision = session.scalar(select(func.max(row.revision)).where(*mine)) or 1
    if known is None:
        session.add(
            row(meeting_id=meeting_id, kind=kind, revision=revision, origin="engine", data=data, public=True)
        )
    else:
        known.revision, known.data = revision, data


def open_files(session: Session, meeting_id: UUID, public: Collection[str]) -> None:
    """Say which of the meeting's files belong to the public part; all others do not."""
    row = t.MeetingFile
    mine = row.meeting_id == meeting_id
    session.execute(update(row).where(mine).values(public=row.name.in_(public)))


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
