"""Sessions on the server: opened at sign-in, found again by a cookie, listed and ended by their owner.

A session ends after a while without a request, after a day in any case, when its owner says so, when the
password changes and when the account is locked. Each sign-in gets a session of its own and ends the one
the browser had before (session fixation; OWASP session management cheat sheet).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, delete, or_, select, text, update

from app.access import Grant, Principal, Role, current_principal
from app.db import tables as t
from app.db.mapping import parse_id
from app.db.tables import now
from app.services.access.identity import Visitor, new_token, short_agent, token_hash
from app.services.access.logbook import note
from app.services.access.signin_errors import SessionNeeded, SessionNotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.settings import AccessSettings

SEEN_SECONDS = 60
"""``last_seen_at`` is written no more often than that."""

KEPT = dt.timedelta(days=30)
"""How long an ended session stays in the table."""


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody has signed in."""

    token: str
    """For the cookie; only its hash is kept."""
    account: UUID
    language: str
    seconds: int
    """Until it ends in any case."""


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """A running session, for its owner."""

    id: str
    method: str
    agent: str
    created_at: dt.datetime
    last_seen_at: dt.datetime
    present: bool
    """The one that asks."""


class SessionService:
    """Opens, finds, lists and ends sessions.

    Args:
        database: of the service; finding out who asks happens as the system.
        settings: how long sessions last.
    """

    def __init__(self, database: Database, settings: AccessSettings) -> None:
        self._database = database
        self._system = database.as_system()
        self._idle = dt.timedelta(minutes=settings.idle_minutes)
        self._longest = dt.timedelta(hours=settings.session_hours)

    async def open_session(
        self,
        session: AsyncSession,
        account: t.Account,
        *,
        method: str,
        visitor: Visitor,
        replaces: str | None,
    ) -> SignedIn:
        """Open a session in the given transaction, and end the one the browser had before."""
        at, table = now(), t.SignInSession
        if replaces:
            statement = update(table).where(
                table.token_hash == token_hash(replaces), table.ended_at.is_(None)
            )
            await session.execute(statement.values(ended_at=at))
        await session.execute(delete(table).where(table.expires_at < at - KEPT))
        token = new_token()
        session.add(
            table(
                account_id=account.id,
                token_hash=token_hash(token),
                method=method,
                user_agent=short_agent(visitor.agent),
                created_at=at,
                last_seen_at=at,
                expires_at=at + self._longest,
            )
        )
        account.last_sign_in_at = at
        await note(session, "login.succeeded", account.id, name=account.name, method=method)
        return SignedIn(
            token=token,
            account=account.id,
            language=account.language,
            seconds=int(self._longest.total_seconds()),
        )

    async def principal_of(self, token: str) -> Principal | None:
        """Return who holds a session; None where it has ended or never was."""
        at, table = now(), t.SignInSession
        given = {"token": token_hash(token), "at": at, "seen": at - self._idle}
        rows = await self._database.glance(_SIGNED_IN, given)
        if not rows:
            return None
        key, seen = rows[0][-2:]
        if (at - seen).total_seconds() > SEEN_SECONDS:
            async with self._system.session() as session:
                # Lost in a crash it does no harm, and nobody waits for the disk.
                await session.execute(text("SET LOCAL synchronous_commit = off"))
                await session.execute(update(table).where(table.id == key).values(last_seen_at=at))
        return msgspec.structs.replace(_principal(rows), session=key)

    async def list_own(self) -> tuple[SessionView, ...]:
        """Return the running sessions of who asks, the latest first.

        Raises:
            SessionNeeded: an API token asks, or nobody.
        """
        account, present = own_account(), current_principal().session
        at, table = now(), t.SignInSession
        statement = (
            select(table)
            .where(
                table.account_id == account,
                table.ended_at.is_(None),
                table.expires_at > at,
                table.last_seen_at > at - self._idle,
            )
            .order_by(table.last_seen_at.desc())
        )
        async with self._database.session() as session:
            rows = (await session.scalars(statement)).all()
        return tuple(
            SessionView(
                id=str(row.id),
                method=row.method,
                agent=row.user_agent,
                created_at=row.created_at,
                last_seen_at=row.last_seen_at,
                present=row.id == present,
            )
            for row in rows
        )

    async def end_own(self, session_id: str) -> None:
        """End one of the sessions of who asks.

        Raises:
            SessionNeeded: an API token asks, or nobody.
            SessionNotFound: it has no such running session.
        """
        account, table = own_account(), t.SignInSession
        async with self._database.session() as session:
            ended = await session.scalar(
                update(table)
                .where(
                    table.id == parse_id(session_id), table.account_id == account, table.ended_at.is_(None)
                )
                .values(ended_at=now())
                .returning(table.id)
            )
            if ended is None:
                raise SessionNotFound
            await note(session, "session.ended", account, ended=str(ended))

    async def end_present(self) -> None:
        """End the session that asks (sign out); does nothing where there is none."""
        who, table = current_principal(), t.SignInSession
        if who.session is not None and who.account is not None:
            async with self._system.session() as session:
                await session.execute(update(table).where(table.id == who.session).values(ended_at=now()))
                await note(session, "logout", who.account)


async def end_all(session: AsyncSession, account: UUID, *, keep: UUID | None = None) -> None:
    """End every session of an account but one; works as the system."""
    table = t.SignInSession
    await session.execute(
        update(table)
        .where(
            table.account_id == account,
            table.ended_at.is_(None),
            or_(table.id != keep, keep is None),  # type: ignore[arg-type]  # a bool is taken as a literal
        )
        .values(ended_at=now())
    )


_ACTING = (
    select(
        t.Account.id,
        t.Account.name,
        t.Account.operator,
        t.RoleGrant.role,
        t.RoleGrant.body_id,
        t.RoleGrant.organization_id,
    )
    .outerjoin(t.RoleGrant, t.RoleGrant.account_id == t.Account.id)
    .where(t.Account.locked_at.is_(None))
)
"""An account that may act, with one row for each of its roles, or one without."""


_SIGNED_IN = (
    _ACTING.add_columns(t.SignInSession.id, t.SignInSession.last_seen_at)
    .join(t.SignInSession, t.SignInSession.account_id == t.Account.id)
    .where(
        t.SignInSession.token_hash == bindparam("token"),
        t.SignInSession.ended_at.is_(None),
        t.SignInSession.expires_at > bindparam("at"),
        t.SignInSession.last_seen_at > bindparam("seen"),
    )
)
"""Whose session it is. Made once: every request asks it."""


async def load_principal(session: AsyncSession, account: UUID) -> Principal | None:
    """Return an account with its roles as who acts; None where it is locked or gone."""
    rows = (await session.execute(_ACTING.where(t.Account.id == account))).all()
    return _principal(rows) if rows else None


def _principal(rows: Sequence[Row[Any]]) -> Principal:
    return Principal(
        account=rows[0].id,
        name=rows[0].name,
        operator=rows[0].operator,
        grants=tuple(
            Grant(role=Role(row.role), body=row.body_id, organization=row.organization_id)
            for row in rows
            if row.role is not None
        ),
    )


def own_account() -> UUID:
    """Return the account that asks with a session of its own.

    Raises:
        SessionNeeded: an API token asks, or nobody.
    """
    principal = current_principal()
    if principal.account is None or principal.scopes is not None:
        raise SessionNeeded
    return principal.account
