"""The audit log for those who may read it: administrators their municipality's, operators all of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import select

from app.access import Permission, current_principal
from app.db import tables as t
from app.db.audit import ACTIONS, as_fields, head_of, record
from app.db.mapping import parse_id
from app.services.access.require import is_operator, require_somewhere
from models.errors import InputError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database

__all__ = ("AuditEntryView", "AuditFilter", "AuditFilterInvalid", "AuditPage", "AuditService", "record")

PER_PAGE = 100
MOST_EXPORTED = 1_000_000
CHUNK = 1000


class AuditFilterInvalid(InputError):
    """A filter cannot be understood; data: ``value``."""

    code = "audit-filter"
    de = "Die Angabe „{value}“ ist nicht zu verstehen. Nötig: ein Tag wie 2026-05-21 oder eine Zahl."
    en = 'The value "{value}" cannot be understood. Give a day like 2026-05-21, or a number.'


class AuditFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries; empty fields do not narrow."""

    since: dt.date | None = None
    until: dt.date | None = None
    """The whole day, in UTC."""
    actor: str = ""
    """Part of the name."""
    action: str = ""
    """Stable name, or its first part: ``grant``."""
    meeting: str = ""

    @classmethod
    def read(
        cls, *, since: str = "", until: str = "", actor: str = "", action: str = "", meeting: str = ""
    ) -> AuditFilter:
        """Return a filter from what a form or an address says.

        Raises:
            AuditFilterInvalid: a day is none.
        """
        return cls(
            since=_day(since),
            until=_day(until),
            actor=actor.strip()[:200],
            action=action.strip(),
            meeting=meeting.strip(),
        )


class AuditEntryView(msgspec.Struct, frozen=True, kw_only=True):
    """One entry."""

    seq: int
    at: dt.datetime
    actor_id: str | None
    actor: str
    action: str
    body_id: str | None
    body: str | None
    """Name of the municipality, where there still is one."""
    meeting_id: str | None
    details: dict[str, Any]


class AuditPage(msgspec.Struct, frozen=True, kw_only=True):
    """Entries, the latest first."""

    entries: tuple[AuditEntryView, ...]
    before: int | None
    """Number with which the next page goes on; None: there is none."""


class AuditService:
    """Shows and exports the log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def actions(self) -> tuple[str, ...]:
        """All names of actions."""
        return tuple(sorted(ACTIONS))

    async def list(
        self, chosen: AuditFilter, *, before: int | None = None, limit: int = PER_PAGE
    ) -> AuditPage:
        """Return entries that who asks may see, the latest first.

        Raises:
            ForbiddenError: who asks may read no log at all.
        """
        _require()
        async with self._database.session() as session:
            rows = await _rows(session, chosen, before, limit + 1)
        views = tuple(_view(row, body) for row, body in rows[:limit])
        return AuditPage(entries=views, before=views[-1].seq if len(rows) > limit else None)

    def export(self, chosen: AuditFilter) -> AsyncIterator[Mapping[str, Any]]:
        """Yield entries with their hashes, the latest first; the export is itself recorded.

        Raises:
            ForbiddenError: who asks may read no log at all; at once, before anything is yielded.
        """
        _require()
        return self._export(chosen)

    async def _export(self, chosen: AuditFilter) -> AsyncIterator[Mapping[str, Any]]:
        async with self._database.session() as session:
            for body in [None] if is_operator() else sorted(_own_bodies()):
                record(session, "log.exported", body=body)
        before: int | None = None
        for _ in range(MOST_EXPORTED // CHUNK):
            async with self._database.session() as session:
                rows = await _rows(session, chosen, before, CHUNK)
            for row, _ in rows:
                yield as_fields(row)
            if len(rows) < CHUNK:
                return
            before = rows[-1][0].seq

    async def head(self) -> int:
        """Return the number of the last entry, for the figures of the monitor."""
        async with self._database.as_system().session() as session:
            return (await session.run_sync(head_of)).seq


def _require() -> None:
    if not is_operator():
        require_somewhere(Permission.AUDIT_READ)


def _own_bodies() -> set[UUID]:
    who = current_principal()
    return {grant.body for grant in who.grants if who.may(Permission.AUDIT_READ, grant.body)}


async def _rows(
    session: AsyncSession, chosen: AuditFilter, before: int | None, limit: int
) -> list[tuple[t.AuditEntry, str | None]]:
    statement = (
        select(t.AuditEntry, t.Body.name)
        .outerjoin(t.Body, t.Body.id == t.AuditEntry.body_id)
        .where(*_conditions(chosen))
        .order_by(t.AuditEntry.seq.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(t.AuditEntry.seq < before)
    return [(row, body) for row, body in (await session.execute(statement)).tuples()]


def _conditions(chosen: AuditFilter) -> list[ColumnElement[bool]]:
    row = t.AuditEntry
    found: list[ColumnElement[bool]] = []
    if chosen.since is not None:
        found.append(row.at >= _midnight(chosen.since))
    if chosen.until is not None:
        found.append(row.at < _midnight(chosen.until + dt.timedelta(days=1)))
    if chosen.actor:
        found.append(row.actor.icontains(chosen.actor, autoescape=True))
    if chosen.action:
        found.append(
            (row.action == chosen.action) | row.action.startswith(f"{chosen.action}.", autoescape=True)
        )
    if chosen.meeting:
        found.append(row.meeting_id == parse_id(chosen.meeting))
    return found


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _day(value: str) -> dt.date | None:
    if not value.strip():
        return None
    try:
        day = dt.date.fromisoformat(value.strip())
    except ValueError as error:
        raise AuditFilterInvalid(value=value[:50]) from error
    if not 2000 <= day.year < 9999:  # noqa: PLR2004 - a day later must still be one
        raise AuditFilterInvalid(value=value[:50])
    return day


def _view(row: t.AuditEntry, body: str | None) -> AuditEntryView:
    return AuditEntryView(
        seq=row.seq,
        at=row.at,
        actor_id=str(row.actor_id) if row.actor_id else None,
        actor=row.actor,
        action=row.action,
        body_id=str(row.body_id) if row.body_id else None,
        body=body,
        meeting_id=str(row.meeting_id) if row.meeting_id else None,
        details=row.details,
    )
