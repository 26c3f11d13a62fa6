"""The first account, and the first password of every other one: by links that hold once.

There is no default password. Where there is no account at all, ``serve`` prints an address in the terminal
where the first one is made, which runs the installation and administers the first municipality.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import func, select, text

from app.access import Permission, Principal, Role
from app.db import tables as t
from app.db.audit import record
from app.db.mapping import parse_id
from app.services.access.errors import AccountNotFound, ForbiddenError
from app.services.access.logbook import note
from app.services.access.once import make_link, read_link
from app.services.access.passwords import check_password, hash_password
from app.services.access.require import is_operator, may
from app.services.access.sessions import end_all
from app.services.access.signin_errors import LinkInvalid, SetupIncomplete

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database

_MANAGE = Permission.ACCOUNTS_MANAGE

_LOCK = 7_262_006
"""Key of the advisory lock: only one first account."""


class FirstAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What the set-up page asks for."""

    body: str
    organization: str = ""
    name: str
    email: str
    password: str
    secretary: bool = True
    """Whether the first account also writes minutes; an administrator alone reads no drafts."""


class Welcome(msgspec.Struct, frozen=True, kw_only=True):
    """For whom an invitation is."""

    purpose: str
    name: str
    email: str


class SetupService:
    """Makes the first account, and sets passwords by links.

    Args:
        database: of the service; all of this happens as the system, because nobody is signed in.
    """

    def __init__(self, database: Database) -> None:
        self._database = database.as_system()

    async def first_link(self) -> str | None:
        """Return the path of the set-up page with a new link; None where there is an account."""
        async with self._database.session() as session:
            if await _accounts(session):
                return None
            return await make_link(session, "setup")

    async def check_setup(self, token: str) -> None:
        """Check a set-up link.

        Raises:
            LinkInvalid: it does not hold (any more).
        """
        async with self._database.session() as session:
            await read_link(session, token, "setup")

    async def set_up(self, token: str, first: FirstAccount) -> UUID:
        """Make the first account with its municipality and return its key.

        Raises:
            LinkInvalid: the link does not hold (any more).
            SetupIncomplete: a field is empty, or the e-mail address is none.
            InputError: the password is refused (:func:`app.services.access.passwords.check_password`).
        """
        await self.check_setup(token)
        body, name, email = (" ".join(part.split()) for part in (first.body, first.name, first.email.lower()))
        for field, value in (("body", body), ("name", name), ("email", email)):
            if not value or (field == "email" and not is_email(value)):
                raise SetupIncomplete(field=field)
        check_password(first.password, email=email, name=name)
        hashed = await hash_password(first.password)
        async with self._database.session() as session:
            await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            await read_link(session, token, "setup", use=True)
            if await _accounts(session):
                raise LinkInvalid
            account = t.Account(email=email, name=name, operator=True, password_hash=hashed)
            place = await session.scalar(select(t.Body).where(t.Body.name == body)) or t.Body(name=body)
            session.add_all((account, place))
            await session.flush()
            if organization := " ".join(first.organization.split()):
                session.add(t.Organization(body_id=place.id, name=organization))
            roles = (Role.ADMINISTRATOR, Role.SECRETARY) if first.secretary else (Role.ADMINISTRATOR,)
            session.add_all(
                t.RoleGrant(account_id=account.id, role=role.value, body_id=place.id) for role in roles
            )
            actor = Principal(account=account.id, name=name)
            record(session, "body.created", body=place.id, actor=actor)
            record(session, "account.created", body=place.id, actor=actor, account=account.id, operator=True)
            return account.id

    async def welcome(self, token: str) -> Welcome:
        """Return for whom an invitation or a link for a new password is.

        Raises:
            LinkInvalid: it does not hold (any more).
        """
        async with self._database.session() as session:
            link = await read_link(session, token, "invite", "reset")
            account = await _account(session, link.account)
            return Welcome(purpose=link.purpose, name=account.name, email=account.email)

    async def accept(self, token: str, password: str) -> UUID:
        """Set the password by a link and return the account; every session of before ends.

        Raises:
            LinkInvalid: it does not hold (any more).
            InputError: the password is refused (:func:`app.services.access.passwords.check_password`).
        """
        invited = await self.welcome(token)
        check_password(password, email=invited.email, name=invited.name)
        hashed = await hash_password(password)
        async with self._database.session() as session:
            link = await read_link(session, token, "invite", "reset", use=True)
            account = await _account(session, link.account)
            account.password_hash = hashed
            account.must_change_password = False
            await end_all(session, account.id)
            await note(session, "password.changed", account.id, name=account.name, link=link.purpose)
            return account.id

    async def make_password_link(self, account: UUID) -> str:
        """Return the path by which an account gets its first or a new password.

        Whoever calls has made sure that it may be done.
        """
        async with self._database.session() as session:
            row = await session.get_one(t.Account, account)
            purpose = "invite" if row.password_hash is None else "reset"
            return await make_link(session, purpose, account=account)

    async def password_link_for(self, account_id: str) -> str:
        """Return a path by which an account that who asks administers gets its first or a new password.

        Raises:
            AccountNotFound: there is no such account.
            ForbiddenError: it also has roles where who asks manages no accounts, or runs the installation.
        """
        async with self._database.session() as session:
            key = parse_id(account_id)
            row = await session.get(t.Account, key) if key else None
            if row is None:
                raise AccountNotFound
            grant = t.RoleGrant
            places = select(grant.body_id, grant.organization_id).where(grant.account_id == row.id)
            held = (await session.execute(places)).tuples().all()
            mine = bool(held) and not row.operator and all(may(_MANAGE, *place) for place in held)
            if not (is_operator() or mine):
                raise ForbiddenError
            purpose = "invite" if row.password_hash is None else "reset"
            await note(session, "account.changed", row.id, link=purpose)
            return await make_link(session, purpose, account=row.id)

    async def make_demo_link(self, account: UUID, target: str) -> str:
        """Return the path that signs an account of the demonstration in, once, and shows ``target``."""
        async with self._database.session() as session:
            return await make_link(session, "demo", account=account, target=target)


def is_email(value: str) -> bool:
    """Tell whether a text can be an e-mail address; whether it is one, only a mail to it would tell."""
    return re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*", value) is not None and len(value) <= 254  # noqa: PLR2004 - RFC 5321


async def _accounts(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(t.Account)) or 0


async def _account(session: AsyncSession, key: UUID | None) -> t.Account:
    row = await session.get(t.Account, key) if key else None
    if row is None or row.locked_at is not None:
        raise LinkInvalid
    return row
