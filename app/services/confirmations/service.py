"""Use-cases of confirming: the queue with answers, an answer at a time, and how far the review is.

Against the habit of agreeing with a machine (automation bias): nothing is ticked beforehand, each claim is
answered by itself, after its evidence was heard or expressly without, and not faster than one can listen.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
from cachetools import LRUCache
from sqlalchemy import func, select

from app.access import Permission, current_principal
from app.db import tables as t
from app.db.audit import record
from app.db.mapping import WHOLE_MEETING, agenda_of, roster_of
from app.db.tables.confirmations import ClaimAnswer
from app.services.confirmations.errors import ClaimNotFound, ClaimNotHeardError, ConfirmingTooFast
from app.services.confirmations.views import AnswerView, ClaimReply, ReviewShare, RiskView, view_of
from app.services.errors import NotReady
from app.services.lookup import see_meeting, see_whole_meeting
from minutes.review import risks
from minutes.review.confirm import Confirmation, plausible_seconds, with_confirmations
from minutes.review.risk_controls import controls_of, planted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.services.results import Results, ResultService
    from app.services.writing import WritingService
    from minutes.review import Risk
    from minutes.types import Minutes

EDIT = Permission.MEETING_EDIT
MOST, WITHIN = 6, 12.0
"""Answers of one person, and the seconds within which more of them are faster than anybody listens."""
DECIDING = 4.0
"""Seconds to make up one's mind about a claim, besides hearing it."""
KEPT = 16
"""Meetings whose queue is kept."""


class _Queue(msgspec.Struct, frozen=True, kw_only=True):
    key: UUID
    results: Results
    risks: tuple[Risk, ...]
    needed: Mapping[str, float]
    """Seconds of looking by id of the risk."""


class ConfirmationService:
    """Asks people about claims and keeps what they answer."""

    def __init__(self, database: Database, results: ResultService, writing: WritingService) -> None:
        self._database = database
        self._results = results
        self._writing = writing
        self._kept: LRUCache[UUID, tuple[str, _Queue]] = LRUCache(KEPT)

    async def queue(self, meeting_id: str, *, controls: int = 0) -> tuple[RiskView, ...]:
        """Return what deserves a look, most dangerous first, with the answers that hold.

        Args:
            meeting_id: the meeting.
            controls: plant a control item for each so many; 0: none.

        Raises:
            MeetingNotFound: no meeting has the id.
            ForbiddenError: who asks may not change its minutes.
            NotReady: there is no draft yet.
        """
        async with self._database.together(), self._database.session() as session:
            queue = await self._queue(session, meeting_id)
            answers = {row.risk: _view(row) for row in await _standing(session, queue.key)}
        shown = planted(queue.risks, str(queue.key), controls) if controls else queue.risks
        return tuple(
            view_of(risk, answers.get(risk.id), queue.needed.get(risk.id, plausible_seconds(risk)))
            for risk in shown
        )

    async def answer(self, meeting_id: str, reply: ClaimReply) -> AnswerView:
        """Keep an answer about one claim; sent twice it is kept once.

        Raises:
            MeetingNotFound, ForbiddenError, NotReady: as :meth:`queue`.
            ClaimNotFound: the draft does not claim that (any more).
            ClaimNotHeardError: without looking, and not said to be.
            ConfirmingTooFast: after many answers in a few seconds.
        """
        async with self._database.together(), self._database.session() as session:
            queue = await self._queue(session, meeting_id, lock=True)
            row = ClaimAnswer
            known = await session.scalar(
                select(row).where(row.meeting_id == queue.key, row.client_id == reply.client_id)
            )
            if known is not None:
                return _view(known)
            real = {risk.id: risk for risk in queue.risks}
            risk = real.get(reply.claim) or controls_of(queue.risks, str(queue.key)).get(reply.claim)
            if risk is None:
                raise ClaimNotFound(claim=reply.claim)
            needed = queue.needed.get(risk.id, plausible_seconds(risk))
            looked = _looked(risk, reply, needed)
            if not looked and not reply.without_listening:
                raise ClaimNotHeardError(seconds=f"{needed:.0f}")
            await _not_too_fast(session, queue.key)
            principal = current_principal()
            made = row(
                meeting_id=queue.key,
                client_id=reply.client_id,
                risk=risk.id,
                kind=risk.kind,
                binding=risk.binding,
                control=risk.id not in real,
                answer=reply.answer,
                value=reply.value,
                heard=msgspec.to_builtins(reply.heard),
                unheard=not looked,
                account_id=principal.account,
                account_name=principal.name,
                created_at=t.now(),
            )
            session.add(made)
            await session.flush()
            record(
                session,
                "minutes.changed",
                meeting=queue.key,
                claim=risk.id,
                answer=reply.answer,
                unheard=not looked,
            )
            return _view(made)

    async def share(self, meeting_id: str) -> ReviewShare:
        """Return how far the review is; raises as :meth:`queue`."""
        async with self._database.together(), self._database.session() as session:
            queue = await self._queue(session, meeting_id)
            rows = await _standing(session, queue.key)
        answers = {row.risk: row for row in rows}
        met = [answers[risk.id] for risk in queue.risks if risk.id in answers]
        binding = [risk for risk in queue.risks if risk.binding]
        looked = sum(not row.unheard for row in met)
        controls = [row for row in rows if row.control]
        left = [risk for risk in queue.risks if risk.id not in answers]
        seconds = sum(max(risk.seconds, queue.needed[risk.id]) + DECIDING for risk in left)
        return ReviewShare(
            claims=len(queue.risks),
            looked=looked,
            unheard=len(met) - looked,
            share=round(looked / len(queue.risks), 4) if queue.risks else 1.0,
            binding=len(binding),
            confirmed=sum(r.id in answers and answers[r.id].answer != "wrong" for r in binding),
            controls=len(controls),
            noticed=sum(row.answer != "right" for row in controls),
            minutes_left=round(seconds / 60, 1),
        )

    async def unconfirmed(self, session: AsyncSession, key: UUID, minutes: Minutes) -> int:
        """Return how many votes and decisions of minutes nobody has confirmed.

        To somebody who sees a part only, none counts as confirmed; nor where what they rest on is gone.

        Args:
            session: on behalf of who asks.
            key: the meeting.
            minutes: as they stand.
        """
        _, sight = await see_meeting(session, str(key))
        if sight.nonpublic:
            try:
                claims = (await self._made(session, key)).risks
            except NotReady:
                claims = ()
            minutes = with_confirmations(minutes, claims, _told(await _standing(session, key)))
        votes = [vote.confirmed_at for item in minutes.items for vote in item.votes]
        decisions = [decision.confirmed_at for item in minutes.items for decision in item.decisions]
        return sum(not sight.nonpublic or at is None for at in (*votes, *decisions))

    async def minutes(self, meeting_id: str) -> Minutes:
        """Return the draft with who confirmed what, and what is unconfirmed; raises as :meth:`queue`."""
        async with self._database.together(), self._database.session() as session:
            queue = await self._queue(session, meeting_id)
            rows = await _standing(session, queue.key)
        return with_confirmations(queue.results.minutes, queue.risks, _told(rows))

    async def draft(self, meeting_id: str) -> Results:
        """Return what the queue is made of: the minutes as people changed them; raises as :meth:`queue`."""
        async with self._database.together(), self._database.session() as session:
            return (await self._queue(session, meeting_id)).results

    async def _queue(self, session: AsyncSession, meeting_id: str, *, lock: bool = False) -> _Queue:
        key = await see_whole_meeting(session, meeting_id, permission=EDIT, lock=lock)
        return await self._made(session, key)

    async def _made(self, session: AsyncSession, key: UUID) -> _Queue:
        """Return the queue of a meeting, for one who sees all of it."""
        results = await self._results.latest(str(key))
        written = await self._writing.standing(session, key)
        results = msgspec.structs.replace(
            results, minutes=written.minutes, version=f"{results.version} {written.version}"
        )
        meeting = (await session.scalars(WHOLE_MEETING, {"meeting": key})).one()
        version = f"{results.version} {meeting.updated_at.timestamp()}"
        kept = self._kept.get(key)
        if kept is not None and kept[0] == version:
            return kept[1]
        found = risks(
            results.transcript, results.outcomes, results.minutes, agenda_of(meeting), roster_of(meeting)
        )
        words = {u.id: len(u.text.split()) for u in results.transcript.utterances}
        needed = {
            risk.id: plausible_seconds(risk, sum(words.get(e.utterance, 0) for e in risk.evidence))
            for risk in found
        }
        made = _Queue(key=key, results=results, risks=found, needed=needed)
        self._kept[key] = (version, made)
        return made


def _looked(risk: Risk, reply: ClaimReply, needed: float) -> bool:
    """Tell whether the evidence was heard or open long enough; what has none needs no looking."""
    evidence = {e.utterance for e in risk.evidence}
    if not evidence:
        return True
    return bool(evidence & set(reply.heard.utterances)) and reply.heard.seconds >= needed


def _told(rows: list[ClaimAnswer]) -> list[Confirmation]:
    return [
        Confirmation(risk=r.risk, answer=_view(r).answer, by=r.account_name, at=r.created_at.isoformat())
        for r in rows
        if not r.control
    ]


async def _not_too_fast(session: AsyncSession, key: UUID) -> None:
    row = ClaimAnswer
    since = t.now() - dt.timedelta(seconds=WITHIN)
    count, first = (
        await session.execute(
            select(func.count(), func.min(row.created_at)).where(
                row.meeting_id == key,
                row.account_id == current_principal().account,
                row.created_at > since,
            )
        )
    ).one()
    if count >= MOST:
        left = WITHIN - (t.now() - first).total_seconds()
        raise ConfirmingTooFast(seconds=max(1, round(left)))


async def _standing(session: AsyncSession, key: UUID) -> list[ClaimAnswer]:
    """Return the last answer about each claim."""
    row = ClaimAnswer
    found = await session.scalars(
        select(row).distinct(row.risk).where(row.meeting_id == key).order_by(row.risk, row.created_at.desc())
    )
    return list(found)


def _view(row: ClaimAnswer) -> AnswerView:
    return msgspec.convert(
        {
            "answer": row.answer,
            "value": row.value,
            "by": row.account_name,
            "at": row.created_at,
            "without_listening": row.unheard,
        },
        AnswerView,
    )
