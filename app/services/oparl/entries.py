"""Reads objects from the database, as the portal's role: row-level security alone says what is there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

import msgspec
from sqlalchemy import ARRAY, func, select, type_coerce
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from app.db import tables as t
from app.services.oparl.facts import Facts, Kind, unpacked

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.ext.asyncio import AsyncSession

row = t.OParlObject


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """Which objects of a list are wanted (OParl 1.1, filters)."""

    created_since: dt.datetime | None = None
    created_until: dt.datetime | None = None
    modified_since: dt.datetime | None = None
    """With it, what is gone is told too."""
    modified_until: dt.datetime | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An object, from all the meetings it is known from."""

    id: UUID
    kind: Kind
    body: UUID
    parent: UUID | None
    created: dt.datetime
    modified: dt.datetime
    facts: Facts | None
    """None: gone."""


async def find(session: AsyncSession, kind: Kind, keys: Collection[UUID]) -> dict[UUID, Entry]:
    """Return objects by their ids, as far as they can be seen."""
    if not keys:
        return {}
    found = await _read(session, _entries(row.kind == kind, row.id.in_(keys)))
    return {one.id: one for one in found}


async def below(session: AsyncSession, kinds: Collection[Kind], parents: Collection[UUID]) -> list[Entry]:
    """Return what is shown inside objects and is not gone."""
    if not parents:
        return []
    statement = _entries(row.kind.in_(kinds), row.parent_id.in_(parents)).order_by(row.id)
    return await _read(session, statement.having(~func.bool_and(row.deleted)))


async def members(session: AsyncSession, organizations: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Return the ids of memberships by organization."""
    found: dict[UUID, list[UUID]] = {key: [] for key in organizations}
    if organizations:
        rows = await session.execute(
            select(row.organization_id, row.id)
            .where(row.kind == "membership", row.organization_id.in_(organizations), ~row.deleted)
            .group_by(row.organization_id, row.id)
            .order_by(row.id)
        )
        for organization, key in rows:
            found[organization].append(key)
    return found


async def page(
    session: AsyncSession,
    kind: Kind,
    filters: Filters,
    *,
    body: UUID | None = None,
    organization: UUID | None = None,
    after: UUID | None = None,
    limit: int,
) -> list[Entry]:
    """Return the next objects of a list by their ids, and one more than ``limit`` where there is one."""
    conditions = [row.kind == kind]
    if body is not None:
        conditions.append(row.body_id == body)
    if organization is not None:
        conditions.append(row.organization_id == organization)
    if after is not None:
        conditions.append(row.id > after)
    if filters.modified_since is not None:
        # The index finds them; what the object is made of may be older.
        recent = select(row.id).where(*conditions, row.modified_at >= filters.modified_since)
        conditions.append(row.id.in_(recent))
    statement = _entries(*conditions).order_by(row.id).limit(limit + 1)
    created, modified = func.min(row.created_at), func.max(row.modified_at)
    for bound, column, since in (
        (filters.created_since, created, True),
        (filters.created_until, created, False),
        (filters.modified_since, modified, True),
        (filters.modified_until, modified, False),
    ):
        if bound is not None:
            statement = statement.having(column >= bound if since else column <= bound)
    if filters.modified_since is None:
        statement = statement.having(~func.bool_and(row.deleted))
    return await _read(session, statement)


def _entries(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Return the statement for objects, each with the facts of its newest meeting."""
    ordered = aggregate_order_by(row.facts, row.day.desc().nulls_last(), row.meeting_id.desc())
    facts = func.array_agg(ordered, type_=ARRAY(JSONB)).filter(~row.deleted)
    newest = type_coerce(facts, ARRAY(JSONB))[1]
    return (
        select(
            row.id,
            row.kind,
            row.body_id,
            row.parent_id,
            func.min(row.created_at),
            func.max(row.modified_at),
            newest,
        )
        .where(*conditions)
        .group_by(row.id, row.kind, row.body_id, row.parent_id)
    )


async def _read(session: AsyncSession, statement: Select[Any]) -> list[Entry]:
    return [
        Entry(
            id=key,
            kind=cast("Kind", kind),
            body=body,
            parent=parent,
            created=created,
            modified=modified,
            facts=None if facts is None else unpacked(cast("Kind", kind), facts),
        )
        for key, kind, body, parent, created, modified, facts in await session.execute(statement)
    ]
