"""What several use-cases look up first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from app.db import tables as t
from app.db.engine import REMEMBERED
from app.db.mapping import parse_id
from app.services.access.errors import ForbiddenError
from app.services.errors import MeetingNotFound
from app.services.reading import note_nonpublic
from app.services.sight import Sight, find_sight

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.orm import InstrumentedAttribute

    from app.access import Permission

BUSY = frozenset({"queued", "running", "cancelling"})
"""States in which a worker has the meeting or will have it."""


async def require_meeting(
    session: AsyncSession, meeting_id: str, *, permission: Permission | None = None, lock: bool = False
) -> UUID:
    """Return the key of a meeting.

    Args:
        session: of the transaction.
        meeting_id: as it came.
        permission: that who asks must have in its organization.
        lock: keep others from changing it until the transaction ends.

    Raises:
        MeetingNotFound: no meeting has the id, or who asks may not know of it.
        ForbiddenError: who asks knows of it, and may not do what ``permission`` allows.
    """
    key, _ = await see_meeting(session, meeting_id, permission=permission, lock=lock)
    return key


async def see_meeting(
    session: AsyncSession, meeting_id: str, *, permission: Permission | None = None, lock: bool = False
) -> tuple[UUID, Sight]:
    """Return the key of a meeting, and what who asks sees of it; raises as :func:`require_meeting`."""
    key = parse_id(meeting_id)
    sight = await _sight(session, key) if key is not None else None
    if key is None or sight is None or not sight.known:
        raise MeetingNotFound(meeting=meeting_id)
    if permission is not None and permission not in sight.rights:
        raise ForbiddenError
    if lock and await find_sight(session, key, lock=True) is None:  # deleted this very moment
        raise MeetingNotFound(meeting=meeting_id)
    return key, sight


async def see_whole_meeting(
    session: AsyncSession, meeting_id: str, *, permission: Permission, lock: bool = False
) -> UUID:
    """Return the key of a meeting for one who sees all of it.

    Changes rest on the whole: made on the public part alone, they would lose the rest.

    Raises:
        MeetingNotFound, ForbiddenError: as :func:`require_meeting`; also for one who sees a part only, which
            is so with an interface token that may change meetings and not read what is not public.
    """
    key, sight = await see_meeting(session, meeting_id, permission=permission, lock=lock)
    if not sight.nonpublic:
        raise ForbiddenError
    note_nonpublic(session, key, sight)
    return key


async def _sight(session: AsyncSession, key: UUID) -> Sight | None:
    """Return :func:`find_sight`, looked up once in a block of :meth:`app.db.Database.together`."""
    remembered = session.info.get(REMEMBERED)
    if remembered is None:
        return await find_sight(session, key)
    if key not in remembered:
        remembered[key] = await find_sight(session, key)
    found: Sight | None = remembered[key]
    return found


def has_results(meeting: ColumnElement[UUID] | InstrumentedAttribute[UUID] | UUID) -> ColumnElement[bool]:
    """Return the condition that a meeting has minutes which the session can read."""
    row = t.ResultDocument
    return exists().where(row.meeting_id == meeting, row.kind == "minutes")


async def locked_processing(session: AsyncSession, meeting: UUID) -> t.Processing | None:
    """Return the processing of a meeting, locked until the transaction ends."""
    statement = select(t.Processing).where(t.Processing.meeting_id == meeting).with_for_update()
    row: t.Processing | None = await session.scalar(statement)
    return row
