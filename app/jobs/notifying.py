"""Messages as light jobs: one that finds out who wants to know, and one for each message to be sent."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from uuid import UUID

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.exceptions import JobAborted
from procrastinate.job_context import JobContext
from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert

from app.db import tables as t
from app.db.errors import DatabaseUnavailableError
from app.jobs.queue import DELIVER_TASK, LIGHT, NOTIFY_TASK, JobQueue
from app.notify import (
    Message,
    MessageFailedError,
    WebhookRefusedError,
    mail_text,
    payload,
    post_webhook,
    send_mail,
)
from app.services.shaping import title_of

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.jobs import Job
    from sqlalchemy.orm import Session

    from app.db import BlockingDatabase
    from app.settings import NotifySettings

PAUSES = (10, 60, 300, 1800, 7200, 21600)
"""Seconds before each new try; after the last the message is given up."""

MOST_FAILURES = 5
"""Messages in a row that a webhook may miss before it is switched off."""

PERMISSION = {"draft-ready": "draft.read", "processing-failed": "meeting.edit"}
"""What somebody must be allowed in the meeting's organization to be told."""

WISH = {"draft-ready": t.MailWish.draft_ready, "processing-failed": t.MailWish.processing_failed}

logger = logging.getLogger(__name__)

_ALLOWED = text(
    """
    SELECT g.account_id FROM role_grant AS g
    JOIN role_permission AS p ON p.role = g.role AND p.permission = :permission
    WHERE g.body_id = :body AND (g.organization_id = :organization
                                 OR (g.organization_id IS NULL AND p.body_wide))
    """
)


class RetryLater(BaseRetryStrategy):
    """A message that did not arrive is tried again, each time later; a stop of the worker costs no try."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """See :class:`procrastinate.BaseRetryStrategy`."""
        if isinstance(exception, JobAborted):
            return RetryDecision(retry_in={"seconds": 0})
        if isinstance(exception, DatabaseUnavailableError):
            return RetryDecision(retry_in={"seconds": PAUSES[0]})
        if isinstance(exception, MessageFailedError) and job.attempts < len(PAUSES):
            return RetryDecision(retry_in={"seconds": PAUSES[job.attempts]})
        return None


def register_messages(app: App, database: BlockingDatabase, settings: NotifySettings) -> None:
    """Add the tasks to Procrastinate's application of a worker."""
    queue = JobQueue(database.url)

    @app.task(name=NOTIFY_TASK, queue=LIGHT, retry=RetryLater())
    def notify(meeting_id: str, event: str, message_id: str) -> None:
        fan_out(database, queue, settings, UUID(meeting_id), event, message_id=message_id)

    @app.task(name=DELIVER_TASK, queue=LIGHT, pass_context=True, retry=RetryLater())
    def deliver(
        context: JobContext, *, kind: str, to: str, meeting_id: str, event: str, message_id: str
    ) -> None:
        message = message_of(database, settings, UUID(meeting_id), event, message_id)
        if message is None:
            return
        if kind == "mail":
            _mail(database, settings, UUID(to), message)
        else:
            last = context.job.attempts >= len(PAUSES)
            _webhook(database, settings, UUID(to), message, last=last)


def fan_out(
    database: BlockingDatabase,
    queue: JobQueue,
    settings: NotifySettings,
    meeting_id: UUID,
    event: str,
    *,
    message_id: str,
) -> int:
    """Queue a message for everybody who wants to know and may; return how many."""
    with database.session() as session:
        meeting = session.get(t.Meeting, meeting_id)
        if meeting is None or event not in PERMISSION:
            return 0
        targets = [("webhook", str(key)) for key in _webhooks(session, meeting.body_id)]
        if settings.smtp_host is not None:
            targets += [("mail", str(key)) for key in _readers(session, meeting, event)]
        for kind, to in targets:
            queue.defer_message(
                session,
                DELIVER_TASK,
                kind=kind,
                to=to,
                meeting_id=str(meeting_id),
                event=event,
                message_id=message_id,
            )
    return len(targets)


def message_of(
    database: BlockingDatabase, settings: NotifySettings, meeting_id: UUID, event: str, message_id: str
) -> Message | None:
    """Return what is to be told; None where the meeting is gone."""
    statement = (
        select(t.Meeting.number, t.Meeting.date, t.Body.name, t.Organization.name)
        .join(t.Body, t.Body.id == t.Meeting.body_id)
        .join(t.Organization, t.Organization.id == t.Meeting.organization_id)
        .where(t.Meeting.id == meeting_id)
    )
    with database.session() as session:
        row = session.execute(statement).one_or_none()
    if row is None:
        return None
    number, date, body, organization = row
    return Message(
        id=message_id,
        event=event,
        meeting=str(meeting_id),
        title=title_of(organization, number, body),
        date=date.isoformat() if date else None,
        address=settings.address,
    )


def _webhooks(session: Session, body: UUID) -> list[UUID]:
    row = t.Webhook
    return list(session.scalars(select(row.id).where(row.body_id == body, row.disabled_at.is_(None))))


def _readers(session: Session, meeting: t.Meeting, event: str) -> list[UUID]:
    allowed = set(
        session.scalars(
            _ALLOWED,
            {
                "permission": PERMISSION[event],
                "body": meeting.body_id,
                "organization": meeting.organization_id,
            },
        )
    )
    wants = (
        select(t.Account.id)
        .join(t.MailWish, t.MailWish.account_id == t.Account.id)
        .where(t.Account.id.in_(allowed), t.Account.locked_at.is_(None), WISH[event])
    )
    return list(session.scalars(wants))


def _mail(database: BlockingDatabase, settings: NotifySettings, account: UUID, message: Message) -> None:
    with database.session() as session:
        found = session.execute(
            select(t.Account.email, t.Account.language).where(
                t.Account.id == account, t.Account.locked_at.is_(None)
            )
        ).one_or_none()
    if found is None or settings.smtp_host is None:
        return
    subject, text_ = mail_text(message, found.language)
    send_mail(settings, found.email, subject, text_, identity=f"{message.id}.{account}")


def _webhook(
    database: BlockingDatabase, settings: NotifySettings, key: UUID, message: Message, *, last: bool
) -> None:
    with database.session() as session:
        hook = session.get(t.Webhook, key)
        if hook is None or hook.disabled_at is not None:
            return
        url, secret = hook.url, hook.secret
        _note(session, key, message, state="waiting", status="", attempt=True)
    try:
        answer = post_webhook(url, secret, message.id, payload(message), allow=settings.webhook_allow)
    except WebhookRefusedError as error:
        _give_up(database, key, message, str(error.data.get("reason", "")))
        return
    except MessageFailedError as error:
        reason = str(error.data.get("reason", ""))
        if last:
            _give_up(database, key, message, reason)
        else:
            with database.session() as session:
                _note(session, key, message, state="waiting", status=reason)
        raise
    with database.session() as session:
        _note(session, key, message, state="delivered", status=f"HTTP {answer.status}")
        values = {"disabled_at": t.now()} if answer.gone else {"failures": 0}
        session.execute(update(t.Webhook).where(t.Webhook.id == key).values(**values))


def _give_up(database: BlockingDatabase, key: UUID, message: Message, reason: str) -> None:
    with database.session() as session:
        _note(session, key, message, state="failed", status=reason)
        hook = session.get(t.Webhook, key, with_for_update=True)
        if hook is None:
            return
        hook.failures += 1
        if hook.failures >= MOST_FAILURES:
            hook.disabled_at = t.now()
            logger.warning("The webhook %s is switched off after %s failures", key, hook.failures)


def _note(
    session: Session, key: UUID, message: Message, *, state: str, status: str, attempt: bool = False
) -> None:
    row = t.WebhookDelivery
    values = {"state": state, "status": status, "told_at": t.now()}
    counted = {**values, "attempts": row.attempts + 1} if attempt else values
    session.execute(
        insert(row)
        .values(
            webhook_id=key,
            message_id=message.id,
            event=message.event,
            meeting_id=UUID(message.meeting),
            attempts=1,
            **values,
        )
        .on_conflict_do_update(index_elements=["webhook_id", "message_id"], set_=counted)
    )
