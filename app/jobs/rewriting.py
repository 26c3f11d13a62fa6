"""A new draft takes over what people changed in the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from app.db import tables as t
from minutes.editing import Carried, carry_over, change_from
from minutes.types import Minutes

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db import BlockingDatabase


class Rewritten(msgspec.Struct, frozen=True, kw_only=True):
    """A draft with the changes of people, and which of them are in it."""

    draft: Minutes
    """Of the engines."""
    minutes: Minutes
    """With the changes."""
    seq: int | None
    """Of the last change that is in it; None: nobody changed anything."""


class Rewriter:
    """Puts the changes of people into a draft (``PipelineJob.amend``), and remembers how."""

    def __init__(self, database: BlockingDatabase, meeting_id: UUID) -> None:
        self._database = database
        self._meeting_id = meeting_id
        self.rewritten: Rewritten | None = None
        """None until a draft was made."""

    def amend(self, draft: Minutes) -> Minutes:
        """Return a draft with everything that people changed so far."""
        with self._database.session() as session:
            self.rewritten = rewrite(session, self._meeting_id, draft)
        return self.rewritten.minutes


def rewrite(session: Session, meeting_id: UUID, draft: Minutes) -> Rewritten:
    """Return a new draft with everything that people changed so far."""
    work = session.get(t.MinutesWork, meeting_id)
    if work is None:
        return Rewritten(draft=draft, minutes=draft, seq=None)
    carried, _ = _carried(session, work, draft)
    return Rewritten(draft=draft, minutes=carried.minutes, seq=work.seq)


def keep_rewritten(session: Session, meeting_id: UUID, rewritten: Rewritten) -> None:
    """Let the work of people rest on a new draft, what they changed while it was printed included."""
    row = t.MinutesWork
    work = session.scalar(select(row).where(row.meeting_id == meeting_id).with_for_update())
    if work is None:
        return
    carried, log = _carried(session, work, rewritten.draft)
    for entry, change in zip(log, carried.changes, strict=True):
        entry.change = None if change is None else msgspec.to_builtins(change)
    work.base = msgspec.json.decode(msgspec.json.encode(rewritten.draft))
    work.differences = msgspec.to_builtins(carried.differences)
    work.printed_seq = rewritten.seq or 0
    work.changed_at = t.now()


def _carried(session: Session, work: t.MinutesWork, draft: Minutes) -> tuple[Carried, list[t.MinutesChange]]:
    """Return a draft with the changes, and their rows in order; those without effect are left out."""
    row = t.MinutesChange
    wanted = select(row).where(row.meeting_id == work.meeting_id, row.change.is_not(None)).order_by(row.seq)
    log = list(session.scalars(wanted))
    changes = [change_from(entry.change) for entry in log]
    return carry_over(msgspec.convert(work.base, Minutes), changes, draft), log
