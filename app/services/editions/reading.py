"""Reading: where minutes stand, editions and their documents, and what is due when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import func, select

from app.access import Permission, current_principal
from app.db import tables as t
from app.db.mapping import parse_id
from app.services.access.errors import ForbiddenError
from app.services.editions.errors import EditionNotFound
from app.services.editions.shaping import (
    edition_view,
    missing_views,
    moves_view,
    slot_views,
    step_view,
    term_views,
)
from app.services.editions.standing import Confirmations, actors_of, facts_of, find_draft, find_life
from app.services.editions.views import DeadlineView, EditionView, LifeView, TermView
from app.services.lookup import see_meeting
from app.services.reading import note_nonpublic
from app.services.shaping import title_of
from app.services.sight import find_sight
from app.services.views import Document
from minutes.lifecycle import State, law_of
from minutes.profiles import usual_kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.services.results import ResultService

MOST_TERMS = 500
"""Meetings in the list of terms, the latest."""


class EditionReader:
    """Shows the life of minutes to whom it belongs; row-level security decides a second time."""

    def __init__(
        self, database: Database, results: ResultService, confirmations: Confirmations | None = None
    ) -> None:
        self._database = database
        self._results = results
        self._confirmations = confirmations

    async def life(self, meeting_id: str) -> LifeView:
        """Return where the minutes stand, as far as who asks may know.

        Raises:
            MeetingNotFound: no meeting has the id.
            ForbiddenError: who asks may read nothing of it.
        """
        async with self._database.together(), self._database.session() as session:
            key, sight = await see_meeting(session, meeting_id)
            if not sight.readable:
                raise ForbiddenError
            actors, desk = actors_of(sight), Permission.DRAFT_READ in sight.rights
            found = await find_life(session, key)
            draft = await find_draft(session, found, self._results) if desk else None
            facts = await facts_of(session, found, draft, self._confirmations)
            editions = await self._editions(session, key, insider=desk)
            row = t.MinutesStep
            steps = await session.scalars(select(row).where(row.meeting_id == key).order_by(row.seq.desc()))
            minutes = draft.minutes if draft else None
            waiting = found.life.state == "ready"
            return LifeView(
                meeting_id=str(key),
                state=cast("State", found.life.state),
                revision=found.life.revision,
                edition=found.life.edition,
                corrects=found.life.corrects,
                accepting=found.law.accepting,
                law=found.law.source,
                moves=moves_view(found, actors, facts) if actors else (),
                missing=missing_views(draft) if found.life.state in {"draft", "in-review"} else (),
                closed_items=tuple(
                    (item.number, item.title)
                    for item in (minutes.items if minutes and sight.nonpublic else ())
                    if not item.public
                ),
                usual_kind=usual_kind(found.state).kind,
                slots=slot_views(found.slots, found.signatures, actors if waiting else frozenset()),
                editions=editions,
                steps=tuple(step_view(one) for one in steps),
                terms=_terms(found.state, found.meeting.date, editions),
                published=found.meeting.published_at,
            )

    async def edition(self, edition_id: str) -> EditionView:
        """Return an edition by the id in its permalink.

        Raises:
            EditionNotFound: there is none, or who asks may not know of it.
        """
        async with self._database.together(), self._database.session() as session:
            row = await self._find(session, edition_id)
            sight = await find_sight(session, row.meeting_id)
            insider = sight is not None and Permission.DRAFT_READ in sight.rights
            for one in await self._editions(session, row.meeting_id, insider=insider):
                if one.id == str(row.id):
                    return one
        raise EditionNotFound(edition=edition_id[:50])

    async def document(self, edition_id: str, stage: str, part: str, name: str) -> Document:
        """Return a file of an edition; raises as :meth:`edition`."""
        if part not in {"public", "nonpublic"}:
            raise EditionNotFound(edition=f"{edition_id[:50]}/{part[:20]}")
        async with self._database.together(), self._database.session() as session:
            edition = await self._find(session, edition_id)
            row = t.EditionDocument
            found = (
                await session.execute(
                    select(
                        row.mime,
                        row.sha256,
                        row.content,
                        t.Organization.name,
                        t.Meeting.number,
                        t.Meeting.date,
                    )
                    .join(t.Meeting, t.Meeting.id == row.meeting_id)
                    .join(t.Organization, t.Organization.id == t.Meeting.organization_id)
                    .where(
                        row.edition_id == edition.id,
                        row.stage == stage,
                        row.public == (part == "public"),
                        row.name == name,
                    )
                )
            ).one_or_none()
            if found is None:
                raise EditionNotFound(edition=f"{edition_id[:50]}/{name[:50]}")
            if part != "public" and (sight := await find_sight(session, edition.meeting_id)) is not None:
                note_nonpublic(session, edition.meeting_id, sight)
        mime, sha256, content, organization, number, date = found
        return Document(
            name=f"{edition.number}-{part}-{name}",
            organization=organization,
            number=number,
            date=date.isoformat() if date else None,
            mime=mime,
            data=content,
            etag=sha256[:32],
        )

    async def deadlines(self) -> tuple[DeadlineView, ...]:
        """Return what is due in the meetings whose drafts who asks may read; what is overdue first.

        Raises:
            ForbiddenError: that are none.
        """
        principal = current_principal()
        if not principal.may_somewhere(Permission.DRAFT_READ):
            raise ForbiddenError
        row, standing = t.Meeting, t.EditionStanding
        dates = (
            select(
                standing.meeting_id,
                func.min(standing.sent_at).label("sent"),
                func.min(standing.published_at).label("published"),
            )
            .group_by(standing.meeting_id)
            .subquery()
        )
        async with self._database.session() as session:
            rows = await session.execute(
                select(
                    row, t.Body.name, t.Body.state, t.Organization.name, t.MinutesLife.state,
                    dates.c.sent, dates.c.published,
                )
                .join(t.Body, t.Body.id == row.body_id)
                .join(t.Organization, t.Organization.id == row.organization_id)
                .outerjoin(t.MinutesLife, t.MinutesLife.meeting_id == row.id)
                .outerjoin(dates, dates.c.meeting_id == row.id)
                .order_by(row.date.desc().nulls_last())
                .limit(MOST_TERMS)
            )  # fmt: skip
            found = list(rows)
        lines: list[DeadlineView] = []
        for meeting, body, town, council, state, sent, published in found:
            if not principal.may(Permission.DRAFT_READ, meeting.body_id, meeting.organization_id):
                continue
            law = law_of(meeting.state or town)
            terms = term_views(law, meeting.date, t.now().date(), sent=sent, published=published)
            lines += [
                DeadlineView(
                    meeting_id=str(meeting.id),
                    meeting=title_of(council, meeting.number, body),
                    body=body,
                    date=meeting.date,
                    state=state or "draft",
                    term=term,
                )
                for term in terms or (None,)
            ]
        return tuple(sorted(lines, key=_urgency))

    async def _find(self, session: AsyncSession, edition_id: str) -> t.MinutesEdition:
        key = parse_id(edition_id)
        row = await session.get(t.MinutesEdition, key) if key is not None else None
        if row is None:
            raise EditionNotFound(edition=edition_id[:50])
        return row

    @staticmethod
    async def _next_number(session: AsyncSession, key: UUID) -> int:
        row = t.MinutesEdition
        return (await session.scalar(select(func.max(row.number)).where(row.meeting_id == key)) or 0) + 1

    async def _editions(self, session: AsyncSession, key: UUID, *, insider: bool) -> tuple[EditionView, ...]:
        edition = t.MinutesEdition
        rows = (
            await session.scalars(
                select(edition).where(edition.meeting_id == key).order_by(edition.number.desc())
            )
        ).all()
        if not rows:
            return ()
        standings = {one.edition_id: one for one in await _of(session, t.EditionStanding, key)}
        documents, signatures = defaultdict(list), defaultdict(list)
        for document in await _of(session, t.EditionDocument, key):
            documents[document.edition_id].append(document)
        for signature in await _of(session, t.EditionSignature, key):
            signatures[signature.edition_id].append(signature)
        corrected = {
            one.corrects: one.number
            for one in reversed(rows)
            if one.corrects is not None and one.id in standings and standings[one.id].signed_at is not None
        }
        return tuple(
            edition_view(
                one,
                standings.get(one.id),
                documents[one.id],
                signatures[one.id],
                corrected_by=corrected.get(one.number),
                insider=insider,
            )
            for one in rows
        )


async def _of(session: AsyncSession, table: Any, key: UUID) -> Iterable[Any]:
    return await session.scalars(select(table).where(table.meeting_id == key))


def _terms(state: str | None, day: dt.date | None, editions: tuple[EditionView, ...]) -> tuple[TermView, ...]:
    sent = min((one.sent for one in editions if one.sent), default=None)
    published = min((one.published for one in editions if one.published), default=None)
    return term_views(law_of(state), day, t.now().date(), sent=sent, published=published)


def _urgency(line: DeadlineView) -> tuple[int, dt.date, str]:
    term = line.term
    if term is None:
        return 3, line.date or dt.date.max, line.meeting_id
    if term.done is not None:
        return 2, term.due, line.meeting_id
    return (0 if term.overdue else 1), term.due, line.meeting_id
