"""What somebody who signed in elsewhere is here: which account, and which roles by which groups.

The mapping is a TOML file of entries ``[[group]]`` with ``name``, ``role``, ``body`` and, where the role is
held in one organization only, ``organization``. Roles of origin ``oidc`` are made anew at every sign-in;
roles given by hand stay.
"""

from __future__ import annotations

import logging
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import delete, select

from app.access import Role
from app.db import tables as t
from app.services.access.signin_errors import OidcGroupsError, OidcUnknownAccount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.services.access.oidc import Identity

logger = logging.getLogger(__name__)


class GroupRole(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group and the role it brings."""

    name: str
    role: Role
    body: str
    organization: str = ""


class _Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    group: tuple[GroupRole, ...] = ()


def read_groups(path: Path | None) -> tuple[GroupRole, ...]:
    """Read the mapping; none where there is no file.

    Raises:
        OidcGroupsError: the file cannot be read or says something else.
    """
    if path is None:
        return ()
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Mapping).group
    except OSError as error:
        raise OidcGroupsError(path=path, reason=error.strerror or error) from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise OidcGroupsError(path=path, reason=str(error)) from error


class Federation:
    """Finds or makes the account of an identity, and renews its roles.

    Args:
        database: of the service; works as the system.
        groups: the mapping.
        by_email: whether a verified e-mail address finds an account made by hand.
    """

    def __init__(self, database: Database, groups: Sequence[GroupRole], *, by_email: bool) -> None:
        self._database = database.as_system()
        self._groups = tuple(groups)
        self._by_email = by_email

    async def account_of(self, identity: Identity) -> UUID:
        """Return the account of an identity, with its roles as the groups say now.

        Raises:
            OidcUnknownAccount: it has neither an account nor a group that brings a role, the e-mail
                address belongs to another account, or the account is locked.
        """
        async with self._database.session() as session:
            account = await self._find(session, identity)
            granted = await self._granted(session, identity.groups)
            if account is None:
                account = await self._make(session, identity) if granted else None
            if account is None or account.locked_at is not None:
                raise OidcUnknownAccount
            await session.execute(
                delete(t.RoleGrant).where(t.RoleGrant.account_id == account.id, t.RoleGrant.origin == "oidc")
            )
            session.add_all(
                t.RoleGrant(
                    account_id=account.id, role=role, body_id=body, organization_id=place, origin="oidc"
                )
                for role, body, place in granted
            )
            return account.id

    async def _find(self, session: AsyncSession, identity: Identity) -> t.Account | None:
        found: t.Account | None = await session.scalar(
            select(t.Account)
            .where(t.Account.oidc_issuer == identity.issuer, t.Account.oidc_subject == identity.subject)
            .with_for_update()
        )
        if found is None and self._by_email and identity.email_verified and identity.email:
            found = await session.scalar(
                select(t.Account)
                .where(t.Account.email == identity.email, t.Account.oidc_subject.is_(None))
                .with_for_update()
            )
            if found is not None:
                found.oidc_issuer, found.oidc_subject = identity.issuer, identity.subject
        return found

    async def _make(self, session: AsyncSession, identity: Identity) -> t.Account | None:
        if not identity.email or await session.scalar(
            select(t.Account.id).where(t.Account.email == identity.email)
        ):
            return None
        account = t.Account(
            email=identity.email,
            name=identity.name or identity.email,
            oidc_issuer=identity.issuer,
            oidc_subject=identity.subject,
        )
        session.add(account)
        await session.flush()
        return account

    async def _granted(
        self, session: AsyncSession, groups: Sequence[str]
    ) -> set[tuple[str, UUID, UUID | None]]:
        found: set[tuple[str, UUID, UUID | None]] = set()
        for one in self._groups:
            if one.name not in groups:
                continue
            body = await session.scalar(select(t.Body.id).where(t.Body.name == one.body))
            place = None
            if body is not None and one.organization:
                place = await session.scalar(
                    select(t.Organization.id).where(
                        t.Organization.body_id == body, t.Organization.name == one.organization
                    )
                )
            if body is None or (one.organization and place is None):
                logger.warning("The mapping of groups names a body or organization that is not there")
                continue
            found.add((one.role.value, body, place))
        return found
