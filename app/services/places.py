"""Where a new meeting belongs: a municipality and council in which who asks enters meetings.

The names on an agenda are only a hint. A secretary of one municipality never makes a second one by typing
another name, and never reaches into a foreign one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.access import Permission, current_principal
from app.db import tables as t
from app.db.engine import works_as_system
from app.services.access.errors import BodyUnclear, ForbiddenError, OrganizationUnclear
from app.services.rosters import find_body, find_organization

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from minutes.types import MeetingInfo

SHOWN = 20
"""Names that an error lists at most."""


async def find_place(session: AsyncSession, info: MeetingInfo) -> tuple[UUID, UUID]:
    """Return body and organization of a new meeting.

    Raises:
        ForbiddenError: who asks enters no meetings anywhere.
        BodyUnclear: the agenda names none of several municipalities.
        OrganizationUnclear: it names none of the councils, and others may not be made.
    """
    if works_as_system(session):
        body = await find_body(session, info.body or "")
        return body.id, (await find_organization(session, body.id, info.organization or "")).id
    principal = current_principal()
    if not principal.may_somewhere(Permission.MEETING_EDIT):
        raise ForbiddenError
    chosen = await _body(session, info.body or "")
    if principal.may(Permission.MEETING_EDIT, chosen):
        return chosen, (await find_organization(session, chosen, info.organization or "")).id
    return chosen, await _organization(session, chosen, info.organization or "")


async def _body(session: AsyncSession, name: str) -> UUID:
    held = {grant.body for grant in current_principal().grants}
    rows = (await session.scalars(select(t.Body).where(t.Body.id.in_(held)).order_by(t.Body.name))).all()
    places = (await session.scalars(select(t.Organization).where(t.Organization.body_id.in_(held)))).all()
    mine = [row for row in rows if _edits(row.id, [one.id for one in places if one.body_id == row.id])]
    named = [row for row in mine if _same(row.name, name)]
    if named:
        return named[0].id
    if len(mine) == 1:
        return mine[0].id
    if not mine:
        raise ForbiddenError
    raise BodyUnclear(name=name or "–", known=", ".join(row.name for row in mine[:SHOWN]))


def _edits(body: UUID, organizations: Sequence[UUID]) -> bool:
    principal = current_principal()
    return principal.may(Permission.MEETING_EDIT, body) or any(
        principal.may(Permission.MEETING_EDIT, body, one) for one in organizations
    )


async def _organization(session: AsyncSession, body: UUID, name: str) -> UUID:
    principal = current_principal()
    row = t.Organization
    rows = (await session.scalars(select(row).where(row.body_id == body).order_by(row.name))).all()
    mine = [one for one in rows if principal.may(Permission.MEETING_EDIT, body, one.id)]
    named = [one for one in mine if _same(one.name, name)]
    if named:
        return named[0].id
    if len(mine) == 1 and not name.strip():
        return mine[0].id
    raise OrganizationUnclear(name=name or "–", known=", ".join(one.name for one in mine[:SHOWN]))


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
