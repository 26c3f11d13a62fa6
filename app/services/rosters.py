"""Entering municipalities, councils and people as an agenda and a roster name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.db import tables as t

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from minutes.types import Person, Roster


async def find_body(session: AsyncSession, name: str) -> t.Body:
    """Return the municipality of a name, entered now if it is new."""
    await session.execute(insert(t.Body).values(name=name).on_conflict_do_nothing(index_elements=["name"]))
    return (await session.scalars(select(t.Body).where(t.Body.name == name))).one()


async def find_organization(session: AsyncSession, body: UUID, name: str) -> t.Organization:
    """Return the council of a name in a municipality, entered now if it is new."""
    row = t.Organization
    await session.execute(
        insert(row).values(body_id=body, name=name).on_conflict_do_nothing(index_elements=["body_id", "name"])
    )
    return (await session.scalars(select(row).where(row.body_id == body, row.name == name))).one()


async def enter_roster(session: AsyncSession, meeting: t.Meeting, roster: Roster) -> None:
    """Enter the roster of a meeting; people are found again by name in their municipality.

    A name that stands twice in one roster is two people.
    """
    names = {person.name for person in roster.people}
    known: dict[str, list[t.Person]] = {}
    statement = (
        select(t.Person)
        .where(t.Person.body_id == meeting.body_id, t.Person.name.in_(names))
        .order_by(t.Person.created_at.desc(), t.Person.id.desc())
    )
    for row in await session.scalars(statement):
        known.setdefault(row.name, []).append(row)
    for position, person in enumerate(roster.people):
        candidates = known.get(person.name)
        if candidates:
            row = candidates.pop()
        else:
            row = t.Person(body_id=meeting.body_id, name=person.name)
            session.add(row)
            await session.flush()
        session.add(
            t.Participant(
                meeting_id=meeting.id,
                person_id=row.id,
                position=position,
                role=person.role,
                office=person.office,
                party=person.party,
                votes=person.votes,
                present=person.present,
            )
        )
        await _enter_membership(session, row.id, meeting.organization_id, person)
    await session.flush()


async def _enter_membership(
    session: AsyncSession, person_id: UUID, organization_id: UUID, person: Person
) -> None:
    if person.role == "guest":
        return
    row = t.Membership
    known = await session.scalar(
        select(row).where(row.person_id == person_id, row.organization_id == organization_id)
    )
    if known is None:
        known = row(person_id=person_id, organization_id=organization_id)
        session.add(known)
    known.role, known.office, known.party, known.votes = (
        person.role,
        person.office,
        person.party,
        person.votes,
    )
