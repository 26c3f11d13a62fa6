"""On what a change rests, where rows count no revisions: the transaction that wrote them last.

PostgreSQL keeps it with every row (``xmin``), whoever writes, so no way of changing something can forget to
count. Two changes of one transaction look the same from outside, and are. Source of the method: Kung and
Robinson, "On Optimistic Methods for Concurrency Control", 1981.
"""

from __future__ import annotations

import hashlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Text, func, literal_column, select

from app.access import current_principal
from app.db import tables as t
from app.db.mapping import parse_id
from app.services.errors import ChangedMeanwhile

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.orm import DeclarativeBase

    from app.db import Database

Expected: TypeAlias = frozenset[str] | None
"""Revisions on one of which a change rests; None: on whatever there is."""

SIGNS = 16
"""Hexadecimal digits of a revision that is worked out of several things."""


def stamp(table: type[DeclarativeBase]) -> ColumnElement[str]:
    """Return the column with the revision of a row: another one after each change, whoever makes it."""
    return literal_column(f"CAST({table.__tablename__}.xmin AS text)", Text)


def joined(parts: Iterable[object]) -> str:
    """Return the revision of something made of several parts."""
    text = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:SIGNS]


def require_unchanged(found: str, expected: Expected) -> None:
    """Go on only where a change rests on what is there.

    Raises:
        ChangedMeanwhile: it rests on something else.
    """
    if expected is not None and found not in expected:
        raise ChangedMeanwhile


NOTHING = "0"
"""Revision of what nobody has set yet."""

LOCK = 7_262_011
"""Key of the advisory lock under which something is set that may not be there yet."""

Place: TypeAlias = "Select[tuple[str]]"
"""The rows that something consists of, as a statement for their revisions."""


def of_term(body_id: str, term_id: str) -> Place:
    """Return where an entry of a glossary is."""
    row = t.GlossaryTerm
    return _stamps(row).where(row.id == parse_id(term_id), row.body_id == parse_id(body_id))


def of_rule(body_id: str, kind: str) -> Place:
    """Return where a municipality's own rule of retention is."""
    row = t.RetentionRule
    return _stamps(row).where(row.body_id == parse_id(body_id), row.kind == kind)


def of_mail() -> Place:
    """Return where the wishes for mail of who asks are."""
    row = t.MailWish
    return _stamps(row).where(row.account_id == current_principal().account)


def of_recordings(meeting_id: str) -> Place:
    """Return where the parts of a meeting are: places and times are those of all together."""
    row = t.Recording
    return _stamps(row).where(row.meeting_id == parse_id(meeting_id)).order_by(row.id)


async def revision_at(database: Database, place: Place) -> str:
    """Return the revision of something, as who asks sees it."""
    async with database.session() as session:
        return await _found(session, place)


@asynccontextmanager
async def resting_on(database: Database, place: Place, expected: Expected) -> AsyncIterator[None]:
    """Let a change inside rest on a revision: nobody else changes the rows until it is done.

    What who asks does not see is left to the use-case inside, which says what is missing.

    Raises:
        ChangedMeanwhile: there is another revision.
    """
    if expected is None:
        yield
        return
    async with database.together(), database.session() as session:
        await session.execute(select(func.pg_advisory_xact_lock(LOCK)))
        require_unchanged(await _found(session, place.with_for_update()), expected)
        yield


async def _found(session: AsyncSession, place: Place) -> str:
    stamps = (await session.scalars(place)).all()
    if len(stamps) > 1:
        return joined(stamps)
    return stamps[0] if stamps else NOTHING


def _stamps(table: type[DeclarativeBase]) -> Place:
    return select(stamp(table)).select_from(table)
