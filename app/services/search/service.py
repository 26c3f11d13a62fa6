"""The use-case of searching; whoever asks gets what they may read, and counts of nothing else."""

from __future__ import annotations

import asyncio
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
    from app.search.meaning import Meaning
    from app.services.search.views import Wish

PER_PAGE = 10
"""Agenda items on a page."""

MOST_PAGES = 100

PER_ITEM = 3
"""Passages of an item that are shown."""

LEAST_LIKENESS = 0.82
"""Cosine from which on a passage counts as saying the same; with this model even texts that have nothing to
do with each other have 0.7 to 0.8."""

LIKENESS_BELOW = 0.04
"""How much less than the nearest passage another may have."""


class SearchService:
    """Finds passages.

    Args:
        database: where they are.
        meaning: reads what a question means; None: words alone are looked for.
        editions: look in what editions say; the database is then read as the portal.
    """

    def __init__(self, database: Database, meaning: Meaning | None = None, *, editions: bool = False) -> None:
        self._database = database
        self._meaning = meaning
        self._editions = editions

    async def search(self, wish: Wish) -> Found:
        """Return what fits: agenda items with their best passages, facets, and another spelling.

        Without a text it lists what the filters leave, the latest first; without those either, nothing.
        """
        question = read_question(wish.text)
        if question.empty and (question.excluded or not _filtered(wish)):
            return _nothing(question)
        page = min(max(1, wish.page), MOST_PAGES)
        order = "date" if question.empty else wish.order
        wish = msgspec.structs.replace(wish, page=page, order=order, editions=self._editions)
        query, relaxed = question.strict if not question.empty else "", False
        vector = await self._vector(question, wish)
        async with self._database.together(), self._database.session() as session:
            worded = question.empty or await session.scalar(statements.some(query, wish)) is not None
            if not worded and len(question.groups) > 1:
                query, relaxed = question.loose, True
            near = await _near(session, question, wish, vector)
            rows = await self._items(session, query, wish, near, relaxed=relaxed)
            suggestion = None if worded else await suggest(session, question)
            counted = (await session.execute(statements.counts(query, wish, near))).all()
            return Found(
                text=question.text,
                total=int(rows[0].total) if rows else 0,
                items=int(rows[0].items) if rows else 0,
                relaxed=relaxed and bool(rows),
                suggestion=suggestion,
                found=await _shown(session, rows, question, frozenset(near)),
                facets=await _facets(session, counted),
                page=page,
                pages=min(MOST_PAGES, -(-int(rows[0].items) // PER_PAGE)) if rows else 0,
            )

    async def _vector(self, question: Question, wish: Wish) -> tuple[float, ...] | None:
        """Return what the question means; None where that is not wanted: a list by date is one of words."""
        if self._meaning is None or wish.order == "date" or not question.meant:
            return None
        return await asyncio.to_thread(self._meaning.question, question.meant)

    @staticmethod
    async def _items(
        session: AsyncSession, query: str, wish: Wish, near: Sequence[UUID], *, relaxed: bool
    ) -> Sequence[Any]:
        offset = (wish.page - 1) * PER_PAGE
        found = await session.execute(
            statements.items_found(query, wish, near, relaxed=relaxed, offset=offset, limit=PER_PAGE)
        )
        return found.all()


async def _near(
    session: AsyncSession, question: Question, wish: Wish, vector: tuple[float, ...] | None
) -> tuple[UUID, ...]:
    """Return the passages that mean nearly what was asked, the nearest first."""
    if vector is None:
        return ()
    for setting in statements.NEIGHBOURS:
        await session.execute(setting)
    found = (await session.execute(statements.nearest(vector, question.exact, wish))).all()
    best = found[0].likeness if found else 0.0
    least = max(LEAST_LIKENESS, best - LIKENESS_BELOW)
    return tuple(row.id for row in found if row.likeness >= least)


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


async def _shown(
    session: AsyncSession, rows: Sequence[Any], question: Question, near: frozenset[UUID]
) -> tuple[FoundItem, ...]:
    if not rows:
        return ()
    # Some more than are shown: what is said twice (a motion and its words) is shown once.
    keys = [key for row in rows for key in row.keys[: 3 * PER_ITEM]]
    known = {row.id: row for row in (await session.scalars(statements.passages(keys))).all()}
    placed = await session.execute(statements.places([row.meeting_id for row in rows]))
    places = {row.id: row for row in placed}
    return tuple(
        _item(row, places[row.meeting_id], known, question, near) for row in rows if row.meeting_id in places
    )


def _item(
    row: Any,
    place: Any,
    known: Mapping[UUID, t.PassageRow],
    question: Question,
    near: frozenset[UUID],
) -> FoundItem:
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
        passages=tuple(_passage(one, question, near) for one in best),
    )


def _passage(row: t.PassageRow, question: Question, near: frozenset[UUID]) -> FoundPassage:
    pieces = marked(row.text, question.stems)
    return FoundPassage(
        id=str(row.id),
        kind=row.kind,
        pieces=pieces,
        person=row.person,
        party=row.party,
        result=row.result,
        start=row.start,
        link=_link(row),
        public=row.public,
        meant=row.id in near and not any(piece.marked for piece in pieces),
    )


def _link(row: t.PassageRow) -> str:
    if row.edition_id is not None:
        return f"/minutes/{row.edition_id}#{quote(row.anchor or '')}"
    second = f"?at={row.start:.1f}" if row.start is not None else ""
    anchor = f"#{quote(row.utterance)}" if row.utterance else ""
    return f"/meetings/{row.meeting_id}{second}{anchor}"


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
