"""Working out what passages mean, for the search, little by little.

Making passages is quick and this is not (a quarter of a second for a long passage on one core): meetings with
new texts are noted, and the light worker spends a few seconds on them at each of its turns, so that nothing
else waits. What a text means is kept by the text; of a meeting that is drafted anew only new texts are read.
"""

from __future__ import annotations

import functools
import logging
import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db import tables as t
from app.search import meant_by
from app.search.meaning import Meaning

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db import BlockingDatabase
    from app.jobs.periodic import SystemContext

TURN = 5.0
"""Seconds of one turn."""

TOGETHER = 16
"""Texts read at once, and kept in one transaction."""

logger = logging.getLogger(__name__)


@functools.cache
def _model() -> Meaning:
    return Meaning()


def mean_pending(context: SystemContext) -> int:
    """Work out meanings for one turn, and return of how many texts."""
    if not context.settings.search.meaning:
        return 0
    return mean_all_pending(context.database, _model(), seconds=TURN)


def mean_all_pending(database: BlockingDatabase, model: Meaning, *, seconds: float | None = None) -> int:
    """Do the same until nothing is left, or until ``seconds`` have passed."""
    done, begin = 0, time.monotonic()
    while seconds is None or time.monotonic() - begin < seconds:
        with database.session() as session:
            row = t.MeaningPending
            waiting = select(row.meeting_id).order_by(row.since).limit(1)
            key = session.scalar(waiting.with_for_update(skip_locked=True))
            if key is None:
                break
            count = _mean_some(session, key, model)
            if count == 0:
                session.execute(delete(row).where(row.meeting_id == key))
        done += count
    return done


def note_meanings(session: Session, meeting_id: UUID) -> None:
    """Note a meeting that has new passages."""
    session.execute(
        upsert(t.MeaningPending)
        .values(meeting_id=meeting_id, since=text("now()"))
        .on_conflict_do_update(index_elements=["meeting_id"], set_={"since": text("now()")})
    )


def forget_meanings(session: Session, meeting_id: UUID) -> None:
    """Forget what texts mean that no passage of the meeting has any more."""
    row = t.PassageMeaning
    gone = ~exists().where(_same(t.PassageRow, row))
    session.execute(delete(row).where(row.meeting_id == meeting_id, gone))


def _mean_some(session: Session, meeting_id: UUID, model: Meaning) -> int:
    """Work out the first meanings that are missing, and return their number."""
    passage, row = t.PassageRow, t.PassageMeaning
    missing = (
        select(passage.text_key, passage.title, passage.text)
        .distinct(passage.text_key)
        .where(
            passage.meeting_id == meeting_id,
            passage.text_key.is_not(None),
            ~exists().where(_same(passage, row)),
        )
        .order_by(passage.text_key)
        .limit(TOGETHER)
    )
    found = session.execute(missing).all()
    if found:
        meanings = model.passages([meant_by(one.title, one.text) for one in found])
        session.execute(
            upsert(row).on_conflict_do_nothing(),
            [
                {"meeting_id": meeting_id, "text_key": one.text_key, "meaning": meaning}
                for one, meaning in zip(found, meanings, strict=True)
            ],
        )
    return len(found)


def _same(passage: Any, row: Any) -> Any:
    return (passage.meeting_id == row.meeting_id) & (passage.text_key == row.text_key)
