"""The fictional municipality that ``serve --demo`` shows: one council meeting, entered as a clerk would.

Its accounts exist by ``--demo`` alone. They have one password, made anew at each start and printed in the
terminal, and the secretary comes in by a link that holds once.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.access import Role, acting_as
from app.commands.errors import DemoMissingError
from app.db import tables as t
from app.services.access.passwords import hash_password
from app.services.access.sessions import load_principal
from app.services.rosters import find_body, find_organization
from minutes.inputs import read_agenda, read_roster

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from app.access import Principal
    from app.services import MeetingView, Services
    from minutes.types import Agenda

DEMO = Path(__file__).parents[1] / "demo"
"""Folder of the demonstration."""

MAIL = "@wiesenthal.example"

PEOPLE: dict[str, tuple[str, tuple[Role, ...]]] = {
    "schriftfuehrung": ("Kim Sommer (Schriftführung)", (Role.SECRETARY,)),
    "verwaltung": ("Robin Winter (Verwaltung)", (Role.ADMINISTRATOR,)),
    "vorsitz": ("Alex Herbst (Vorsitz)", (Role.CHAIR,)),
    "mitglied": ("Toni Lenz (Mitglied)", (Role.MEMBER,)),
}
"""Accounts of the demonstration: name before the ``@``, name, roles. Administration also runs the
installation, so that everything can be tried."""

SECRETARY = "schriftfuehrung"

PIECE = 256 * 1024
"""Bytes read at once."""


async def enter_demo(services: Services, folder: Path = DEMO) -> str:
    """Enter the meeting, unless it is there already, start its processing and return its id.

    Raises:
        DemoMissingError: a file of the demonstration is missing.
    """
    recording = _require(folder / "recording.opus")
    agenda, roster = _require(folder / "agenda.json"), _require(folder / "roster.json")
    with recording.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    plan = read_agenda(agenda)
    with acting_as(await _enter_people(services, plan)):
        meeting = await _find(services, sha256)
        if meeting is None:
            meeting = await services.meetings.create_meeting(plan, read_roster(roster))
            await services.recordings.add(meeting.summary.id, recording.name, _pieces(recording))
            meeting = await services.meetings.get_meeting(meeting.summary.id)
        if meeting.summary.state in {"recorded", "cancelled", "failed"}:
            await services.processing.start(meeting.summary.id)
    return meeting.summary.id


async def open_demo(services: Services, meeting: str) -> tuple[str, str]:
    """Return the path by which the secretary comes in, once, and the accounts' password, made now."""
    password = secrets.token_urlsafe(12)
    hashed = await hash_password(password)
    async with services.database.as_system().session() as session:
        accounts = await session.scalars(select(t.Account).where(t.Account.email.in_(_emails())))
        for account in accounts:
            account.password_hash = hashed
            if account.email == SECRETARY + MAIL:
                key = account.id
    return await services.entrance.setup.make_demo_link(key, f"/meetings/{meeting}"), password


async def _enter_people(services: Services, plan: Agenda) -> Principal:
    """Enter municipality, council and accounts, as far as they are not there; return the secretary."""
    async with services.database.as_system().session() as session:
        body = await find_body(session, plan.meeting.body or "")
        council = await find_organization(session, body.id, plan.meeting.organization or "")
        for start, (name, roles) in PEOPLE.items():
            email = start + MAIL
            account = await session.scalar(select(t.Account).where(t.Account.email == email))
            if account is not None:
                continue
            account = t.Account(email=email, name=name, operator=Role.ADMINISTRATOR in roles)
            session.add(account)
            await session.flush()
            session.add_all(
                t.RoleGrant(
                    account_id=account.id,
                    role=role.value,
                    body_id=body.id,
                    organization_id=council.id if role is Role.MEMBER else None,
                )
                for role in roles
            )
        await session.flush()
        key = (await session.scalars(select(t.Account.id).where(t.Account.email == SECRETARY + MAIL))).one()
        found = await load_principal(session, key)
    assert found is not None, "nobody locks the secretary of the demonstration"
    return found


def _emails() -> list[str]:
    return [start + MAIL for start in PEOPLE]


async def _find(services: Services, sha256: str) -> MeetingView | None:
    for summary in await services.meetings.list_meetings():
        meeting = await services.meetings.get_meeting(summary.id)
        if any(part.sha256 == sha256 for part in meeting.recordings):
            return meeting
    return None


def _require(path: Path) -> Path:
    if not path.is_file():
        raise DemoMissingError(path=path)
    return path


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece
