"""Use-cases of writing the minutes: read them, change a place, take back, settle differences.

The draft of the engines is kept as it was made; changes of people are a log on top of it. A new draft takes
the log over (:mod:`app.jobs.rewriting`), so that nobody's work is lost to an engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from cachetools import LRUCache
from msgspec import UNSET
from sqlalchemy import func, select

from app.access import Permission, current_principal
from app.db import tables as t
from app.db.audit import record
from app.db.mapping import WHOLE_MEETING, agenda_of, roster_of
from app.services.lookup import see_whole_meeting
from app.services.writing.errors import MinutesFrozenError, PlaceChangedError, UndoNotPossibleError
from app.services.writing.views import ChangeView, Made, MinutesDesk, Standing, Wish
from minutes.draft import Sources, with_open_points
from minutes.editing import (
    AddEntry,
    Change,
    ChangePlaceError,
    Difference,
    RemoveEntry,
    SetField,
    apply_change,
    apply_changes,
    change_from,
    inverse,
    settled,
    value_at,
)
from minutes.profiles import find_profile
from minutes.types import Minutes

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.services.results import ResultService

EDIT = Permission.MEETING_EDIT
QUIET = 600.0
"""Seconds within which the work of one person on one meeting is one entry of the log."""

OPEN = frozenset({"draft", "in-review"})
"""States of :mod:`minutes.lifecycle` in which minutes are written."""

KEPT = 16
"""Meetings whose minutes are kept as they stand, so that a change does not decode them anew."""


class WritingService:
    """Reads and changes minutes that are not signed yet."""

    def __init__(self, database: Database, results: ResultService) -> None:
        self._database = database
        self._results = results
        self._kept: LRUCache[UUID, tuple[str, Minutes]] = LRUCache(KEPT)

    async def open(self, meeting_id: str) -> MinutesDesk:
        """Return the minutes as they stand.

        Raises:
            MeetingNotFound: no meeting has the id.
            ForbiddenError: who asks may not change them.
            NotReady: there is no draft yet.
        """
        async with self._database.together(), self._database.session() as session:
            key = await see_whole_meeting(session, meeting_id, permission=EDIT)
            transcript = await self._results.transcript(meeting_id)
            outcomes = await self._results.outcomes(meeting_id)
            work = await session.get(t.MinutesWork, key)
            minutes = await self._standing(session, meeting_id, work)
            meeting = (await session.scalars(WHOLE_MEETING, {"meeting": key})).one()
            sources = Sources(transcript, outcomes, agenda_of(meeting), roster_of(meeting))
            profile = find_profile(minutes.state) if minutes.state else None
            return MinutesDesk(
                minutes=with_open_points(minutes, sources, profile),
                seq=work.seq if work is not None else 0,
                printed=work is None or work.printed_seq == work.seq,
                differences=msgspec.convert(work.differences, tuple[Difference, ...]) if work else (),
            )

    async def change(self, meeting_id: str, wish: Wish) -> Made:
        """Make a change.

        Raises:
            MeetingNotFound, ForbiddenError, NotReady: as :meth:`open`.
            MinutesFrozenError: they are laid before those who sign, or signed.
            PlaceChangedError: somebody else changed the place since it was seen.
            ChangePlaceError, ChangeValueError, ChangeNotPossibleError: it cannot be made.
        """
        async with self._database.together(), self._database.session() as session:
            key = await see_whole_meeting(session, meeting_id, permission=EDIT, lock=True)
            if (known := await _repeated(session, key, wish)) is not None:
                return known
            work = await self._begun(session, key, meeting_id)
            minutes = await self._standing(session, meeting_id, work)
            _as_seen(minutes, wish)
            return await self._make(session, work, minutes, wish)

    async def undo(self, meeting_id: str, seq: int, client_id: UUID) -> Made:
        """Take a change back, by another change; taken back itself, it is made again.

        Raises:
            MeetingNotFound, ForbiddenError, NotReady: as :meth:`open`.
            UndoNotPossibleError: there is no such change, or what it made is not there any more.
        """
        row = t.MinutesChange
        async with self._database.together(), self._database.session() as session:
            key = await see_whole_meeting(session, meeting_id, permission=EDIT, lock=True)
            found = await session.scalar(select(row).where(row.meeting_id == key, row.seq == seq))
            if found is None:
                raise UndoNotPossibleError(seq=seq)
            back: Change = change_from(found.inverse)
            wish = Wish(client_id=client_id, change=back)
            if (known := await _repeated(session, key, wish)) is not None:
                return known
            work = await self._begun(session, key, meeting_id)
            minutes = await self._standing(session, meeting_id, work)
            try:
                return await self._make(session, work, minutes, wish, undoes=seq)
            except ChangePlaceError as error:
                raise UndoNotPossibleError(seq=seq) from error

    async def settle(self, meeting_id: str, path: tuple[str, ...], client_id: UUID, *, take: bool) -> None:
        """Settle a difference: take what the newer draft says, or keep what a person entered.

        Raises:
            MeetingNotFound, ForbiddenError, NotReady: as :meth:`open`.
            ChangePlaceError: nothing differs there (any more).
        """
        async with self._database.together(), self._database.session() as session:
            key = await see_whole_meeting(session, meeting_id, permission=EDIT, lock=True)
            work = await self._begun(session, key, meeting_id)
            differences = msgspec.convert(work.differences, tuple[Difference, ...])
            chosen = next((one for one in differences if one.path == path), None)
            if chosen is None:
                raise ChangePlaceError(place=" › ".join(path))
            if take:
                change: Change = (
                    RemoveEntry(path=path[:-1]) if chosen.gone else SetField(path=path, value=chosen.offered)
                )
                minutes = await self._standing(session, meeting_id, work)
                await self._make(session, work, minutes, Wish(client_id=client_id, change=change))
            left = [one for one in differences if one.path != path]
            work.differences = msgspec.to_builtins(left)

    async def history(
        self, meeting_id: str, *, before: int | None = None, limit: int = 100
    ) -> list[ChangeView]:
        """Return changes, the latest first; raises as :meth:`open`.

        Args:
            meeting_id: the meeting.
            before: number of the last change of the stretch before.
            limit: changes at most.
        """
        row = t.MinutesChange
        async with self._database.session() as session:
            key = await see_whole_meeting(session, meeting_id, permission=EDIT)
            wanted = select(row).where(row.meeting_id == key).order_by(row.seq.desc()).limit(limit)
            if before is not None:
                wanted = wanted.where(row.seq < before)
            return [_view(found) for found in await session.scalars(wanted)]

    async def standing(self, session: AsyncSession, key: UUID) -> Standing:
        """Return the minutes with every change of people; for services that have asked for the rights.

        Raises:
            NotReady: there is no draft yet.
        """
        work = await session.get(t.MinutesWork, key)
        minutes = await self._standing(session, str(key), work)
        return Standing(minutes=minutes, version=f"{work.seq} {work.changed_at.timestamp()}" if work else "")

    async def _begun(self, session: AsyncSession, key: UUID, meeting_id: str) -> t.MinutesWork:
        """Return the row of the work, locked; made on the draft of today where there is none.

        Raises:
            MinutesFrozenError: the minutes are not to be changed any more.
        """
        life = await session.get(t.MinutesLife, key)
        if life is not None and life.state not in OPEN:
            raise MinutesFrozenError
        row = t.MinutesWork
        found: t.MinutesWork | None = await session.scalar(
            select(row).where(row.meeting_id == key).with_for_update()
        )
        if found is not None:
            return found
        draft = await self._results.minutes(meeting_id)
        made = row(
            meeting_id=key,
            base=msgspec.json.decode(msgspec.json.encode(draft)),
            seq=0,
            printed_seq=0,
            differences=[],
            changed_at=t.now(),
        )
        session.add(made)
        await session.flush()
        return made

    async def _standing(self, session: AsyncSession, meeting_id: str, work: t.MinutesWork | None) -> Minutes:
        """Return the minutes with every change, but without their open points worked out again."""
        if work is None:
            return await self._results.minutes(meeting_id)
        mark = f"{work.seq} {work.changed_at.timestamp()}"
        kept = self._kept.get(work.meeting_id)
        if kept is not None and kept[0] == mark:
            return kept[1]
        row = t.MinutesChange
        log = await session.scalars(
            select(row.change)
            .where(row.meeting_id == work.meeting_id, row.change.is_not(None))
            .order_by(row.seq)
        )
        changes = [change_from(one) for one in log]
        minutes = apply_changes(msgspec.convert(work.base, Minutes), changes)
        self._kept[work.meeting_id] = (mark, minutes)
        return minutes

    async def _make(
        self,
        session: AsyncSession,
        work: t.MinutesWork,
        minutes: Minutes,
        wish: Wish,
        *,
        undoes: int | None = None,
    ) -> Made:
        change = settled(minutes, wish.change)
        after = apply_change(minutes, change)
        back = inverse(minutes, change)
        principal = current_principal()
        work.seq += 1
        work.changed_at = t.now()
        session.add(
            t.MinutesChange(
                meeting_id=work.meeting_id,
                seq=work.seq,
                client_id=wish.client_id,
                made=msgspec.to_builtins(change),
                change=msgspec.to_builtins(change),
                inverse=msgspec.to_builtins(back),
                undoes=undoes,
                account_id=principal.account,
                account_name=principal.name,
            )
        )
        await _note(session, work, principal.account)
        await session.flush()
        self._kept[work.meeting_id] = (f"{work.seq} {work.changed_at.timestamp()}", after)
        return Made(seq=work.seq, state="applied", change=change)


async def _note(session: AsyncSession, work: t.MinutesWork, account: UUID | None) -> None:
    """Record that a person works on the minutes: once for each while, not for each key."""
    row = t.MinutesChange
    age = func.extract("epoch", func.now() - func.max(row.created_at))
    passed = await session.scalar(
        select(age).where(row.meeting_id == work.meeting_id, row.account_id == account, row.seq < work.seq)
    )
    if passed is None or float(passed) > QUIET:
        record(session, "minutes.changed", meeting=work.meeting_id, origin="person", seq=work.seq)


async def _repeated(session: AsyncSession, key: UUID, wish: Wish) -> Made | None:
    row = t.MinutesChange
    found = await session.scalar(select(row).where(row.meeting_id == key, row.client_id == wish.client_id))
    if found is None:
        return None
    made: Change = change_from(found.made)
    return Made(seq=found.seq, state="repeated", change=made)


def _as_seen(minutes: Minutes, wish: Wish) -> None:
    if wish.seen is UNSET or not isinstance(wish.change, SetField):
        return
    current = value_at(minutes, wish.change.path)
    if current not in (wish.seen, wish.change.value):
        raise PlaceChangedError(place=" › ".join(wish.change.path), current=current)


def _view(row: t.MinutesChange) -> ChangeView:
    made: Change = change_from(row.made)
    back: Change = change_from(row.inverse)
    before: Any = None
    if isinstance(back, SetField):
        before = back.value
    elif isinstance(back, AddEntry):
        before = back.entry
    return ChangeView(
        seq=row.seq, change=made, before=before, undoes=row.undoes, by=row.account_name, at=row.created_at
    )
