"""Use-cases of roles: give one, take one, and see to it that somebody is left who can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import load_only

from app.access import Permission, Role, current_principal
from app.db import tables as t
from app.db.audit import record
from app.db.mapping import parse_id
from app.services.access.account_revision import account_revision
from app.services.access.bodies import require_body, require_organization
from app.services.access.errors import AccountNotFound, GrantNotFound, LastOne, RoleUnknown
from app.services.access.require import is_operator, require
from app.services.access.views import GrantView
from app.services.revisions import Expected, require_unchanged

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database

LOCK = 7_262_006
"""Key of the advisory lock under which roles are taken, so that two do not take the last two at once."""


SHOWN = load_only(
    t.Account.id,
    t.Account.email,
    t.Account.name,
    t.Account.language,
    t.Account.operator,
    t.Account.locked_at,
    t.Account.last_sign_in_at,
)
"""The columns of an account that the service's role may read."""


class GrantService:
    """Gives and takes roles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def give(
        self,
        account_id: str,
        role: str,
        body_id: str,
        organization_id: str | None = None,
        *,
        expected: Expected = None,
    ) -> GrantView:
        """Give an account a role in a body, or in one organization of it; twice is once.

        Raises:
            ChangedMeanwhile: the account is not as it is expected.
            ForbiddenError: who asks does not manage accounts there. An operator gives administrators.
            AccountNotFound: it is not there, or has nothing to do with who asks.
            BodyNotFound: neither is the body or the organization.
            RoleUnknown: there is no such role.
        """
        chosen = role_of(role)
        async with self._database.session() as session:
            account = await session.scalar(select(t.Account.id).where(t.Account.id == parse_id(account_id)))
            if account is None:
                raise AccountNotFound
            await session.execute(select(func.pg_advisory_xact_lock(LOCK)))
            await _require_account(session, account, expected)
            key = await add_grant(session, account, chosen, body_id, organization_id)
            return (await grants_of(session, [account]))[account][str(key)]

    async def take(self, grant_id: str, *, expected: Expected = None) -> None:
        """Take a role.

        Raises:
            ChangedMeanwhile: the account is not as it is expected.
            GrantNotFound: it is not there.
            ForbiddenError: who asks does not manage accounts there.
            LastOne: nobody would be left to administer the body; an operator may do it nevertheless.
        """
        row = t.RoleGrant
        async with self._database.session() as session:
            await session.execute(select(func.pg_advisory_xact_lock(LOCK)))
            found = await session.scalar(select(row).where(row.id == parse_id(grant_id)))
            if found is None:
                raise GrantNotFound
            _require_manages(session, Role(found.role), found.body_id, found.organization_id)
            await _require_account(session, found.account_id, expected)
            if _administers(found) and not is_operator(session):
                await require_another_administrator(session, found.body_id, without=found.account_id)
            record(
                session,
                "grant.taken",
                body=found.body_id,
                account=found.account_id,
                role=found.role,
                organization=found.organization_id,
            )
            await session.delete(found)


async def add_grant(
    session: AsyncSession,
    account: UUID,
    role: Role,
    body_id: str,
    organization_id: str | None,
    *,
    origin: str = "hand",
) -> UUID:
    """Give a role in the given transaction and return its key; raises as :meth:`GrantService.give`."""
    body = await require_body(session, body_id)
    organization = await require_organization(session, body, organization_id)
    _require_manages(session, role, body, organization)
    row = t.RoleGrant
    wanted = (
        row.account_id == account,
        row.role == role.value,
        row.body_id == body,
        row.organization_id.is_not_distinct_from(organization),
        row.origin == origin,
    )
    known = await session.scalar(select(row.id).where(*wanted))
    if known is not None:
        return known
    await session.execute(
        insert(row)
        .values(
            account_id=account,
            role=role.value,
            body_id=body,
            organization_id=organization,
            origin=origin,
            created_by=current_principal().account,
            created_at=t.now(),
            updated_at=t.now(),
        )
        .on_conflict_do_nothing()
    )
    record(session, "grant.given", body=body, account=account, role=role.value, organization=organization)
    return (await session.scalars(select(row.id).where(*wanted))).one()


async def _require_account(session: AsyncSession, account: UUID, expected: Expected) -> None:
    """Go on only where an account is as it is expected; raises :class:`ChangedMeanwhile`."""
    if expected is None:
        return
    row = await session.scalar(select(t.Account).options(SHOWN).where(t.Account.id == account))
    if row is None:  # it has roles that are seen, and is not seen itself
        raise AccountNotFound
    grants = await grants_of(session, [account])
    require_unchanged(account_revision(row, grants[account]), expected)


async def require_another_administrator(session: AsyncSession, body: UUID, *, without: UUID) -> None:
    """Go on only where somebody else administers the whole body.

    Raises:
        LastOne: nobody does.
    """
    row = t.RoleGrant
    others = await session.scalar(
        select(func.count())
        .select_from(row)
        .join(t.Account, t.Account.id == row.account_id)
        .where(
            row.body_id == body,
            row.role == Role.ADMINISTRATOR.value,
            row.organization_id.is_(None),
            row.account_id != without,
            t.Account.locked_at.is_(None),
        )
    )
    if not others:
        raise LastOne


async def grants_of(session: AsyncSession, accounts: Collection[UUID]) -> dict[UUID, dict[str, GrantView]]:
    """Return the roles of accounts, as far as the session sees them, by account and id."""
    row = t.RoleGrant
    statement = (
        select(row, t.Body.name, t.Organization.name)
        .join(t.Body, t.Body.id == row.body_id)
        .outerjoin(t.Organization, t.Organization.id == row.organization_id)
        .where(row.account_id.in_(accounts))
        .order_by(t.Body.name, row.role, t.Organization.name)
    )
    found: dict[UUID, dict[str, GrantView]] = {account: {} for account in accounts}
    for grant, body, organization in (await session.execute(statement)).tuples():
        found[grant.account_id][str(grant.id)] = GrantView(
            id=str(grant.id),
            role=grant.role,
            body_id=str(grant.body_id),
            body=body,
            organization_id=str(grant.organization_id) if grant.organization_id else None,
            organization=organization,
            origin=grant.origin,
        )
    return found


def role_of(name: str) -> Role:
    """Return a role by its name.

    Raises:
        RoleUnknown: there is none.
    """
    try:
        return Role(name)
    except ValueError as error:
        raise RoleUnknown(role=name[:40], known=", ".join(Role)) from error


def _administers(grant: t.RoleGrant) -> bool:
    return grant.role == Role.ADMINISTRATOR.value and grant.organization_id is None


def _require_manages(session: AsyncSession, role: Role, body: UUID, organization: UUID | None) -> None:
    if is_operator(session) and role is Role.ADMINISTRATOR:
        return
    require(Permission.ACCOUNTS_MANAGE, body, organization, session=session)
