"""Accounts by e-mail address and municipalities by name, for the command line; works as the installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from app.db import tables as t
from app.db.audit import record
from app.services.access.accounts import email_of
from app.services.access.bodies import clean
from app.services.access.errors import AccountNotFound, BodyNotFound, GrantNotFound
from app.services.access.grants import role_of
from app.services.access.logbook import note
from app.services.access.once import make_link
from app.services.access.sessions import end_all

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """An account in a line."""

    email: str
    name: str
    operator: bool
    locked: bool
    roles: tuple[str, ...]


class Registry:
    """Makes and changes accounts without asking who asks.

    Args:
        database: works as the system.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self) -> list[Listed]:
        """Return every account, by e-mail address."""
        async with self._database.session() as session:
            accounts = (await session.scalars(select(t.Account).order_by(t.Account.email))).all()
            statement = (
                select(t.RoleGrant.account_id, t.RoleGrant.role, t.Body.name, t.Organization.name)
                .join(t.Body, t.Body.id == t.RoleGrant.body_id)
                .outerjoin(t.Organization, t.Organization.id == t.RoleGrant.organization_id)
                .order_by(t.Body.name, t.RoleGrant.role)
            )
            held: dict[UUID, list[str]] = {}
            for account, role, body, organization in (await session.execute(statement)).tuples():
                place = f"{body}: {organization}" if organization else body
                held.setdefault(account, []).append(f"{role} ({place})")
        return [
            Listed(
                email=one.email,
                name=one.name,
                operator=one.operator,
                locked=one.locked_at is not None,
                roles=tuple(held.get(one.id, ())),
            )
            for one in accounts
        ]

    async def add(self, email: str, name: str, *, operator: bool = False, language: str = "de") -> None:
        """Make an account, or let one that is there run the installation.

        Raises:
            EmailInvalid, NameMissing: what is given is wrong.
        """
        address, shown = email_of(email), clean(name)
        async with self._database.session() as session:
            row = await session.scalar(select(t.Account).where(t.Account.email == address))
            if row is None:
                row = t.Account(email=address, name=shown, language=language)
                session.add(row)
                await session.flush()
                record(session, "account.created", account=row.id, operator=operator)
            if operator and not row.operator:
                row.operator = True
                record(session, "account.changed", account=row.id, operator=True)

    async def lock(self, email: str, *, locked: bool) -> None:
        """Lock or unlock an account; raises :class:`AccountNotFound`."""
        async with self._database.session() as session:
            row = await _account(session, email)
            row.locked_at = (row.locked_at or t.now()) if locked else None
            if locked:
                await end_all(session, row.id)
            await note(session, "account.locked" if locked else "account.unlocked", row.id)

    async def grant(self, email: str, role: str, body: str, organization: str | None) -> None:
        """Give a role; a municipality or council that is not there is not made.

        Raises:
            AccountNotFound, BodyNotFound, RoleUnknown: one of the names is wrong.
        """
        chosen = role_of(role).value
        async with self._database.session() as session:
            row = await _account(session, email)
            place, council = await _place(session, body, organization)
            if await _grant(session, row.id, chosen, place, council) is None:
                session.add(
                    t.RoleGrant(account_id=row.id, role=chosen, body_id=place, organization_id=council)
                )
                record(session, "grant.given", body=place, account=row.id, role=chosen, organization=council)

    async def revoke(self, email: str, role: str, body: str, organization: str | None) -> None:
        """Take a role; raises as :meth:`grant`, and :class:`GrantNotFound`."""
        chosen = role_of(role).value
        async with self._database.session() as session:
            row = await _account(session, email)
            place, council = await _place(session, body, organization)
            found = await _grant(session, row.id, chosen, place, council)
            if found is None:
                raise GrantNotFound
            await session.delete(found)
            record(session, "grant.taken", body=place, account=row.id, role=chosen, organization=council)

    async def reset(self, email: str, *, second_factor: bool) -> None:
        """Forget the password, end every session and, where wished, the second factor."""
        async with self._database.session() as session:
            row = await _account(session, email)
            row.password_hash = None
            await end_all(session, row.id)
            await note(session, "password.changed", row.id, reset=True)
            if second_factor and row.totp_secret is not None:
                row.totp_secret = None
                row.recovery_codes = []
                await note(session, "second-factor.changed", row.id, on=False)

    async def link(self, email: str) -> str:
        """Return the path of a link for a first or new password; raises :class:`AccountNotFound`."""
        async with self._database.session() as session:
            row = await _account(session, email)
            purpose = "invite" if row.password_hash is None else "reset"
            await note(session, "account.changed", row.id, link=purpose)
            return await make_link(session, purpose, account=row.id)


async def _account(session: AsyncSession, email: str) -> t.Account:
    row: t.Account | None = await session.scalar(
        select(t.Account).where(t.Account.email == email.strip().lower())
    )
    if row is None:
        raise AccountNotFound
    return row


async def _place(session: AsyncSession, body: str, organization: str | None) -> tuple[UUID, UUID | None]:
    place = await session.scalar(select(t.Body.id).where(t.Body.name == body))
    if place is None:
        raise BodyNotFound
    if organization is None:
        return place, None
    row = t.Organization
    council = await session.scalar(select(row.id).where(row.body_id == place, row.name == organization))
    if council is None:
        raise BodyNotFound
    return place, council


async def _grant(
    session: AsyncSession, account: UUID, role: str, body: UUID, organization: UUID | None
) -> t.RoleGrant | None:
    row = t.RoleGrant
    found: t.RoleGrant | None = await session.scalar(
        select(row).where(
            row.account_id == account,
            row.role == role,
            row.body_id == body,
            row.organization_id.is_not_distinct_from(organization),
            row.origin == "hand",
        )
    )
    return found
