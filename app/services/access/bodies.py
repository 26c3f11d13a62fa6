"""Use-cases of municipalities and councils: operators enter them, and everybody sees their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.access import Permission
from app.db import tables as t
from app.db.audit import record
from app.db.mapping import parse_id
from app.services.access.errors import BodyNotFound, BodyTaken, NameMissing
from app.services.access.require import is_operator, may, require, require_operator
from app.services.access.views import BodyView, OrganizationView

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database

LONGEST = 200


class BodyService:
    """Enters and lists municipalities with their councils."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list_bodies(self) -> tuple[BodyView, ...]:
        """Return the municipalities that who asks knows, by name; operators know all."""
        async with self._database.session() as session:
            bodies = (await session.scalars(select(t.Body).order_by(t.Body.name))).all()
            places = (await session.scalars(select(t.Organization).order_by(t.Organization.name))).all()
        return tuple(_view(body, [one for one in places if one.body_id == body.id]) for body in bodies)

    async def create_body(self, name: str, organizations: Sequence[str] = ()) -> BodyView:
        """Enter a municipality; operators only.

        Raises:
            ForbiddenError: who asks is no operator.
            BodyTaken: there is one of the name.
        """
        require_operator()
        shown = clean(name)
        try:
            async with self._database.session() as session:
                body = t.Body(name=shown)
                session.add(body)
                await session.flush()
                places = [
                    t.Organization(body_id=body.id, name=clean(one)) for one in dict.fromkeys(organizations)
                ]
                session.add_all(places)
                record(session, "body.created", body=body.id)
        except IntegrityError as error:
            raise BodyTaken(name=shown) from error
        return _view(body, places)

    async def add_organization(self, body_id: str, name: str) -> OrganizationView:
        """Enter a council of a municipality; one that is there already is returned.

        Raises:
            ForbiddenError: who asks neither enters meetings for the whole body nor runs it.
            BodyNotFound: there is no such municipality.
        """
        async with self._database.session() as session:
            body = await require_body(session, body_id)
            if not (is_operator(session) or may(Permission.MEETING_EDIT, body)):
                require(Permission.BODY_MANAGE, body, session=session)
            row = t.Organization
            shown = clean(name)
            known = await session.scalar(select(row).where(row.body_id == body, row.name == shown))
            if known is None:
                known = row(body_id=body, name=shown)
                session.add(known)
                await session.flush()
            return OrganizationView(id=str(known.id), name=known.name)


async def require_body(session: AsyncSession, body_id: str) -> UUID:
    """Return the key of a municipality that the session sees.

    Raises:
        BodyNotFound: there is none.
    """
    key = await session.scalar(select(t.Body.id).where(t.Body.id == parse_id(body_id)))
    if key is None:
        raise BodyNotFound
    return key


async def require_organization(session: AsyncSession, body: UUID, organization_id: str | None) -> UUID | None:
    """Return the key of a council of a municipality; None where none is named.

    Raises:
        BodyNotFound: the municipality has no such council.
    """
    if not organization_id:
        return None
    row = t.Organization
    key = await session.scalar(select(row.id).where(row.id == parse_id(organization_id), row.body_id == body))
    if key is None:
        raise BodyNotFound
    return key


def clean(name: str) -> str:
    """Return a name without spaces around it.

    Raises:
        NameMissing: nothing is left.
    """
    shown = " ".join(name.split())[:LONGEST]
    if not shown:
        raise NameMissing
    return shown


def _view(body: t.Body, places: Sequence[t.Organization]) -> BodyView:
    return BodyView(
        id=str(body.id),
        name=body.name,
        organizations=tuple(OrganizationView(id=str(one.id), name=one.name) for one in places),
    )
