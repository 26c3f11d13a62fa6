"""Who wants to be told when a draft is ready or failed: people by mail, programs by webhook."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import DateTimeUTC, DefaultBase, Entity, Row


class MailWish(DefaultBase):
    """About what an account wants mail; no row: about nothing."""

    __tablename__ = "mail_wish"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    draft_ready: Mapped[bool]
    processing_failed: Mapped[bool]


class Webhook(Entity):
    """An address of a body's own programs."""

    __tablename__ = "webhook"

    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"), index=True)
    url: Mapped[str]
    secret: Mapped[str]
    """Key of the signature, ``whsec_`` and base64; shown once, when it is made."""
    failures: Mapped[int] = mapped_column(default=0)
    """Messages in a row that were given up."""
    disabled_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    """Since when nothing is sent any more, because too much failed; a person switches it on again."""


class WebhookDelivery(Row):
    """A message to a webhook, and how it fared."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (UniqueConstraint("webhook_id", "message_id"),)

    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    message_id: Mapped[str]
    """The same in every try, so that the receiver can tell a repetition."""
    event: Mapped[str]
    meeting_id: Mapped[UUID]
    """No foreign key: the record stays when the meeting goes."""
    state: Mapped[str]
    """``waiting``, ``delivered`` or ``failed``."""
    attempts: Mapped[int] = mapped_column(default=0)
    status: Mapped[str]
    """HTTP status or what else came of the last try."""
    told_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
