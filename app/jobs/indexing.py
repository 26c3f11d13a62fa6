"""Making the passages of meetings that search looks in.

Triggers of the database note a meeting whenever one of its results is stored, changed or removed, or one of
its editions is published or taken back (migrations 0017, 0025); what is noted is done soon after, by the
light worker. Made again, the same results give the same passages. Who may read one is asked of its meeting
and edition when somebody searches.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from sqlalchemy import Text, bindparam, cast, delete, exists, insert, select, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db import tables as t
from app.jobs.editions_index import published_passages
from app.jobs.meanings import forget_meanings, note_meanings
from app.search import index_of, passages_of, text_key, variants_of, vocabulary_of
from app.search.words import quoted
from minutes.types import Minutes, Transcript

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db import BlockingDatabase
    from app.jobs.periodic import SystemContext
    from app.search import Passage

T = TypeVar("T")

logger = logging.getLogger(__name__)

_PASSAGE: Any = t.PassageRow.__table__

_INSERT = insert(_PASSAGE).values(words=cast(bindparam("index", type_=Text), TSVECTOR))

_INSERT_WORD = (
    upsert(t.SearchWord)
    .values(word=bindparam("word", type_=Text), variants=cast(bindparam("forms", type_=Text), TSVECTOR))
    .on_conflict_do_nothing()
)


def index_pending(context: SystemContext) -> int:
    """Make the passages of every meeting that is noted, one transaction each, and return their number."""
    return index_all_pending(context.database)


def index_all_pending(database: BlockingDatabase) -> int:
    """Do the same with the database alone."""
    done = 0
    passed: set[UUID] = set()
    while True:
        with database.session() as session:
            row = t.SearchPending
            waiting = select(row.meeting_id).where(row.meeting_id.not_in(passed)).order_by(row.since).limit(1)
            key = session.scalar(waiting.with_for_update(skip_locked=True))
            if key is None:
                return done
            passed.add(key)
            try:
                with session.begin_nested():
                    index_meeting(session, key)
                    session.execute(delete(row).where(row.meeting_id == key))
            except (msgspec.MsgspecError, ValueError):
                # A result of another version that cannot be read: it must not keep the others waiting.
                logger.exception("Meeting %s cannot be searched", key)
                continue
        done += 1


def index_at_once(database: BlockingDatabase) -> None:
    """Do the same right after a draft; where it fails, the light worker's turn comes anyway."""
    try:
        index_all_pending(database)
    except Exception:
        logger.exception("The index of the search follows later")


def rebuild(database: BlockingDatabase) -> int:
    """Make everything anew and return the number of meetings; search goes on meanwhile."""
    with database.session() as session:
        results, editions = t.ResultDocument.meeting_id, t.MinutesEdition.meeting_id
        meetings = select(results, text("now()")).union(select(editions, text("now()")))
        session.execute(
            upsert(t.SearchPending).from_select(["meeting_id", "since"], meetings).on_conflict_do_nothing()
        )
    done = index_all_pending(database)
    with database.session() as session:
        unfounded = ~_has_result(_PASSAGE.c.meeting_id) & _PASSAGE.c.edition_id.is_(None)
        session.execute(delete(_PASSAGE).where(unfounded))
        forget_words(session)
    return done


def index_meeting(session: Session, meeting_id: UUID) -> int:
    """Put the passages of a meeting in place of those it has, and return their number."""
    meeting = session.get(t.Meeting, meeting_id)
    published = published_passages(session, meeting_id)
    found: list[tuple[UUID | None, Passage]] = [(None, one) for one in _passages(session, meeting_id)]
    found += [(published.edition, one) for one in published.passages] if published else []
    session.execute(delete(_PASSAGE).where(_PASSAGE.c.meeting_id == meeting_id))
    if meeting is None or not found:
        forget_meanings(session, meeting_id)
        return 0
    shared = {
        "meeting_id": meeting_id,
        "body_id": meeting.body_id,
        "organization_id": meeting.organization_id,
        "date": meeting.date,
    }
    session.execute(
        _INSERT,
        [
            {
                **shared,
                **msgspec.structs.asdict(one),
                "index": _index(one),
                "text_key": text_key(one.title, one.text),
                "edition_id": edition,
            }
            for edition, one in found
        ],
    )
    words = sorted(set().union(*(vocabulary_of(one.text) for _, one in found)))
    if words:
        session.execute(_INSERT_WORD, [{"word": word, "forms": _forms(word)} for word in words])
    forget_meanings(session, meeting_id)
    note_meanings(session, meeting_id)
    return len(found)


def forget_words(session: Session) -> None:
    """Forget words that occur nowhere any more."""
    row = t.SearchWord
    query = text("passage.words @@ to_tsquery('simple', '''' || search_word.word || ''':' || 'A')")
    session.execute(delete(row).where(~exists().where(query).select_from(t.PassageRow)))


def _passages(session: Session, meeting_id: UUID) -> tuple[Passage, ...]:
    transcript = _latest(session, meeting_id, "transcript", Transcript, public=False)
    minutes = _latest(session, meeting_id, "minutes", Minutes, public=False)
    if transcript is None or minutes is None:
        return ()
    open_transcript = _latest(session, meeting_id, "transcript", Transcript, public=True)
    open_minutes = _latest(session, meeting_id, "minutes", Minutes, public=True)
    cut = (open_transcript, open_minutes) if open_transcript and open_minutes else None
    return passages_of(transcript, minutes, cut)


def _latest(session: Session, meeting_id: UUID, kind: str, shape: type[T], *, public: bool) -> T | None:
    row = t.ResultDocument
    found = session.scalar(
        select(cast(row.data, Text))
        .where(row.meeting_id == meeting_id, row.kind == kind, row.public == public)
        .order_by(row.revision.desc())
        .limit(1)
    )
    return None if found is None else msgspec.json.decode(found, type=shape)


def _has_result(meeting: Any) -> Any:
    return exists().where(t.ResultDocument.meeting_id == meeting)


def _index(passage: Passage) -> str:
    """Return what a passage is found by: its words, and of decisions and votes those of the item's title."""
    if passage.title and passage.kind in {"decision", "vote"} and passage.title not in passage.text:
        return index_of(passage.text, passage.title)
    return index_of(passage.text)


def _forms(word: str) -> str:
    return " ".join(map(quoted, sorted(variants_of(word))))
