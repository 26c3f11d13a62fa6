"""Use-cases of correcting the transcript: read it, correct, take back, see what others do.

The transcript of the engines is kept as it was made; corrections are a log on top of it
(:mod:`minutes.correcting`). The next draft rests on them (:mod:`app.jobs.correcting`).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
from cachetools import LRUCache
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from app.access import Permission, current_principal
from app.db import tables as t
from app.db.audit import record
from app.db.corrections import base_of, corrected_of, edits_since, to_json
from app.db.mapping import WHOLE_MEETING, agenda_of, roster_of
from app.services.correcting.errors import CorrectionChangedError, CorrectionUndoError
from app.services.correcting.shaping import changes_of, edit_view, page_of
from app.services.correcting.teaching import Teacher
from app.services.correcting.views import (
    Changes,
    DeskPage,
    EditView,
    EditWish,
    Outcome,
    Present,
    edit_of,
)
from app.services.lookup import see_whole_meeting
from app.services.writing.errors import MinutesFrozenError
from app.services.writing.service import OPEN, QUIET
from minutes.correcting import (
    Corrected,
    Restore,
    SetText,
    apply_edit,
    edit_from,
    from_transcript,
    heard_of,
    settled,
)
from models.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.services.glossary import GlossaryService
    from app.services.results import ResultService
    from minutes.correcting import Edit

EDIT = Permission.MEETING_EDIT

KEPT = 8
"""Meetings whose transcript is kept as it stands, so that a correction does not decode it anew."""

HERE = dt.timedelta(seconds=30)
"""How long somebody counts as present who gives no sign."""


class CorrectingService:
    """Reads and corrects transcripts of minutes that are not signed yet."""

    def __init__(self, database: Database, results: ResultService, glossary: GlossaryService) -> None:
        self._database = database
        self._results = results
        self._teacher = Teacher(glossary)
        self._kept: LRUCache[UUID, tuple[int, int, Corrected]] = LRUCache(KEPT)

    async def read(self, meeting_id: str, *, after: str | None = None, limit: int = 500) -> DeskPage:
        """Return a stretch of the transcript as it stands.

        Args:
            meeting_id: the meeting.
            after: utterance after which the stretch begins; None: at the beginning.
            limit: utterances at most.

        Raises:
            MeetingNotFound: no meeting has the id.
            ForbiddenError: who asks may not correct it, or sees only a part of it.
            NotReady: nothing was heard yet.
        """
        async with self._database.together(), self._database.session() as session:
            key = await see_whole_meeting(session, meeting_id, permission=EDIT)
            work = await session.get(t.TranscriptWork, key)
            if work is None:
                corrected = from_transcript(await self._results.transcript(meeting_id))
            else:
                corrected = await self._standing(session, work)
            meeting = (await session.scalars(WHOLE_MEETING, {"meeting": key})).one()
            return page_of(corrected, work, agenda_of(meeting), roster_of(meeting), after=after, limit=limit)

    async def changes(self, meeting_id: str, since: int, *, at: str | None = None) -> Changes:
        """Return what became of the transcript since a correction, and who else is at it.

        Args:
            meeting_id: the meeting.
            since: number of the last correction that is known.
            at: utterance where who asks is; told to the others.

        Raises:
            MeetingNotFound, ForbiddenError: as :meth:`read`.
        """
        async with self._database.together(), self._database.session() as session:
            key = await see_whole_meeting(session, meeting_id, permission=EDIT)
            present = await _meet(session, key, at)
            work = await session.get(t.TranscriptWork, key)
            if work is None:
                return Changes(seq=0, present=present, drafted=True)
            return await self._since(session, work, since, present=present)

    async def correct(self, meeting_id: str, wanted: Sequence[EditWish], since: int) -> Changes:
        """Make corrections one after the other; one that is refused does not hold up the rest.

        Args:
            meeting_id: the meeting.
            wanted: the corrections.
            since: number of the last correction that is known; what came since is returned.

        Raises:
            MeetingNotFound, ForbiddenError, NotReady: as :meth:`read`.
            MinutesFrozenError: the minutes are laid before those who sign, or signed.
        """
        async with self._database.together(), self._database.session() as session:
            key = await see_whole_meeting(session, meeting_id, permission=EDIT, lock=True)
            work = await self._begun(session, key, meeting_id)
            corrected = await self._standing(session, work)
            outcomes, reworded = [], []
            for one in wanted:
                before, (made, corrected) = corrected, await self._try(session, work, corrected, one)
                outcomes.append(made)
                if isinstance(one.edit, SetText) and before is not corrected:
                    reworded.append((one.edit.utterance, before, corrected))
            await session.flush()
            await self._teacher.learn(session, key, reworded)
            self._kept[key] = (work.base_seq, work.seq, corrected)
            return await self._since(session, work, since, outcomes=tuple(outcomes))

    async def undo(self, meeting_id: str, seq: int, client_id: UUID, since: int) -> Changes:
        """Take a correction back, by another one; taken back itself, it is made again.

        Raises:
            MeetingNotFound, ForbiddenError, NotReady, MinutesFrozenError: as :meth:`correct`.
            CorrectionUndoError: there is none, or what it touched was changed since.
        """
        row = t.TranscriptEdit
        async with self._database.together(), self._database.session() as session:
            key = await see_whole_meeting(session, meeting_id, permission=EDIT, lock=True)
            work = await self._begun(session, key, meeting_id)
            corrected = await self._standing(session, work)
            found = await session.scalar(select(row).where(row.meeting_id == key, row.seq == seq))
            if (known := await _repeated(session, key, client_id)) is None:
                if found is None or found.edit == found.inverse:
                    raise CorrectionUndoError(seq=seq)
                back = edit_from(found.inverse)
                _untouched(corrected, back, seq)
                try:
                    corrected = await self._make(session, work, corrected, back, client_id, undoes=seq)
                except InputError as error:
                    raise CorrectionUndoError(seq=seq) from error
                await session.flush()
                self._kept[key] = (work.base_seq, work.seq, corrected)
                known = Outcome(client_id=client_id, state="applied", seq=work.seq)
            return await self._since(session, work, since, outcomes=(known,))

    async def history(
        self,
        meeting_id: str,
        *,
        utterance: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> list[EditView]:
        """Return corrections, the latest first; raises as :meth:`read`.

        Args:
            meeting_id: the meeting.
            utterance: only those that touched it.
            before: number of the last correction of the stretch before.
            limit: corrections at most.
        """
        row = t.TranscriptEdit
        async with self._database.session() as session:
            key = await see_whole_meeting(session, meeting_id, permission=EDIT)
            wanted = select(row).where(row.meeting_id == key).order_by(row.seq.desc()).limit(limit)
            if utterance is not None:
                wanted = wanted.where(row.touched.contains([utterance]))
            if before is not None:
                wanted = wanted.where(row.seq < before)
            return [edit_view(found) for found in await session.scalars(wanted)]

    async def _begun(self, session: AsyncSession, key: UUID, meeting_id: str) -> t.TranscriptWork:
        """Return the row of the work, locked; made on the transcript of today where there is none."""
        life = await session.get(t.MinutesLife, key)
        if life is not None and life.state not in OPEN:
            raise MinutesFrozenError
        found = await session.get(t.TranscriptWork, key, with_for_update=True)
        if found is not None:
            return found
        transcript = await self._results.transcript(meeting_id)
        made = t.TranscriptWork(
            meeting_id=key,
            base=to_json(from_transcript(transcript)),
            base_seq=0,
            seq=0,
            drafted_seq=0,
            heard=heard_of(transcript),
            silenced=[],
            changed_at=t.now(),
        )
        session.add(made)
        await session.flush()
        return made

    async def _standing(self, session: AsyncSession, work: t.TranscriptWork) -> Corrected:
        """Return the transcript with every correction; what this process knows already is gone on from."""
        base_seq, seq, corrected = self._kept.get(work.meeting_id, (-1, 0, None))
        if corrected is None or base_seq != work.base_seq or seq > work.seq:
            row = t.TranscriptWork
            data = await session.scalar(select(row.base).where(row.meeting_id == work.meeting_id))
            seq, corrected = work.base_seq, base_of(data)
        if seq < work.seq:
            corrected = corrected_of(corrected, await session.scalars(edits_since(work.meeting_id, seq)))
        self._kept[work.meeting_id] = (work.base_seq, work.seq, corrected)
        return corrected

    async def _try(
        self, session: AsyncSession, work: t.TranscriptWork, corrected: Corrected, wish: EditWish
    ) -> tuple[Outcome, Corrected]:
        if (known := await _repeated(session, work.meeting_id, wish.client_id)) is not None:
            return known, corrected
        try:
            _as_seen(corrected, wish)
            corrected = await self._make(session, work, corrected, edit_of(wish.edit), wish.client_id)
        except InputError as error:
            refused = Outcome(
                client_id=wish.client_id, state="refused", code=error.code, message=error.text("de")
            )
            return refused, corrected
        return Outcome(client_id=wish.client_id, state="applied", seq=work.seq), corrected

    async def _make(
        self,
        session: AsyncSession,
        work: t.TranscriptWork,
        corrected: Corrected,
        edit: Edit,
        client_id: UUID,
        *,
        undoes: int | None = None,
    ) -> Corrected:
        edit = settled(corrected, edit)
        made = apply_edit(corrected, edit, seq=work.seq + 1)
        principal = current_principal()
        work.seq += 1
        work.changed_at = t.now()
        session.add(
            t.TranscriptEdit(
                meeting_id=work.meeting_id,
                seq=work.seq,
                client_id=client_id,
                edit=msgspec.to_builtins(edit),
                inverse=msgspec.to_builtins(made.inverse),
                touched=[*made.changed, *made.removed],
                undoes=undoes,
                account_id=principal.account,
                account_name=principal.name,
            )
        )
        await _note(session, work, principal.account, muted=made.corrected.muted != corrected.muted)
        return made.corrected

    async def _since(
        self,
        session: AsyncSession,
        work: t.TranscriptWork,
        since: int,
        *,
        outcomes: tuple[Outcome, ...] = (),
        present: tuple[Present, ...] = (),
    ) -> Changes:
        corrected = await self._standing(session, work)
        row = t.TranscriptEdit
        touched = select(func.unnest(row.touched)).where(row.meeting_id == work.meeting_id, row.seq > since)
        ids = set(await session.scalars(touched)) if since >= work.base_seq else set()
        changes = changes_of(corrected, work, ids, anew=since < work.base_seq)
        return msgspec.structs.replace(changes, outcomes=outcomes, present=present)


async def _note(session: AsyncSession, work: t.TranscriptWork, account: UUID | None, *, muted: bool) -> None:
    """Record that a person corrects: once for each while; each passage taken out of the sound by itself."""
    row = t.TranscriptEdit
    age = func.extract("epoch", func.now() - func.max(row.created_at))
    passed = await session.scalar(
        select(age).where(row.meeting_id == work.meeting_id, row.account_id == account, row.seq < work.seq)
    )
    if muted:
        record(session, "transcript.muted", meeting=work.meeting_id, seq=work.seq)
    elif passed is None or float(passed) > QUIET:
        record(session, "transcript.changed", meeting=work.meeting_id, seq=work.seq)


async def _repeated(session: AsyncSession, key: UUID, client_id: UUID) -> Outcome | None:
    row = t.TranscriptEdit
    seq = await session.scalar(select(row.seq).where(row.meeting_id == key, row.client_id == client_id))
    return None if seq is None else Outcome(client_id=client_id, state="repeated", seq=seq)


def _as_seen(corrected: Corrected, wish: EditWish) -> None:
    if not wish.seen:
        return
    now = {line.id: line.revision for line in corrected.lines}
    for utterance, revision in wish.seen.items():
        if now.get(utterance, -1) != revision:
            raise CorrectionChangedError(place=utterance)


def _untouched(corrected: Corrected, back: Edit, seq: int) -> None:
    """Refuse to take back what was changed again."""
    if not isinstance(back, Restore):
        raise CorrectionUndoError(seq=seq)
    now = {line.id: line.revision for line in corrected.lines}
    for utterance in (*back.remove, *back.voices, *back.items):
        if now.get(utterance) != seq:
            raise CorrectionUndoError(seq=seq)


async def _meet(session: AsyncSession, key: UUID, at: str | None) -> tuple[Present, ...]:
    """Tell where who asks is, and return where the others are."""
    principal, row = current_principal(), t.DeskPresence
    if principal.account is None:
        return ()
    values = {"name": principal.name, "utterance": at[:100] if at else None, "at": t.now()}
    await session.execute(
        insert(row)
        .values(meeting_id=key, account_id=principal.account, **values)
        .on_conflict_do_update(index_elements=[row.meeting_id, row.account_id], set_=values)
    )
    others = select(row).where(
        row.meeting_id == key, row.account_id != principal.account, row.at > t.now() - HERE
    )
    return tuple(Present(name=one.name, utterance=one.utterance) for one in await session.scalars(others))
