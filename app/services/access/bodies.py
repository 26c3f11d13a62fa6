"""Use-cases of municipalities and councils: operators enter them, and everybody sees their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import UNSET, UnsetType
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.access import Permission
from app.db import tables as t
from app.db.audit import record
from app.db.mapping import parse_id
from app.services.access.errors import (
    BodyNotFound,
    BodyTaken,
    ForbiddenError,
    NameMissing,
    OrganizationTaken,
)
from app.services.access.require import is_operator, may, require, require_operator
from app.services.access.views import BodyView, OrganizationView
from app.services.revisions import Expected, require_unchanged, stamp
from app.services.states import state_code

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database

LONGEST = 200

T = TypeVar("T", t.Body, t.Organization)


class BodyService:
    """Enters and lists municipalities with their councils."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list_bodies(self) -> tuple[BodyView, ...]:
        """Return the municipalities that who asks knows, by name; operators know all."""
        return await self._views()

    async def get_body(self, body_id: str) -> BodyView:
        """Return a municipality that who asks knows.

        Raises:
            BodyNotFound: there is none.
        """
        found = await self._views(body_id)
        if not found:
            raise BodyNotFound
        return found[0]

    async def create_body(
        self, name: str, organizations: Sequence[str] = (), *, state: str | None = None
    ) -> BodyView:
        """Enter a municipality; operators only.

        Raises:
            ForbiddenError: who asks is no operator.
            BodyTaken: there is one of the name.
            UnknownStateError: the law of the state is not known.
        """
        require_operator()
        shown = clean(name)
        try:
            async with self._database.session() as session:
                body = t.Body(name=shown, state=state_code(state))
                session.add(body)
                await session.flush()
                session.add_all(
                    t.Organization(body_id=body.id, name=clean(one)) for one in dict.fromkeys(organizations)
                )
                record(session, "body.created", body=body.id)
        except IntegrityError as error:
            raise BodyTaken(name=shown) from error
        return await self.get_body(str(body.id))

    async def change_body(
        self,
        body_id: str,
        *,
        name: str | None = None,
        state: str | UnsetType | None = UNSET,
        expected: Expected = None,
    ) -> BodyView:
        """Change name or state of a municipality; what is left out stays.

        Another state changes no minutes: the next draft of each meeting follows it.

        Args:
            body_id: the municipality.
            name: the new one.
            state: code or name; None or empty: the law of none in particular.
            expected: on what the change rests.

        Raises:
            BodyNotFound: there is no such municipality.
            ForbiddenError: who asks does not run it.
            ChangedMeanwhile: somebody changed it since.
            BodyTaken, NameMissing, UnknownStateError: what is given is wrong.
        """
        shown = None if name is None else clean(name)
        code = state if state is UNSET else state_code(state)
        try:
            async with self._database.session() as session:
                key = await require_body(session, body_id)
                _require_runs(session, key)
                row = await self._held(session, t.Body, key, expected)
                before = row.name, row.state
                row.name = shown or row.name
                row.state = row.state if code is UNSET else code
                if (row.name, row.state) != before:
                    record(session, "body.changed", body=row.id, name=row.name, state=row.state)
        except IntegrityError as error:
            raise BodyTaken(name=shown or "") from error
        return await self.get_body(body_id)

    async def get_organization(self, body_id: str, organization_id: str) -> OrganizationView:
        """Return a council of a municipality that who asks knows.

        Raises:
            BodyNotFound: there is no such municipality or council.
        """
        for one in (await self.get_body(body_id)).organizations:
            if parse_id(one.id) == parse_id(organization_id):
                return one
        raise BodyNotFound

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
            known = await session.scalar(select(row.id).where(row.body_id == body, row.name == shown))
            if known is None:
                made = row(body_id=body, name=shown)
                session.add(made)
                await session.flush()
                known = made.id
        return await self.get_organization(body_id, str(known))

    async def change_organization(
        self, body_id: str, organization_id: str, name: str, *, expected: Expected = None
    ) -> OrganizationView:
        """Give a council another name.

        Raises:
            BodyNotFound: there is no such municipality or council.
            ForbiddenError: who asks does not run the municipality.
            ChangedMeanwhile: somebody changed it since.
            OrganizationTaken, NameMissing: the name cannot be used.
        """
        shown = clean(name)
        try:
            async with self._database.session() as session:
                body = await require_body(session, body_id)
                key = await require_organization(session, body, organization_id)
                if key is None:
                    raise BodyNotFound
                _require_runs(session, body)
                row = await self._held(session, t.Organization, key, expected)
                if row.name != shown:
                    row.name = shown
                    record(session, "body.changed", body=body, organization=key, name=shown)
        except IntegrityError as error:
            raise OrganizationTaken(name=shown) from error
        return await self.get_organization(body_id, organization_id)

    async def _views(self, body_id: str | None = None) -> tuple[BodyView, ...]:
        body, place = t.Body, t.Organization
        bodies = select(body.id, body.name, body.state, stamp(body)).order_by(body.name)
        places = select(place.body_id, place.id, place.name, stamp(place)).order_by(place.name)
        if body_id is not None:
            key = parse_id(body_id)
            bodies, places = bodies.where(body.id == key), places.where(place.body_id == key)
        async with self._database.session() as session:
            found = (await session.execute(bodies)).tuples().all()
            councils: dict[UUID, list[OrganizationView]] = {}
            for owner, key, name, revision in (await session.execute(places)).tuples():
                councils.setdefault(owner, []).append(
                    OrganizationView(id=str(key), name=name, revision=revision)
                )
        return tuple(
            BodyView(
                id=str(key),
                name=name,
                state=state,
                revision=revision,
                organizations=tuple(councils.get(key, ())),
            )
            for key, name, state, revision in found
        )

    @staticmethod
    async def _held(session: AsyncSession, table: type[T], key: UUID, expected: Expected) -> T:
        """Return a row, kept from others until the transaction ends, in the revision that is expected."""
        found = (
            await session.execute(select(table, stamp(table)).where(table.id == key).with_for_update())
        ).first()
        if found is None:  # seen, and not to be changed by who asks
            raise ForbiddenError
        require_unchanged(found[1], expected)
        row: T = found[0]
        return row


def _require_runs(session: AsyncSession, body: UUID) -> None:
    if not is_operator(session):
        require(Permission.BODY_MANAGE, body, session=session)


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
