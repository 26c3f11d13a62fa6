"""What goes when: the rules of every municipality against its meetings, and the work that applies them.

All functions are blocking and look at everything the session may see; the page calls them on behalf of an
account, so that row-level security leaves what is its own.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import and_, case, exists, func, or_, select

from app.db import tables as t
from app.services.deletion import (
    ERASE,
    VOICE_STAGES,
    LegalHoldError,
    is_held,
    purge_contents,
    remove_work_folders,
    superseded,
)
from app.services.lookup import BUSY
from app.services.retention_rules import Rule, rules_of

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.jobs.periodic import SystemContext

logger = logging.getLogger(__name__)


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a rule deletes."""

    meeting: UUID
    body: UUID
    kind: str
    rule: str
    at: dt.datetime
    """When it is due; in the past where the next round takes it."""
    held: bool
    """A hold keeps it."""


def own_rules(session: Session, body: UUID) -> tuple[Rule, ...]:
    """Return the rule of each kind in a municipality."""
    rows = session.scalars(select(t.RetentionRule).where(t.RetentionRule.body_id == body))
    return rules_of(tuple(Rule(kind=row.kind, event=row.event, days=row.days) for row in rows))


def find_due(session: Session, body: UUID, until: dt.datetime) -> list[Due]:
    """Return what the rules of a municipality delete until then, the first to go first."""
    found: list[Due] = []
    for rule in own_rules(session, body):
        if rule.days is None:
            continue
        event = _event(rule.event)
        latest = until - dt.timedelta(days=rule.days)
        rows = session.execute(
            select(t.Meeting.id, event, is_held(t.Meeting.id, t.Meeting.body_id))
            .outerjoin(t.Processing, t.Processing.meeting_id == t.Meeting.id)
            .where(
                t.Meeting.body_id == body,
                event <= latest,
                _left(rule.kind),
                or_(t.Processing.id.is_(None), t.Processing.state.not_in(BUSY)),
            )
        )
        found += [
            Due(
                meeting=meeting,
                body=body,
                kind=rule.kind,
                rule=str(rule),
                at=since + dt.timedelta(days=rule.days),
                held=held,
            )
            for meeting, since, held in rows
        ]
    return sorted(found, key=lambda due: (due.at, str(due.meeting), due.kind))


def apply_retention(context: SystemContext) -> int:
    """Delete what is due in every municipality; return how many things went. A periodic work.

    Each goes in a transaction of its own, so that one that fails keeps nothing else from going; whatever
    an earlier round left half way (a crash between table and storage) is taken up too.
    """
    database = context.database
    with database.session() as session:
        now = session.scalar(select(func.now())) or t.now()
        bodies = session.scalars(select(t.Body.id)).all()
        due = [one for body in bodies for one in find_due(session, body, now) if not one.held]
    done: list[UUID] = []
    for one in due:
        try:
            with database.session() as session:
                if _locked_idle(session, one.meeting):
                    ERASE[one.kind](session, one.meeting, rule=one.rule)
                    done.append(one.meeting)
        except LegalHoldError:
            continue
        except Exception:
            logger.exception("A rule of retention failed for meeting %s; it comes round again", one.meeting)
    clean_up(context, done)
    return len(done)


def clean_up(context: SystemContext, meetings: list[UUID] | None = None) -> None:
    """Remove contents and working files that nothing needs any more. A periodic work."""
    from app.services.container import work_folder  # noqa: PLC0415 - it imports everything

    purge_contents(context.database, context.storage)
    remove_work_folders(context.database, work_folder(context.data), meetings or [])


def _locked_idle(session: Session, meeting: UUID) -> bool:
    """Lock a meeting; False where it is gone or a worker has got it meanwhile."""
    if session.scalar(select(t.Meeting.id).where(t.Meeting.id == meeting).with_for_update()) is None:
        return False
    state = session.scalar(
        select(t.Processing.state).where(t.Processing.meeting_id == meeting).with_for_update()
    )
    return state not in BUSY


def _event(name: str) -> Any:
    if name == "uploaded":
        last = select(func.max(t.Recording.created_at)).where(t.Recording.meeting_id == t.Meeting.id)
        return func.coalesce(last.scalar_subquery(), t.Meeting.created_at)
    if name == "processed":
        return case((t.Processing.state == "done", t.Processing.finished_at))
    return (t.Meeting.approved_at if name == "approved" else t.Meeting.published_at).expression


def _left(kind: str) -> ColumnElement[bool]:
    """Return the condition that a meeting still has something of a kind."""
    meeting = t.Meeting.id
    if kind == "work":
        return or_(
            exists().where(t.Checkpoint.meeting_id == meeting),
            exists().where(t.WindowCheckpoint.meeting_id == meeting),
        )
    if kind == "voices":
        return or_(
            exists().where(t.Checkpoint.meeting_id == meeting, t.Checkpoint.stage.in_(VOICE_STAGES)),
            exists().where(t.MeetingFile.meeting_id == meeting, t.MeetingFile.name.like("%.rttm")),
        )
    if kind == "drafts":
        return exists().where(and_(t.ResultDocument.meeting_id == meeting, superseded()))
    return or_(
        exists().where(t.Recording.meeting_id == meeting),
        exists().where(t.MeetingFile.meeting_id == meeting, t.MeetingFile.name.like("playback.%")),
    )
