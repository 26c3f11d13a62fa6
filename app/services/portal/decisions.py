"""What a municipality decided in a year, over all published minutes in force."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import tables as t
from app.db.mapping import parse_id
from app.search.fold import fold
from app.services.portal import statements as of
from app.services.portal.errors import PortalNotFound
from app.services.portal.shaping import published_minutes, topics_of
from app.services.portal.views import DecisionLine, DecisionsPage, Named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database

PER_PAGE = 50
"""Decisions on a page."""

MOST_KEPT = 2000
"""Editions whose decisions are kept in memory; an edition never changes."""

JSON = "minutes.json"


class DecisionList:
    """Reads the decisions of published minutes.

    Args:
        portal: the database, read as the role of the portal.
    """

    def __init__(self, portal: Database) -> None:
        self._portal = portal
        self._kept: OrderedDict[UUID, tuple[DecisionLine, ...]] = OrderedDict()

    async def page(
        self, key: str, *, organization: str = "", year: int | None = None, words: str = "", page: int = 1
    ) -> DecisionsPage:
        """Return a page of decisions, those of the newest meeting first.

        Args:
            key: of the municipality.
            organization: id of the council whose decisions are wanted; empty or none of it: of all.
            year: in which they were made; None or one without minutes: the latest that has some.
            words: that must all occur in the decision, its result or the title of its item.
            page: from 1.

        Raises:
            PortalNotFound: it has published nothing.
        """
        parsed, council = parse_id(key), parse_id(organization)
        async with self._portal.session() as session:
            places = (
                await session.execute(
                    of.joined(t.Body.name, t.Organization.id, t.Organization.name)
                    .where(t.Body.id == parsed)
                    .distinct()
                    .order_by(t.Organization.name, t.Organization.id)
                )
            ).all()
            if not places:
                raise PortalNotFound
            years = await _years(session, parsed)
            chosen = year if year in years else next(iter(years), None)
            wanted = of.in_force(*of.COLUMNS).where(t.Body.id == parsed)
            if chosen is not None:
                wanted = wanted.where(of.year_of_meeting() == chosen)
            if council in {one for _, one, _ in places}:
                wanted = wanted.where(t.Organization.id == council)
            rows = (
                await session.execute(wanted.order_by(t.Meeting.date.desc().nulls_last(), t.Meeting.id))
            ).all()
            found = await self._decisions(session, rows)
        asked = fold(words).split()
        fitting = [one for one in found if all(word in one.folded for word in asked)]
        first = (page - 1) * PER_PAGE
        return DecisionsPage(
            body=Named(id=str(parsed), name=places[0][0]),
            organizations=tuple(Named(id=str(one), name=name or body) for body, one, name in places),
            years=years,
            year=chosen,
            total=len(fitting),
            decisions=tuple(fitting[first : first + PER_PAGE]),
            page=page,
            more=len(fitting) > first + PER_PAGE,
        )

    async def _decisions(self, session: AsyncSession, rows: Sequence[Any]) -> list[DecisionLine]:
        missing = [row.edition for row in rows if row.edition not in self._kept]
        row = t.EditionDocument
        contents = await session.execute(
            select(row.edition_id, row.content).where(
                *of.OPEN_DOCUMENT,
                row.edition_id.in_(missing),
                row.stage == "presented",
                row.name == JSON,
            )
        )
        contained = dict(contents.tuples().all())
        found: list[DecisionLine] = []
        for one in rows:
            if one.edition in contained:
                self._kept[one.edition] = decisions_of(contained[one.edition], one)
            if one.edition in self._kept:
                self._kept.move_to_end(one.edition)
                found.extend(self._kept[one.edition])
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return found


def decisions_of(data: bytes, row: Any) -> tuple[DecisionLine, ...]:
    """Return the decisions of an edition, as its documents word them.

    Args:
        data: its public ``minutes.json``.
        row: of :data:`app.services.portal.statements.COLUMNS`.
    """
    _view, topics = topics_of(published_minutes(data), row.kind)
    line = of.line_of(row)
    return tuple(
        DecisionLine(
            meeting=line,
            number=topic.said.number,
            title=topic.said.title,
            anchor=resolution.anchor,
            label=resolution.said.label,
            text=wording,
            result=result,
            folded=fold(f"{topic.said.title} {wording} {result}"),
        )
        for topic in topics
        for resolution in topic.resolutions
        if (wording := resolution.said.wording.text if resolution.said.wording else "")
        + (result := resolution.said.result.text if resolution.said.result else "")
    )


async def _years(session: AsyncSession, body: UUID | None) -> tuple[int, ...]:
    found = await session.scalars(
        of.joined(of.year_of_meeting())
        .where(t.Body.id == body, t.Meeting.date.is_not(None))
        .distinct()
        .order_by(of.year_of_meeting().desc())
    )
    return tuple(int(one) for one in found)
