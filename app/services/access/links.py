"""Use-cases of links by which somebody without an account reads one meeting until a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.access import Permission, Principal, current_principal
from app.db import tables as t
from app.db.audit import record
from app.db.mapping import parse_id
from app.services.access.errors import LinkDays, MeetingLinkNotFound
from app.services.access.identity import new_token, token_hash
from app.services.access.views import LinkView, NewLink
from app.services.lookup import require_meeting

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database

MOST_DAYS = 90

LONGEST_NOTE = 200


class LinkService:
    """Makes links, lists and revokes them, and finds out who comes by one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._system = database.as_system()

    async def make(
        self, meeting_id: str, *, days: int = 14, nonpublic: bool = False, note: str = ""
    ) -> NewLink:
        """Make a link; its secret is told now and never again.

        Args:
            meeting_id: the meeting it opens, released or not.
            days: for how long.
            nonpublic: whether it opens the non-public part too; who makes it must be able to read that.
            note: for whom it is.

        Raises:
            MeetingNotFound: there is no such meeting.
            ForbiddenError: who asks may not give links, or not read what it would open.
            LinkDays: too long, or no time at all.
        """
        if not 1 <= days <= MOST_DAYS:
            raise LinkDays(most=MOST_DAYS)
        secret = new_token()
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id, permission=Permission.LINK_GIVE)
            if nonpublic:
                await require_meeting(session, meeting_id, permission=Permission.NONPUBLIC_READ)
            row = t.MeetingLink(
                meeting_id=key,
                token_hash=token_hash(secret),
                nonpublic=nonpublic,
                expires_at=t.now() + timedelta(days=days),
                note=" ".join(note.split())[:LONGEST_NOTE],
                created_by=current_principal().account,
            )
            session.add(row)
            await session.flush()
            record(session, "link.given", body=await _body(session, key), meeting=key, given=row.id)
            return NewLink(link=_view(row), secret=secret)

    async def list(self, meeting_id: str) -> tuple[LinkView, ...]:
        """Return the links of a meeting, the latest first; raises as :meth:`make`."""
        row = t.MeetingLink
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id, permission=Permission.LINK_GIVE)
            rows = await session.scalars(
                select(row).where(row.meeting_id == key).order_by(row.created_at.desc())
            )
            return tuple(_view(one) for one in rows)

    async def revoke(self, meeting_id: str, link_id: str) -> None:
        """End a link at once.

        Raises:
            MeetingLinkNotFound: the meeting has no such link.
        """
        row = t.MeetingLink
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id, permission=Permission.LINK_GIVE)
            found = await session.scalar(
                select(row).where(row.id == parse_id(link_id), row.meeting_id == key)
            )
            if found is None:
                raise MeetingLinkNotFound
            if found.revoked_at is None:
                found.revoked_at = t.now()
                record(session, "link.revoked", body=await _body(session, key), meeting=key, given=found.id)

    async def resolve(self, secret: str) -> tuple[Principal, str] | None:
        """Return who comes by a link, and the id of the meeting it opens; None where it does not hold."""
        row = t.MeetingLink
        async with self._system.session() as session:
            found = await session.scalar(
                select(row).where(
                    row.token_hash == token_hash(secret), row.revoked_at.is_(None), row.expires_at > t.now()
                )
            )
        if found is None:
            return None
        return Principal(link=found.id, name=found.note), str(found.meeting_id)


async def _body(session: AsyncSession, meeting: UUID) -> UUID | None:
    found: UUID | None = await session.scalar(select(t.Meeting.body_id).where(t.Meeting.id == meeting))
    return found


def _view(row: t.MeetingLink) -> LinkView:
    return LinkView(
        id=str(row.id),
        meeting_id=str(row.meeting_id),
        nonpublic=row.nonpublic,
        note=row.note,
        created=row.created_at,
        expires=row.expires_at,
        revoked=row.revoked_at,
        expired=row.expires_at <= t.now(),
    )
