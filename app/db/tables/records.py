"""Record keeping: the audit log, rules of retention, legal holds, records of deletion.

Rows of the audit log and records of deletion name bodies, meetings and accounts without foreign keys:
they outlive what they speak of.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import DateTimeUTC, DefaultBase, Entity, Row


class AuditEntry(DefaultBase):
    """One entry of the log, chained to the one before; written by ``audit_append`` alone, never changed."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_body", "body_id", "seq"),
        Index("ix_audit_entry_meeting", "meeting_id", "seq"),
        Index("ix_audit_entry_actor", "actor_id", "seq"),
    )

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """From 1, without a gap."""
    at: Mapped[dt.datetime] = mapped_column(DateTimeUTC(timezone=True), index=True)
    """By the clock of the database; never before the entry before."""
    actor_id: Mapped[UUID | None]
    """Account; None: a link, nobody signed in, or the system."""
    actor: Mapped[str]
    """Its name as it was then; ``system`` where nobody asked."""
    action: Mapped[str] = mapped_column(index=True)
    """One of :data:`app.db.audit.ACTIONS`."""
    body_id: Mapped[UUID | None]
    meeting_id: Mapped[UUID | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """Ids, numbers, names of rules and roles; no content of meetings, no names of people."""
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class RetentionRule(Entity):
    """How long a municipality keeps one kind of thing."""

    __tablename__ = "retention_rule"
    __table_args__ = (
        UniqueConstraint("body_id", "kind"),
        CheckConstraint("days IS NULL OR days >= 0", name="days_not_negative"),
    )

    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"))
    kind: Mapped[str]
    """One of :data:`app.services.retention_rules.KINDS`."""
    event: Mapped[str]
    """From when: one of :data:`app.services.retention_rules.EVENTS`."""
    days: Mapped[int | None]
    """After the event; None: never by itself."""


class LegalHold(Entity):
    """Stops every deletion in a meeting, or in the whole municipality, until it is lifted."""

    __tablename__ = "legal_hold"

    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    """None: everything of the municipality."""
    reason: Mapped[str]
    """Reference of the case; shown to those who manage the municipality."""
    placed_by: Mapped[UUID | None]
    placed_by_name: Mapped[str]
    lifted_at: Mapped[dt.datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    lifted_by: Mapped[UUID | None]


class DeletionRecord(Row):
    """Proof that something was deleted: what kind, which, by what rule, when; nothing of its content."""

    __tablename__ = "deletion_record"
    __table_args__ = (Index("ix_deletion_record_body", "body_id", "at"),)

    at: Mapped[dt.datetime] = mapped_column(DateTimeUTC(timezone=True))
    body_id: Mapped[UUID]
    meeting_id: Mapped[UUID | None]
    kind: Mapped[str]
    """``meeting``, or one of :data:`app.services.retention_rules.KINDS`."""
    rule: Mapped[str]
    """``by hand``, or the rule as ``event + days``."""
    count: Mapped[int]
    ids: Mapped[list[str]] = mapped_column(JSONB)
    """Ids of rows and SHA-256 of contents."""
    actor_id: Mapped[UUID | None]
