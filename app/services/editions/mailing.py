"""Mail to the members when an edition is sent: title, date and a link; nothing of the content."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select, text

from app.db import tables as t
from app.db.engine import raw_connection
from app.jobs.queue import DELIVER_TASK, LIGHT, MESSAGES, create_job_app

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

EVENT = "minutes-sent"

_MEMBERS = text(
    """
    SELECT g.account_id FROM role_grant AS g
    JOIN role_permission AS p ON p.role = g.role AND p.permission = 'meeting.read'
    WHERE g.role = 'member' AND g.body_id = :body
      AND (g.organization_id = :organization OR (g.organization_id IS NULL AND p.body_wide))
    """
)


class MemberMail:
    """Puts mails to members into the queue of the light worker."""

    def __init__(self, url: str) -> None:
        self._app = create_job_app(url)

    async def queue(self, session: AsyncSession, meeting: t.Meeting) -> int:
        """Queue a mail to every member with an account, in the transaction; return how many."""
        given = {"body": meeting.body_id, "organization": meeting.organization_id}
        members: set[UUID] = set(await session.scalars(_MEMBERS, given))
        found = await session.scalars(
            select(t.Account.id).where(t.Account.id.in_(members), t.Account.locked_at.is_(None))
        )
        accounts, message = sorted(found), str(uuid4())
        connection = await raw_connection(session)
        for account in accounts:
            task = self._app.configure_task(
                DELIVER_TASK, queue=LIGHT, priority=MESSAGES, connection=connection
            )
            await task.defer_async(
                kind="mail", to=str(account), meeting_id=str(meeting.id), event=EVENT, message_id=message
            )
        return len(accounts)
