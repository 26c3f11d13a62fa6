"""Use-cases of retention: rules of a municipality, what goes next, legal holds, what went."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from uuid_utils.compat import uuid7

from app.access import Permission, current_principal
from app.db import tables as t
from app.db.audit import record
from app.db.mapping import parse_id
from app.services.access.errors import BodyNotFound
from app.services.access.require import may, require
from app.services.errors import MeetingNotFound, NotFound
from app.services.retention_plan import Due, find_due, own_rules
from app.services.retention_rules import EVENTS, KINDS, LONGEST, Rule
from app.services.shaping import title_of
from models.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database

AHEAD = dt.timedelta(days=30)
"""How far the page looks ahead."""

SHOWN = 50
CHOICES = 300
LONGEST_REASON = 500


class RuleInvalid(InputError):
    """There is no such rule; data: ``value``."""

    code = "retention-rule"
    de = (
        "Die Regel „{value}“ ist ungültig. Bitte Art, Ereignis und eine Zahl von Tagen (0 bis 36500) angeben."
    )
    en = 'The rule "{value}" is not valid. Give kind, event and a number of days (0 to 36500).'


class ReasonMissing(InputError):
    """A hold needs a reason."""

    code = "hold-reason"
    de = "Eine Löschsperre braucht einen Grund, zum Beispiel ein Aktenzeichen."
    en = "A legal hold needs a reason, for example the reference of a case."


class HoldNotFound(NotFound):
    """There is no such hold, or it was lifted; data: ``hold``."""

    code = "hold-not-found"
    de = "Die Löschsperre {hold} gibt es nicht oder nicht mehr."
    en = "There is no legal hold {hold}, or it was lifted."


class DueView(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a rule deletes soon."""

    meeting_id: str
    meeting: str
    """Title."""
    date: str | None
    kind: str
    rule: str
    at: dt.datetime
    held: bool


class HoldView(msgspec.Struct, frozen=True, kw_only=True):
    """A legal hold in force."""

    id: str
    meeting_id: str | None
    """None: everything of the municipality."""
    meeting: str | None
    reason: str
    since: dt.datetime
    by: str


class DeletionView(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was deleted."""

    at: dt.datetime
    kind: str
    rule: str
    count: int
    meeting_id: str | None
    ids: tuple[str, ...]


class RetentionView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of the page."""

    body_id: str
    body: str
    rules: tuple[Rule, ...]
    due: tuple[DueView, ...]
    holds: tuple[HoldView, ...]
    deletions: tuple[DeletionView, ...]
    """The latest first."""


class RetentionService:
    """Rules, preview, holds.

    Reads as the system once the right was checked: who manages a municipality need not read its drafts to
    see that they go.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._system = database.as_system()

    async def bodies(self) -> tuple[tuple[str, str], ...]:
        """Return id and name of the municipalities whose rules who asks may set."""
        async with self._database.session() as session:
            rows = await session.execute(select(t.Body.id, t.Body.name).order_by(t.Body.name))
            return tuple((str(key), name) for key, name in rows if may(Permission.BODY_MANAGE, key))

    async def overview(self, body_id: str) -> RetentionView:
        """Return rules, what goes in the next 30 days, holds and deletions.

        Raises:
            BodyNotFound: there is no such municipality.
            ForbiddenError: who asks does not manage it.
        """
        async with self._system.session() as session:
            body = await self._require(session, body_id)
            rules = await session.run_sync(own_rules, body.id)
            due = await session.run_sync(find_due, body.id, t.now() + AHEAD)
            holds = (
                await session.scalars(
                    select(t.LegalHold)
                    .where(t.LegalHold.body_id == body.id, t.LegalHold.lifted_at.is_(None))
                    .order_by(t.LegalHold.created_at)
                )
            ).all()
            gone = await session.scalars(
                select(t.DeletionRecord)
                .where(t.DeletionRecord.body_id == body.id)
                .order_by(t.DeletionRecord.at.desc())
                .limit(SHOWN)
            )
            deletions = tuple(_deletion(row) for row in gone)
            titles = await _titles(
                session, [*(one.meeting for one in due), *(one.meeting_id for one in holds)]
            )
        return RetentionView(
            body_id=str(body.id),
            body=body.name,
            rules=rules,
            due=tuple(_due(one, titles) for one in due),
            holds=tuple(_hold(one, titles) for one in holds),
            deletions=deletions,
        )

    async def meetings(self, body_id: str) -> tuple[tuple[str, str], ...]:
        """Return id and title of the latest meetings, for choosing one; raises as :meth:`overview`."""
        async with self._system.session() as session:
            body = await self._require(session, body_id)
            keys = (
                await session.scalars(
                    select(t.Meeting.id)
                    .where(t.Meeting.body_id == body.id)
                    .order_by(t.Meeting.date.desc().nulls_last(), t.Meeting.created_at.desc())
                    .limit(CHOICES)
                )
            ).all()
            titles = await _titles(session, keys)
        return tuple((str(key), ", ".join(part for part in titles[key] if part)) for key in keys)

    async def set_rule(self, body_id: str, kind: str, event: str, days: int | None) -> None:
        """Set one rule; None: never by itself.

        Raises:
            RuleInvalid: there is no such kind or event, or the days are out of range.
        """
        rule = Rule(kind=kind, event=event, days=days)
        if kind not in KINDS or event not in EVENTS or (days is not None and not 0 <= days <= LONGEST):
            raise RuleInvalid(value=f"{kind}: {rule}"[:100])
        async with self._database.session() as session:
            body = await self._require(session, body_id)
            values = {"event": event, "days": days, "updated_at": t.now()}
            await session.execute(
                insert(t.RetentionRule)
                .values(id=uuid7(), body_id=body.id, kind=kind, created_at=t.now(), **values)
                .on_conflict_do_update(index_elements=["body_id", "kind"], set_=values)
            )
            record(session, "retention.changed", body=body.id, kind=kind, rule=str(rule))

    async def place_hold(self, body_id: str, reason: str, *, meeting_id: str | None = None) -> HoldView:
        """Stop every deletion in a meeting, or in the municipality, until the hold is lifted.

        Raises:
            ReasonMissing: why is not said.
            MeetingNotFound: the municipality has no such meeting.
        """
        why = " ".join(reason.split())[:LONGEST_REASON]
        if not why:
            raise ReasonMissing
        async with self._database.session() as session:
            body = await self._require(session, body_id)
            meeting = await self._meeting(session, body.id, meeting_id) if meeting_id else None
            who = current_principal()
            row = t.LegalHold(
                body_id=body.id,
                meeting_id=meeting,
                reason=why,
                placed_by=who.account,
                placed_by_name=who.name,
            )
            session.add(row)
            await session.flush()
            record(session, "hold.placed", body=body.id, meeting=meeting, hold=row.id)
            titles = await _titles(session, [meeting])
            return _hold(row, titles)

    async def lift_hold(self, body_id: str, hold_id: str) -> None:
        """Let deletions go on.

        Raises:
            HoldNotFound: there is none, or it was lifted.
        """
        async with self._database.session() as session:
            body = await self._require(session, body_id)
            row = await session.scalar(
                select(t.LegalHold)
                .where(
                    t.LegalHold.id == parse_id(hold_id),
                    t.LegalHold.body_id == body.id,
                    t.LegalHold.lifted_at.is_(None),
                )
                .with_for_update()
            )
            if row is None:
                raise HoldNotFound(hold=hold_id[:50])
            row.lifted_at, row.lifted_by = t.now(), current_principal().account
            record(session, "hold.lifted", body=body.id, meeting=row.meeting_id, hold=row.id)

    @staticmethod
    async def _require(session: AsyncSession, body_id: str) -> t.Body:
        row = await session.scalar(select(t.Body).where(t.Body.id == parse_id(body_id)))
        if row is None:
            raise BodyNotFound(body=body_id[:50])
        require(Permission.BODY_MANAGE, row.id)
        return row

    @staticmethod
    async def _meeting(session: AsyncSession, body: UUID, meeting_id: str) -> UUID:
        key: UUID | None = await session.scalar(
            select(t.Meeting.id).where(t.Meeting.id == parse_id(meeting_id), t.Meeting.body_id == body)
        )
        if key is None:
            raise MeetingNotFound(meeting=meeting_id[:50])
        return key


async def _titles(
    session: AsyncSession, meetings: Iterable[UUID | None]
) -> dict[UUID, tuple[str, str | None]]:
    keys = {key for key in meetings if key is not None}
    if not keys:
        return {}
    rows = await session.execute(
        select(t.Meeting.id, t.Organization.name, t.Meeting.number, t.Meeting.date)
        .join(t.Organization, t.Organization.id == t.Meeting.organization_id)
        .where(t.Meeting.id.in_(keys))
    )
    return {
        key: (title_of(name, number, ""), date.isoformat() if date else None)
        for key, name, number, date in rows
    }


def _due(one: Due, titles: Mapping[UUID, tuple[str, str | None]]) -> DueView:
    title, date = titles.get(one.meeting, ("", None))
    return DueView(
        meeting_id=str(one.meeting),
        meeting=title,
        date=date,
        kind=one.kind,
        rule=one.rule,
        at=one.at,
        held=one.held,
    )


def _hold(row: t.LegalHold, titles: Mapping[UUID, tuple[str, str | None]]) -> HoldView:
    return HoldView(
        id=str(row.id),
        meeting_id=str(row.meeting_id) if row.meeting_id else None,
        meeting=titles.get(row.meeting_id, ("", None))[0] if row.meeting_id else None,
        reason=row.reason,
        since=row.created_at,
        by=row.placed_by_name,
    )


def _deletion(row: t.DeletionRecord) -> DeletionView:
    return DeletionView(
        at=row.at,
        kind=row.kind,
        rule=row.rule,
        count=row.count,
        meeting_id=str(row.meeting_id) if row.meeting_id else None,
        ids=tuple(row.ids),
    )
