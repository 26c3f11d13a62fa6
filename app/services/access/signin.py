"""Signing in: by password and, where it is on, a second factor; by a link; or by another service.

What happens is the same whether or not there is an account: a password is compared with a hash, the
attempt is counted, and the one answer is that e-mail or password is wrong.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import select

from app.db import tables as t
from app.db.audit import record
from app.services.access import totp
from app.services.access.logbook import note
from app.services.access.once import read_link
from app.services.access.passwords import hash_password, needs_new_hash, verify_password
from app.services.access.sessions import SessionService, SignedIn
from app.services.access.signin_errors import CodeFailed, LinkInvalid, SignInFailed
from app.services.access.throttle import Throttle, of_account, of_address, of_code

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.services.access.identity import Visitor
    from app.services.access.sealing import Sealer

TICKET_SECONDS = 300
"""How long the second step may take."""

_PURPOSE = "second-step"


class CodeNeeded(msgspec.Struct, frozen=True):
    """The password was right; now the second factor."""

    ticket: str
    """Sealed; to be brought back with the code."""


class _Ticket(msgspec.Struct, frozen=True):
    account: UUID
    stamp: str
    """Of the password at the first step: changed meanwhile, the ticket is worth nothing."""


class SignInService:
    """Lets people in.

    Args:
        database: of the service; all of this happens as the system.
        sessions: which it opens.
        sealer: for what lies between the two steps.
    """

    def __init__(self, database: Database, sessions: SessionService, sealer: Sealer) -> None:
        self._database = database.as_system()
        self._sessions = sessions
        self._sealer = sealer
        self._throttle = Throttle(self._database)

    async def sign_in(
        self, email: str, password: str, visitor: Visitor, *, replaces: str | None = None
    ) -> SignedIn | CodeNeeded:
        """Check a password.

        Args:
            email: as typed.
            password: as typed.
            visitor: from where.
            replaces: token of the session that the browser had before.

        Raises:
            TooManyAttempts: after too many failures.
            SignInFailed: no such account, a wrong password, or a locked account.
        """
        email = email.strip().lower()
        mine, shared = (of_account(email),), (of_address(visitor.address),)
        await self._throttle.begin((*mine, *shared))
        async with self._database.session() as session:
            account = await session.scalar(select(t.Account).where(t.Account.email == email))
        kept = account.password_hash if account else None
        right = await verify_password(kept, password)
        if not right or account is None or kept is None or account.locked_at is not None:
            await self._failed(account, "password")
            raise SignInFailed
        fresh = await hash_password(password) if needs_new_hash(kept) else None
        await self._throttle.succeed(mine, shared)
        if account.totp_secret is not None:
            ticket = _Ticket(account.id, _stamp(account))
            return CodeNeeded(self._sealer.seal(_PURPOSE, ticket))
        async with self._database.session() as session:
            row = await _lock(session, account.id)
            if row.password_hash != kept:
                raise SignInFailed
            if fresh:
                row.password_hash = fresh
            return await self._sessions.open_session(
                session, row, method="password", visitor=visitor, replaces=replaces
            )

    async def sign_in_code(
        self, ticket: str, code: str, visitor: Visitor, *, replaces: str | None = None
    ) -> SignedIn:
        """Check the code of the second step, or a recovery code, which is used up by it.

        Raises:
            LinkInvalid: the first step is too long ago.
            TooManyAttempts: after too many failures.
            CodeFailed: the code is wrong or was used.
        """
        first = self._sealer.open(_PURPOSE, ticket, _Ticket, seconds=TICKET_SECONDS)
        if first is None:
            raise LinkInvalid
        counted = (of_code(first.account),)
        await self._throttle.begin(counted)
        async with self._database.session() as session:
            account = await _lock(session, first.account)
            if _stamp(account) != first.stamp:
                raise LinkInvalid
            right = await take_code(session, account, code, self._sealer)
            if right:
                signed = await self._sessions.open_session(
                    session, account, method="password+code", visitor=visitor, replaces=replaces
                )
        if not right:
            await self._failed(account, "code")
            raise CodeFailed
        await self._throttle.succeed(counted)
        return signed

    async def sign_in_account(
        self, account: UUID, visitor: Visitor, *, method: str, replaces: str | None = None
    ) -> SignedIn:
        """Open a session for an account that was proved otherwise.

        Raises:
            SignInFailed: it is locked or gone.
        """
        async with self._database.session() as session:
            row = await _lock(session, account)
            return await self._sessions.open_session(
                session, row, method=method, visitor=visitor, replaces=replaces
            )

    async def enter(
        self, token: str, visitor: Visitor, *, replaces: str | None = None
    ) -> tuple[SignedIn, str]:
        """Sign in by the link of the demonstration; returns where to go too.

        Raises:
            LinkInvalid: it was used, or is none.
        """
        async with self._database.session() as session:
            link = await read_link(session, token, "demo", use=True)
            if link.account is None:
                raise LinkInvalid
            row = await _lock(session, link.account)
            signed = await self._sessions.open_session(
                session, row, method="link", visitor=visitor, replaces=replaces
            )
        return signed, link.target

    async def _failed(self, account: t.Account | None, step: str) -> None:
        """Write a failed attempt into the log; what was typed is not in it."""
        async with self._database.session() as session:
            if account is None:
                record(session, "login.failed", step=step, known=False)
            else:
                await note(session, "login.failed", account.id, step=step, known=True)


async def take_code(session: AsyncSession, account: t.Account, code: str, sealer: Sealer) -> bool:
    """Take a code of the app or a recovery code of a locked row; each is taken once."""
    factor = await session.get(t.SecondFactor, account.id, with_for_update=True)
    if factor is None:
        factor = t.SecondFactor(account_id=account.id, last_step=0)
        session.add(factor)
    secret = sealer.open("totp", account.totp_secret or "", str)
    step = totp.matching_step(secret, code, after=factor.last_step or 0) if secret else None
    if step is not None:
        factor.last_step = step
        return True
    hashed = totp.recovery_hash(code)
    if hashed in account.recovery_codes:
        account.recovery_codes = [one for one in account.recovery_codes if one != hashed]
        return True
    return False


async def _lock(session: AsyncSession, account: UUID) -> t.Account:
    """Return an account that may sign in, locked until the transaction ends."""
    row = await session.get(t.Account, account, with_for_update=True)
    if row is None or row.locked_at is not None:
        raise SignInFailed
    return row


def _stamp(account: t.Account) -> str:
    return hashlib.sha256((account.password_hash or "").encode()).hexdigest()[:16]
