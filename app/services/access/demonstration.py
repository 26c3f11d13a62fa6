"""The accounts of the demonstration; they exist where ``serve --demo`` was given and nowhere else."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.access import Role
from app.db import tables as t
from app.services.access.passwords import hash_password
from app.services.access.sessions import load_principal
from app.services.rosters import find_body, find_organization

if TYPE_CHECKING:
    from uuid import UUID

    from app.access import Principal
    from app.db import Database

MAIL = "@wiesenthal.example"

PEOPLE: dict[str, tuple[str, Role]] = {
    "schriftfuehrung": ("Kim Sommer (Schriftführung)", Role.SECRETARY),
    "verwaltung": ("Robin Winter (Verwaltung)", Role.ADMINISTRATOR),
    "vorsitz": ("Alex Herbst (Vorsitz)", Role.CHAIR),
    "mitglied": ("Toni Lenz (Mitglied)", Role.MEMBER),
}
"""Name before the ``@``, name, role. Administration also runs the installation, so that everything can be
tried; the member's role is held in the council, the others' in the municipality."""

EMAILS = tuple(start + MAIL for start in PEOPLE)

SECRETARY = EMAILS[0]


async def enter_people(database: Database, body_name: str, council_name: str) -> Principal:
    """Enter municipality, council and accounts, as far as they are not there; return the secretary."""
    async with database.as_system().session() as session:
        body = await find_body(session, body_name)
        council = await find_organization(session, body.id, council_name)
        known = set(await session.scalars(select(t.Account.email).where(t.Account.email.in_(EMAILS))))
        for email, (name, role) in zip(EMAILS, PEOPLE.values(), strict=True):
            if email in known:
                continue
            account = t.Account(email=email, name=name, operator=role is Role.ADMINISTRATOR)
            session.add(account)
            await session.flush()
            place = council.id if role is Role.MEMBER else None
            session.add(
                t.RoleGrant(account_id=account.id, role=role.value, body_id=body.id, organization_id=place)
            )
        await session.flush()
        key = (await session.scalars(select(t.Account.id).where(t.Account.email == SECRETARY))).one()
        found = await load_principal(session, key)
    assert found is not None, "nobody locks the secretary of the demonstration"
    return found


async def renew_password(database: Database) -> tuple[str, UUID]:
    """Give the accounts a new password; return it, and the secretary's key."""
    password = secrets.token_urlsafe(12)
    hashed = await hash_password(password)
    async with database.as_system().session() as session:
        accounts = (await session.scalars(select(t.Account).where(t.Account.email.in_(EMAILS)))).all()
        for account in accounts:
            account.password_hash = hashed
    return password, next(account.id for account in accounts if account.email == SECRETARY)
