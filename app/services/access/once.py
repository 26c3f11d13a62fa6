"""Links that let somebody in once: set-up, invitation, new password, demonstration."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import select, update

from app.db import tables as t
from app.db.tables import now
from app.services.access.identity import new_token, token_hash
from app.services.access.signin_errors import LinkInvalid

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

HOURS = {"setup": 24, "demo": 24, "reset": 24, "invite": 24 * 7}
"""How long a link of each purpose holds."""

PATHS = {"setup": "/setup/", "demo": "/enter/", "reset": "/welcome/", "invite": "/welcome/"}
"""Where a link of each purpose leads, before its token."""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A link that holds."""

    purpose: str
    account: UUID | None
    target: str


async def make_link(
    session: AsyncSession, purpose: str, *, account: UUID | None = None, target: str = "/"
) -> str:
    """Make a link in the given transaction and return its path; earlier ones of its kind end."""
    at, table, token = now(), t.OneTimeLink, new_token()
    purposes = ("invite", "reset") if purpose in {"invite", "reset"} else (purpose,)
    await session.execute(
        update(table)
        .where(
            table.purpose.in_(purposes),
            table.account_id.is_not_distinct_from(account),
            table.used_at.is_(None),
        )
        .values(used_at=at)
    )
    session.add(
        table(
            purpose=purpose,
            account_id=account,
            token_hash=token_hash(token),
            target=target,
            created_at=at,
            expires_at=at + dt.timedelta(hours=HOURS[purpose]),
        )
    )
    return PATHS[purpose] + token


async def read_link(session: AsyncSession, token: str, *purposes: str, use: bool = False) -> Link:
    """Return the link of a token; ``use`` makes it the last time.

    Raises:
        LinkInvalid: it was used, is too old, of another purpose, or none of ours.
    """
    table = t.OneTimeLink
    statement = select(table).where(
        table.token_hash == token_hash(token),
        table.purpose.in_(purposes),
        table.used_at.is_(None),
        table.expires_at > now(),
    )
    row = await session.scalar(statement.with_for_update() if use else statement)
    if row is None:
        raise LinkInvalid
    if use:
        row.used_at = now()
    return Link(purpose=row.purpose, account=row.account_id, target=row.target)
