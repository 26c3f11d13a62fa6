"""From a file that has come in to a part of a meeting; the same for every way in."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from app.access import Permission
from app.db import tables as t
from app.db.audit import record
from app.services.errors import AlreadyRunning
from app.services.lookup import BUSY, locked_processing, require_meeting
from app.services.purge import lock_blobs
from app.storage import BlobMissingError

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.storage import Storage, StoredBlob
    from app.uploads import Sound


async def require_idle(session: AsyncSession, meeting_id: str) -> UUID:
    """Return the key of a meeting that no worker has, locked until the transaction ends.

    Raises:
        MeetingNotFound: no meeting has the id.
        ForbiddenError: who asks may not change it.
        AlreadyRunning: it is being processed.
    """
    key = await require_meeting(session, meeting_id, permission=Permission.MEETING_EDIT, lock=True)
    processing = await locked_processing(session, key)
    if processing is not None and processing.state in BUSY:
        raise AlreadyRunning
    return key


async def find_twin(session: AsyncSession, sha256: str, meeting: UUID) -> UUID | None:
    """Return the meeting of the same municipality that has this content already, this one first."""
    body = select(t.Meeting.body_id).where(t.Meeting.id == meeting).scalar_subquery()
    found: UUID | None = await session.scalar(
        select(t.Recording.meeting_id)
        .join(t.Meeting, t.Meeting.id == t.Recording.meeting_id)
        .where(t.Recording.sha256 == sha256, t.Meeting.body_id == body)
        .order_by((t.Recording.meeting_id == meeting).desc())
        .limit(1)
    )
    return found


async def enter_recording(
    session: AsyncSession,
    storage: Storage,
    meeting: UUID,
    blob: StoredBlob,
    *,
    filename: str,
    sound: Sound,
    begins: str | None = None,
) -> t.Recording:
    """Add a stored content as the last part of a meeting, which the caller has locked.

    Raises:
        BlobMissingError: its last owner was deleted this very moment.
    """
    await enter_blob(session, storage, blob)
    last = await session.scalar(
        select(func.max(t.Recording.position)).where(t.Recording.meeting_id == meeting)
    )
    row = t.Recording(
        meeting_id=meeting,
        position=0 if last is None else last + 1,
        filename=filename,
        sha256=blob.sha256,
        public=False,
        begins=begins,
        duration=sound.duration,
        format=sound.kind,
    )
    session.add(row)
    await session.flush()
    await session.refresh(row, ["blob"])
    record(session, "recording.added", meeting=meeting, recording=row.id, sha256=blob.sha256)
    return row


async def enter_blob(session: AsyncSession, storage: Storage, blob: StoredBlob) -> None:
    """Enter a stored content, safe from being purged until the transaction ends.

    Raises:
        BlobMissingError: it is gone.
    """
    await lock_blobs(session)
    if not await asyncio.to_thread(storage.exists, blob.sha256):
        raise BlobMissingError(sha256=blob.sha256)
    await session.execute(
        insert(t.Blob).values(sha256=blob.sha256, size=blob.size, created_at=t.now()).on_conflict_do_nothing()
    )


async def forget_blob(session: AsyncSession, storage: Storage, blob: StoredBlob) -> None:
    """Remove a content that was stored and not entered, unless somebody else has it too."""
    await lock_blobs(session)
    if await session.scalar(select(t.Blob.sha256).where(t.Blob.sha256 == blob.sha256)) is None:
        await asyncio.to_thread(storage.delete, blob.sha256)
