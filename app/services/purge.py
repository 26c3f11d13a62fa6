"""Contents that nothing points to any more leave the storage at once.

A content that is just being added again under the same hash is safe: both sides take the same lock, and
adding looks for the file under it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, func, select

from app.db import tables as t

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.storage import Storage

LOCK = 7_262_003
"""Key of the advisory lock under which contents are entered and removed."""

HOLD = 7_262_011
"""Key of the advisory lock that a backup holds while it copies, and all who remove share: nothing is removed
under its hands; what waits then goes with the next purge (:mod:`app.services.deletion` comes round)."""

BATCH = 50
"""Contents removed under one lock; whoever enters a content waits so long."""


def unused() -> ColumnElement[bool]:
    """Return the condition that no recording, file or place in an inbox needs a content."""
    return ~(
        exists().where(t.Recording.sha256 == t.Blob.sha256)
        | exists().where(t.MeetingFile.sha256 == t.Blob.sha256)
        | exists().where(t.InboxFile.sha256 == t.Blob.sha256, t.InboxFile.state == "received")
    )


async def lock_blobs(session: AsyncSession) -> None:
    """Keep others from entering or removing contents until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(LOCK)))


async def purge_unused_blobs(database: Database, storage: Storage) -> int:
    """Remove every content without a recording, file or place in an inbox; return how many there were.

    Whoever asks: other municipalities' rows, which it cannot see, must count too. Rows and contents of a
    batch go under one lock, contents first: after a crash in between the rows are still there, needed by
    nothing, and the next purge takes them up.
    """
    database, count = database.as_system(), 0
    while True:
        async with database.session() as session:
            if not await session.scalar(select(func.pg_try_advisory_xact_lock_shared(HOLD))):
                return count
            await lock_blobs(session)
            gone = (await session.scalars(select(t.Blob.sha256).where(unused()).limit(BATCH))).all()
            await session.execute(delete(t.Blob).where(t.Blob.sha256.in_(gone)))
            for sha256 in gone:
                await asyncio.to_thread(storage.delete, sha256)
        count += len(gone)
        if len(gone) < BATCH:
            return count
