"""The SQL of the search. No statement asks who may read: row-level security does, for counts too."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ARRAY,
    REAL,
    Integer,
    Text,
    Uuid,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    or_,
    select,
    text,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY, aggregate_order_by
from sqlalchemy.orm import load_only

from app.db import tables as t
from app.db.mapping import parse_id
from app.services.search.views import FACETS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import CTE, ColumnElement, CompoundSelect, Select

    from app.services.search.views import Wish

P = t.PassageRow

RECIPROCAL = 60
"""Constant of reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009)."""

WEIGHTS = (0.25, 0.25, 0.5, 1.0)
"""Of parts of compounds (D) up to whole words (A)."""

BY_LENGTH = 1
"""``ts_rank`` divides by 1 + the logarithm of the length."""

NEAREST = 30
"""Passages that are found by their meaning, at most."""

WORDED, WORDED_IN_PART = 1.0, 0.25
"""Weight of each of the two rankings by words, where all of them occur and where only some do."""

BEST = 3
"""Passages that make up an item's worth together: where several say it, it is about that."""

MEANT = 2.0
"""Weight of the ranking by meaning."""

NEIGHBOURS = (
    text("SET LOCAL hnsw.ef_search = 100"),
    text("SET LOCAL hnsw.iterative_scan = strict_order"),
)
"""The index goes on where filters and policies leave too few of what it found (pgvector 0.8)."""

PER_FACET = 12
LIKE = 200
"""Words of which the nearest are looked for."""

FAVOURED = {"decision": 1.15, "vote": 1.05, "minutes": 1.1}
"""A decision counts a little more than talk about it."""


def query_of(text: str) -> ColumnElement[Any]:
    """Return a ``tsquery`` made by :mod:`app.search.query`."""
    return cast(literal(text, Text), TSQUERY)


def conditions(query: str, wish: Wish) -> tuple[ColumnElement[bool], ...]:
    """Return what a passage must fulfil."""
    wanted: list[ColumnElement[bool]] = [P.words.bool_op("@@")(query_of(query))] if query else []
    wanted.append(P.edition_id.is_not(None) if wish.editions else P.edition_id.is_(None))
    for column, value in ((P.person, wish.person), (P.party, wish.party), (P.title, wish.item),
                          (P.kind, wish.kind), (P.result, wish.result)):  # fmt: skip
        if value:
            wanted.append(column == value)
    for key, value in ((P.body_id, wish.body), (P.organization_id, wish.organization)):
        if value:
            wanted.append(key == parse_id(value))
    for date, at_least in ((wish.since, True), (wish.until, False)):
        day = _day(date)
        if day is not None:
            wanted.append(P.date >= day if at_least else P.date <= day)
    if wish.year and wish.year.isdecimal() and len(wish.year) == 4:  # noqa: PLR2004 - digits
        year = max(1, int(wish.year))
        wanted.append(and_(P.date >= dt.date(year, 1, 1), P.date <= dt.date(year, 12, 31)))
    return tuple(wanted)


def items_found(
    query: str,
    wish: Wish,
    near: Sequence[UUID] = (),
    *,
    relaxed: bool = False,
    offset: int,
    limit: int,
) -> Select[Any]:
    """Return the statement for a page of items: meeting, number, keys of passages in order, counts.

    Several rankings are fused by the reciprocal of a passage's place in each, so that their scales need no
    comparison; ``near`` (:func:`nearest`) is one of them. An item is as good as its best passages together.
    Where ``relaxed``, the query asks for any of the words and weighs less.
    """
    scored = _scored(query, wish, near, WORDED_IN_PART if relaxed else WORDED)
    best = _of_item(scored.c.score)
    in_order = aggregate_order_by(scored.c.id, scored.c.score.desc(), scored.c.key)
    by_date = (scored.c.date.desc().nulls_last(),) if wish.order == "date" else ()
    return (
        select(
            scored.c.meeting_id,
            scored.c.item,
            func.array_agg(in_order).label("keys"),
            func.count().over().label("items"),
            func.sum(func.count()).over().label("total"),
        )
        .group_by(scored.c.meeting_id, scored.c.item, scored.c.date)
        .order_by(*by_date, best.desc(), scored.c.meeting_id, scored.c.item)
        .offset(offset)
        .limit(limit)
    )


def _of_item(score: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return how good an item is: its best passages together."""
    in_order = type_coerce(func.array_agg(aggregate_order_by(score, score.desc())), ARRAY(REAL))
    return sum((func.coalesce(in_order[place], 0.0) for place in range(1, BEST + 1)), start=literal(0.0))


def nearest(meaning: Sequence[float], must: str, wish: Wish) -> Select[Any]:
    """Return the statement for the passages that mean most nearly the same, the nearest first, and how near.

    Args:
        meaning: of the question, of length 1.
        must: query that each must fit: what was asked for to the letter, less what was excluded.
        wish: filters.
    """
    m = t.PassageMeaning
    far = m.meaning.cosine_distance(meaning)
    return (
        select(P.id, (1.0 - far).label("likeness"))
        .join(m, and_(m.meeting_id == P.meeting_id, m.text_key == P.text_key))
        .where(*conditions(must, wish))
        .order_by(far)
        .limit(NEAREST)
    )


def _scored(query: str, wish: Wish, near: Sequence[UUID], worded: float) -> CTE:
    """Return the passages that fit, each with its fused score."""
    columns = (P.id, P.meeting_id, P.item, P.date, P.key, P.kind)
    where = conditions(query, wish)
    if not query:
        return select(*columns, literal(0.0).label("score")).where(*where).cte("scored")
    asked = query_of(query)
    rankings = {
        "close": func.ts_rank_cd(cast(WEIGHTS, ARRAY(REAL)), P.words, asked, BY_LENGTH),
        "often": func.ts_rank(cast(WEIGHTS, ARRAY(REAL)), P.words, asked, BY_LENGTH),
    }
    fitting = (
        select(
            *columns,
            *(rank.label(name) for name, rank in rankings.items()),
            P.words.bool_op("@@")(asked).label("worded"),
            func.array_position(_keys(near), P.id).label("near"),
        )
        .where(_any_of(where, near))
        .cte("fitting")
    )
    words_first = fitting.c.worded.desc()
    places = (func.rank().over(order_by=(words_first, fitting.c[name].desc())) for name in rankings)
    shares = (case((fitting.c.worded, worded / (RECIPROCAL + place)), else_=0.0) for place in places)
    meant = MEANT * func.coalesce(1.0 / (RECIPROCAL + fitting.c.near), 0.0)
    total = sum(shares, start=meant)
    weight = case(FAVOURED, value=fitting.c.kind, else_=1.0)
    return select(*(fitting.c[column.key] for column in columns), (total * weight).label("score")).cte(
        "scored"
    )


def _any_of(where: tuple[ColumnElement[bool], ...], near: Sequence[UUID]) -> ColumnElement[bool]:
    return or_(and_(true(), *where), P.id.in_(near)) if near else and_(true(), *where)


def _keys(near: Sequence[UUID]) -> ColumnElement[Any]:
    return cast(literal(list(near), ARRAY(Uuid)), ARRAY(Uuid))


def counts(query: str, wish: Wish, near: Sequence[UUID] = ()) -> CompoundSelect[Any]:
    """Return the statement for the facets: name, value, number of passages; the most frequent values."""
    year = cast(cast(extract("year", P.date), Integer), Text)
    fitting = (
        select(
            cast(P.organization_id, Text).label("organization"),
            year.label("year"),
            P.person,
            P.party,
            P.title.label("item"),
            P.kind,
            P.result,
        )
        .where(_any_of(conditions(query, wish), near))
        .cte("fitting")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    each = []
    for name in FACETS:
        value = fitting.c[name]
        one = (
            select(literal(name).label("name"), value.label("value"), func.count().label("count"))
            .where(value.is_not(None))
            .group_by(value)
            .order_by(func.count().desc(), value)
            .limit(PER_FACET)
            .subquery()
        )
        each.append(select(one))
    return union_all(*each)


def some(query: str, wish: Wish) -> Select[Any]:
    """Return the statement for one passage that fits by its words."""
    return select(P.id).where(*conditions(query, wish)).limit(1)


def passages(keys: Sequence[Any]) -> Select[Any]:
    """Return the statement for what is shown of passages, by their keys."""
    shown = (
        P.meeting_id,
        P.kind,
        P.title,
        P.person,
        P.party,
        P.start,
        P.utterance,
        P.result,
        P.public,
        P.text,
    )
    return select(P).options(load_only(*shown, P.edition_id, P.anchor)).where(P.id.in_(keys))


def places(meetings: Sequence[Any]) -> Select[Any]:
    """Return the statement for date, council and municipality of meetings."""
    m, o, b = t.Meeting, t.Organization, t.Body
    return (
        select(m.id, m.date, o.name.label("organization"), b.name.label("body"))
        .join(o, o.id == m.organization_id)
        .join(b, b.id == m.body_id)
        .where(m.id.in_(meetings))
    )


def councils(keys: Sequence[Any]) -> Select[Any]:
    """Return the statement for the names of councils."""
    o, b = t.Organization, t.Body
    return select(o.id, o.name, b.name.label("body")).join(b, b.id == o.body_id).where(o.id.in_(keys))


def holding(query: str) -> Select[Any]:
    """Return the statement for the text of one passage that fits."""
    return select(P.text).where(P.words.bool_op("@@")(query_of(query))).limit(1)


def words_like(query: str) -> Select[Any]:
    """Return the statement for words that share a form with one of ``query``."""
    row = t.SearchWord
    return select(row.word).where(row.variants.bool_op("@@")(query_of(query))).limit(LIKE)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
