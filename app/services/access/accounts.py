"""Use-cases of accounts: invite, list, lock and unlock; each only through bodies that one administers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from app.access import Permission, Role, current_principal
from app.db import tables as t
from app.db.audit import record
from app.db.mapping import parse_id
from app.services.access.account_revision import account_revision
from app.services.access.bodies import clean, require_body
from app.services.access.errors import AccountNotFound, EmailInvalid, ForbiddenError, LastOne
from app.services.access.grants import (
    LOCK,
    SHOWN,
    add_grant,
    grants_of,
    require_another_administrator,
    role_of,
)
from app.services.access.require import is_operator, may, require, require_operator, require_somewhere
from app.services.access.views import AccountView, GrantView
from app.services.revisions import Expected, require_unchanged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database

_EMAIL = re.compile(r"[^@\s<>\"']{1,64}@[^@\s<>\"']{1,190}")


class AccountService:
    """Makes accounts and shows them.

    Args:
        database: on behalf of whoever asks. What must be known of accounts elsewhere (whether an
            address is taken, whether somebody is the last of a kind) is asked as the system.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._system = database.as_system()

    async def list_accounts(self, body_id: str | None = None) -> tuple[AccountView, ...]:
        """Return the accounts that who asks administers, by name: of one body, or of all.

        Raises:
            ForbiddenError: who asks manages no accounts there.
            BodyNotFound: there is no such body.
        """
        statement = select(t.Account).options(SHOWN).order_by(t.Account.name, t.Account.email)
        async with self._database.session() as session:
            if not is_operator(session):
                require_somewhere(Permission.ACCOUNTS_MANAGE, session=session)
            if body_id is not None:
                body = await require_body(session, body_id)
                of_body = select(t.RoleGrant.account_id).where(t.RoleGrant.body_id == body)
                statement = statement.where(t.Account.id.in_(of_body))
            rows = (await session.scalars(statement)).all()
            grants = await grants_of(session, [row.id for row in rows])
        return tuple(_view(row, grants[row.id]) for row in rows)

    async def get_account(self, account_id: str) -> AccountView:
        """Return an account that who asks administers, or its own.

        Raises:
            AccountNotFound: it is not there, or none of who asks.
        """
        async with self._database.session() as session:
            row = await _require(session, account_id)
            grants = await grants_of(session, [row.id])
        return _view(row, grants[row.id])

    async def invite(
        self,
        email: str,
        name: str,
        role: str,
        body_id: str,
        organization_id: str | None = None,
        *,
        language: str = "de",
    ) -> AccountView:
        """Give somebody a role, with a new account where the address has none yet.

        Signing in for the first time is another matter (a one-time link, or the identity provider).

        Raises:
            ForbiddenError: who asks does not manage accounts there. An operator invites administrators.
            EmailInvalid, NameMissing, RoleUnknown, BodyNotFound: what is given is wrong.
        """
        address, chosen = email_of(email), role_of(role)
        async with self._system.session() as session:
            known = await session.scalar(select(t.Account.id).where(t.Account.email == address))
        async with self._database.session() as session:
            if known is None:
                account = t.Account(email=address, name=clean(name), language=language)
                body = await require_body(session, body_id)
                if not (is_operator(session) and chosen is Role.ADMINISTRATOR):
                    organization = parse_id(organization_id) if organization_id else None
                    require(Permission.ACCOUNTS_MANAGE, body, organization, session=session)
                session.add(account)
                await session.flush()
                known = account.id
                record(session, "account.created", body=body, account=known)
            await add_grant(session, known, chosen, body_id, organization_id)
        return await self.get_account(str(known))

    async def create_operator(self, email: str, name: str, *, language: str = "de") -> AccountView:
        """Make an account that runs the installation, or let one that is there do so.

        Raises:
            ForbiddenError: who asks is no operator.
        """
        require_operator()
        address, shown = email_of(email), clean(name)
        async with self._system.session() as session:
            account = await session.scalar(select(t.Account).where(t.Account.email == address))
            if account is None:
                account = t.Account(email=address, name=shown, language=language)
                session.add(account)
            account.operator = True
            await session.flush()
            key = account.id
            record(session, "account.changed", account=key, operator=True)
        return await self.get_account(str(key))

    async def end_operator(self, account_id: str) -> None:
        """Let an account run the installation no longer.

        Raises:
            ForbiddenError: who asks is no operator.
            LastOne: nobody else is.
        """
        require_operator()
        async with self._system.session() as session:
            key = parse_id(account_id)
            account = await session.get(t.Account, key) if key else None
            if account is None:
                raise AccountNotFound
            await _require_another_operator(session, without=account.id)
            account.operator = False
            record(session, "account.changed", account=account.id, operator=False)

    async def lock(self, account_id: str, *, expected: Expected = None) -> AccountView:
        """Lock an account: it may not sign in, and every right of it ends at once.

        Raises:
            ChangedMeanwhile: the account is not as it is expected.
            AccountNotFound: it is not there, or none of who asks.
            ForbiddenError: it also has roles where who asks manages no accounts.
            LastOne: it is one's own, or nobody would be left who runs a body or the installation.
        """
        async with self._system.session() as system:
            async with self._database.session() as session:
                row = await _require(session, account_id)
            await self._require_wholly_managed(system, row)
            await system.execute(select(func.pg_advisory_xact_lock(LOCK)))
            require_unchanged((await self.get_account(account_id)).revision, expected)
            if row.id == current_principal().account:
                raise LastOne
            if row.operator:
                await _require_another_operator(system, without=row.id)
            for body in await _administered(system, row.id):
                await require_another_administrator(system, body, without=row.id)
            statement = update(t.Account).where(t.Account.id == row.id, t.Account.locked_at.is_(None))
            await system.execute(statement.values(locked_at=t.now()))
            await _note(system, "account.locked", row.id)
        return await self.get_account(account_id)

    async def unlock(self, account_id: str, *, expected: Expected = None) -> AccountView:
        """Let an account sign in again; raises as :meth:`lock`."""
        async with self._system.session() as system:
            async with self._database.session() as session:
                row = await _require(session, account_id)
            await self._require_wholly_managed(system, row)
            await system.execute(select(func.pg_advisory_xact_lock(LOCK)))
            require_unchanged((await self.get_account(account_id)).revision, expected)
            await system.execute(update(t.Account).where(t.Account.id == row.id).values(locked_at=None))
            await _note(system, "account.unlocked", row.id)
        return await self.get_account(account_id)

    async def _require_wholly_managed(self, system: AsyncSession, account: t.Account) -> None:
        """Locking ends rights everywhere, so it needs the right everywhere."""
        if is_operator():
            return
        row = t.RoleGrant
        places = await system.execute(
            select(row.body_id, row.organization_id).where(row.account_id == account.id)
        )
        held = places.tuples().all()
        if account.operator or not held:
            raise ForbiddenError
        if not all(may(Permission.ACCOUNTS_MANAGE, body, organization) for body, organization in held):
            raise ForbiddenError


def email_of(text: str) -> str:
    """Return an e-mail address as it is kept: in small letters.

    Raises:
        EmailInvalid: it is none.
    """
    address = text.strip().lower()
    if not _EMAIL.fullmatch(address):
        raise EmailInvalid(email=text[:80])
    return address


async def _require(session: AsyncSession, account_id: str) -> t.Account:
    row: t.Account | None = await session.scalar(
        select(t.Account).options(SHOWN).where(t.Account.id == parse_id(account_id))
    )
    if row is None:
        raise AccountNotFound
    return row


async def _administered(session: AsyncSession, account: UUID) -> list[UUID]:
    row = t.RoleGrant
    return list(
        await session.scalars(
            select(row.body_id).where(
                row.account_id == account,
                row.role == Role.ADMINISTRATOR.value,
                row.organization_id.is_(None),
            )
        )
    )


async def _require_another_operator(session: AsyncSession, *, without: UUID) -> None:
    row = t.Account
    others = (
        select(func.count()).select_from(row).where(row.operator, row.locked_at.is_(None), row.id != without)
    )
    if not await session.scalar(others):
        raise LastOne


async def _note(session: AsyncSession, action: str, account: UUID) -> None:
    """Write into the log of every body in which the account has a role, or of the installation."""
    row = t.RoleGrant
    bodies = await session.scalars(select(row.body_id).where(row.account_id == account).distinct())
    for body in (*bodies.all(),) or (None,):
        record(session, action, body=body, account=account)


def _view(row: t.Account, grants: Mapping[str, GrantView]) -> AccountView:
    return AccountView(
        id=str(row.id),
        email=row.email,
        name=row.name,
        language=row.language,
        operator=row.operator,
        locked=row.locked_at is not None,
        last_sign_in=row.last_sign_in_at,
        grants=tuple(grants.values()),
        own=row.id == current_principal().account,
        revision=account_revision(row, grants),
    )
