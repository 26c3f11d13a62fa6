"""Entries of the audit log about signing in: one in every municipality in which the account has a role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.access import Principal
from app.db import tables as t
from app.db.audit import record

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def note(session: AsyncSession, action: str, account: UUID, *, name: str = "", **details: Any) -> None:
    """Write that an account did something, in the given transaction of the system.

    Args:
        session: of the transaction.
        action: one of :data:`app.db.audit.ACTIONS`.
        account: who did it, or whose it was.
        name: of the account, where it is who acts though not signed in yet; else who is signed in acts.
        details: how, without content or names.
    """
    row = t.RoleGrant
    bodies = await session.scalars(select(row.body_id).where(row.account_id == account).distinct())
    actor = Principal(account=account, name=name) if name else None
    for body in (*bodies.all(),) or (None,):
        record(session, action, body=body, actor=actor, account=account, **details)
