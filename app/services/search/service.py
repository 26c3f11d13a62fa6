"""The use-case of searching; whoever asks gets what they may read, and counts of nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from app.search import marked, read_question
from app.services.search import statements
from app.services.search.spelling import suggest
from app.services.search.views import Facet, FacetValue, Found, FoundItem, FoundPassage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.db import tables as t
    from app.search import Question
    from app.services.search.views import Wish

PER_PAGE = 10
"""Agenda items on a page."""

MOST_PAGES = 100

PER_ITEM = 3
"""Passages of an item that are shown."""


class SearchService:
    """Finds passages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def search(self, wish: Wish) -> Found:
        """Return what fits: agenda items with their best passages, facets, and another spelling.

        Without a text it lists what the filters leave, the latest first; without those either, nothing.
        """
        question = read_question(wish.text)
        if question.empty and (question.excluded or not _filtered(wish)):
            return _nothing(question)
        page = min(max(1, wish.page), MOST_PAGES)
        wish = msgspec.structs.replace(wish, page=page, order="date" if question.empty else wish.order)
        query, relaxed = question.strict if not question.empty else "", False
        async with self._database.together(), self._database.session() as session:
            rows = await self._items(session, query, wish)
            if not rows and page == 1 and len(question.groups) > 1:
                query, relaxed = question.loose, True
                rows = await self._items(session, query, wish)
            suggestion = await suggest(session, question) if relaxed or not rows else None
            counted = (await session.execute(statements.counts(query, wish))).all()
            return Found(
                text=question.text,
                total=int(rows[0].total) if rows else 0,
                items=int(rows[0].items) if rows else 0,
                relaxed=relaxed and bool(rows),
                suggestion=suggestion,
                found=await _shown(session, rows, question),
                facets=await _facets(session, counted),
                page=page,
                pages=min(MOST_PAGES, -(-int(rows[0].items) // PER_PAGE)) if rows else 0,
            )

    @staticmethod
    async def _items(session: AsyncSession, query: str, wish: Wish) -> Sequence[Any]:
        offset = (wish.page - 1) * PER_PAGE
        found = await session.execute(statements.items_found(query, wish, offset=offset, limit=PER_PAGE))
        return found.all()


def _filtered(wish: Wish) -> bool:
    names = ("since", "until", "body", "organization", "year", "person", "party", "item", "kind", "result")
    return any(getattr(wish, name) for name in names)


def _nothing(question: Question) -> Found:
    return Found(
        text=question.text,
        total=0,
        items=0,
        relaxed=False,
        suggestion=None,
        found=(),
        facets=(),
        page=1,
        pages=0,
    )


async def _shown(session: AsyncSession, rows: Sequence[Any], question: Question) -> tuple[FoundItem, ...]:
    if not rows:
        return ()
    # Some more than are shown: what is said twice (a motion and its words) is shown once.
    keys = [key for row in rows for key in row.keys[: 3 * PER_ITEM]]
    known = {row.id: row for row in (await session.scalars(statements.passages(keys))).all()}
    placed = await session.execute(statements.places([row.meeting_id for row in rows]))
    places = {row.id: row for row in placed}
    return tuple(
        _item(row, places[row.meeting_id], known, question) for row in rows if row.meeting_id in places
    )


def _item(row: Any, place: Any, known: Mapping[UUID, t.PassageRow], question: Question) -> FoundItem:
    several: dict[str, t.PassageRow] = {}
    for key in row.keys[: 3 * PER_ITEM]:
        if key in known:
            several.setdefault(known[key].text, known[key])
    best = list(several.values())[:PER_ITEM]
    return FoundItem(
        meeting=str(row.meeting_id),
        body=place.body,
        organization=place.organization,
        date=place.date.isoformat() if place.date else None,
        number=row.item,
        title=next((one.title for one in best if one.title), None),
        count=len(row.keys),
        passages=tuple(_passage(one, question) for one in best),
    )


def _passage(row: t.PassageRow, question: Question) -> FoundPassage:
    second = f"?at={row.start:.1f}" if row.start is not None else ""
    anchor = f"#{quote(row.utterance)}" if row.utterance else ""
    return FoundPassage(
        id=str(row.id),
        kind=row.kind,
        pieces=marked(row.text, question.stems),
        person=row.person,
        party=row.party,
        result=row.result,
        start=row.start,
        link=f"/meetings/{row.meeting_id}{second}{anchor}",
        public=row.public,
    )


async def _facets(session: AsyncSession, counted: Sequence[Any]) -> tuple[Facet, ...]:
    names: dict[str, list[Any]] = {}
    for row in counted:
        names.setdefault(row.name, []).append(row)
    keys = [row.value for row in names.get("organization", ())]
    named = {str(row.id): row for row in (await session.execute(statements.councils(keys))).all()}
    bodies = {row.body for row in named.values()}

    def label(name: str, value: str) -> str:
        if name != "organization" or value not in named:
            return value
        one = named[value]
        return f"{one.name}, {one.body}" if len(bodies) > 1 else str(one.name)

    return tuple(
        Facet(
            name=name,
            values=tuple(
                FacetValue(value=row.value, label=label(name, row.value), count=row.count) for row in rows
            ),
        )
        for name, rows in names.items()
    )
