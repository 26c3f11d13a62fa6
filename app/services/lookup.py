"""What several use-cases look up first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import tables as t
from app.db.mapping import parse_id
from app.services.errors import MeetingNotFound

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

BUSY = frozenset({"queued", "running", "cancelling"})
"""States in which a worker has the meeting or will have it."""


async def require_meeting(session: AsyncSession, meeting_id: str, *, lock: bool = False) -> UUID:
    """Return the key of a meeting; ``lock`` keeps others from changing it until the transaction ends.

    Raises:
        MeetingNotFound: no meeting has the id, or it is no id at all.
    """
    key = parse_id(meeting_id)
    statement = select(t.Meeting.id).where(t.Meeting.id == key)
    if lock:
        statement = statement.with_for_update()
    if key is None or await session.scalar(statement) is None:
        raise MeetingNotFound(meeting=meeting_id)
    return key


async def locked_processing(session: AsyncSession, meeting: UUID) -> t.Processing | None:
    """Return the processing of a meeting, locked until the transaction ends."""
    statement = select(t.Processing).where(t.Processing.meeting_id == meeting).with_for_update()
    row: t.Processing | None = await session.scalar(statement)
    return row
