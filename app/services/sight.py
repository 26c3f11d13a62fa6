"""What who asks may see of a meeting: the rule of the services, beside the same rule of the database."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select

from app.access import Permission, Principal, current_principal
from app.db import tables as t
from app.db.engine import works_as_system
from minutes.types import Roster

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from minutes.types import Agenda


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """What may be seen of a meeting."""

    known: bool
    """That it exists: organization, number, date, place."""
    readable: bool
    """The public part."""
    nonpublic: bool
    """The non-public part."""
    rights: frozenset[Permission]
    """What is held in the meeting's organization."""
    body: UUID | None = None
    """Whose it is."""


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """Where a meeting belongs and how far it is open."""

    id: UUID
    body: UUID
    organization: UUID
    released: datetime | None
    published: datetime | None
    public: bool
    linked: bool = False
    """The link of who asks opens it …"""
    linked_nonpublic: bool = False
    """… with the non-public part."""


EVERYTHING = Sight(known=True, readable=True, nonpublic=True, rights=frozenset(Permission))
"""What the system sees."""


def sight_of(meeting: Placed, principal: Principal) -> Sight:
    """Return what ``principal`` sees of a meeting; the policies of ``meeting`` say the same in SQL."""
    held = frozenset(one for one in Permission if principal.may(one, meeting.body, meeting.organization))
    published = meeting.published is not None and meeting.public
    opened = meeting.released is not None and Permission.MEETING_READ in held
    draft = Permission.DRAFT_READ in held
    closed = Permission.NONPUBLIC_READ in held
    in_time = meeting.published is not None and Permission.MEETING_READ in held
    return Sight(
        known=published
        or Permission.MEETING_LIST in held
        or (opened and (meeting.public or closed))
        or meeting.linked,
        readable=published or draft or opened or meeting.linked,
        nonpublic=(closed and (draft or opened or in_time)) or meeting.linked_nonpublic,
        rights=held,
        body=meeting.body,
    )


_PLACED = select(
    t.Meeting.id,
    t.Meeting.body_id,
    t.Meeting.organization_id,
    t.Meeting.released_at,
    t.Meeting.published_at,
    t.Meeting.public,
).where(t.Meeting.id == bindparam("key"))
"""Made once: nearly every request asks it."""


async def find_sight(session: AsyncSession, key: UUID, *, lock: bool = False) -> Sight | None:
    """Return what who asks sees of the meeting ``key``; None where there is none.

    Args:
        session: of the transaction.
        key: of the meeting.
        lock: keep others from changing it until the transaction ends.
    """
    statement = _PLACED.with_for_update() if lock else _PLACED
    found = (await session.execute(statement, {"key": key})).first()
    if found is None:
        return None
    if works_as_system(session):
        return EVERYTHING
    principal = current_principal()
    linked = (False, False)
    if principal.link is not None:
        linked = (await _opens(session, key, nonpublic=False), await _opens(session, key, nonpublic=True))
    placed = Placed(
        id=found.id,
        body=found.body_id,
        organization=found.organization_id,
        released=found.released_at,
        published=found.published_at,
        public=found.public,
        linked=linked[0],
        linked_nonpublic=linked[1],
    )
    return sight_of(placed, principal)


async def _opens(session: AsyncSession, key: UUID, *, nonpublic: bool) -> bool:
    """Ask the database whether the link of the transaction opens the meeting."""
    opened = await session.scalars(select(func.app_linked(nonpublic)))
    return key in set(opened)


def cut_agenda(agenda: Agenda, sight: Sight) -> Agenda:
    """Return an agenda without the items that must not be seen."""
    if not sight.readable:
        return msgspec.structs.replace(agenda, items=())
    if sight.nonpublic:
        return agenda
    return msgspec.structs.replace(agenda, items=tuple(item for item in agenda.items if item.public))


def cut_roster(roster: Roster, sight: Sight) -> Roster:
    """Return a roster without guests, who may have come for the non-public part alone."""
    if not sight.readable:
        return Roster()
    if sight.nonpublic:
        return roster
    return msgspec.structs.replace(
        roster, people=tuple(person for person in roster.people if person.role != "guest")
    )
