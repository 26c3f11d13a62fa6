"""Corrections of the transcript of a meeting: what they rest on, the log of them, and who is at it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from app.db.tables.base import DateTimeUTC, DefaultBase, Entity


class TranscriptWork(DefaultBase):
    """The transcript that the corrections of people rest on; made with the first of them."""

    __tablename__ = "transcript_work"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    base: Mapped[dict[str, Any]] = mapped_column(JSONB, deferred=True)
    """:class:`minutes.correcting.Corrected` with every correction up to ``base_seq``; megabytes, read only
    when they are asked for."""
    base_seq: Mapped[int] = mapped_column(default=0)
    seq: Mapped[int] = mapped_column(default=0)
    """Of the last correction."""
    drafted_seq: Mapped[int] = mapped_column(default=0)
    """Of the last correction that draft and documents rest on."""
    heard: Mapped[str]
    """SHA-256 of what the engines heard, on which the base rests."""
    silenced: Mapped[list[list[float]]] = mapped_column(JSONB)
    """Passages that the rendition for browsers holds no sound of."""
    changed_at: Mapped[dt.datetime] = mapped_column(DateTimeUTC(timezone=True))


class TranscriptEdit(Entity):
    """One correction; rows are added and never changed."""

    __tablename__ = "transcript_edit"
    __table_args__ = (
        UniqueConstraint("meeting_id", "seq", name="uq_transcript_edit_seq"),
        UniqueConstraint("meeting_id", "client_id", name="uq_transcript_edit_client"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    seq: Mapped[int]
    """From 1; a new draft takes a number too."""
    client_id: Mapped[UUID]
    """Given by whoever sends it, so that a repetition is recognised."""
    edit: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """:data:`minutes.correcting.Edit`."""
    inverse: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """What takes it back."""
    touched: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Ids of the utterances that it changed, made or removed."""
    undoes: Mapped[int | None]
    """The correction that this one took back."""
    account_id: Mapped[UUID | None]
    account_name: Mapped[str]
    """As it was then."""


class DeskPresence(DefaultBase):
    """Who has a meeting's transcript open, and where."""

    __tablename__ = "desk_presence"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str]
    utterance: Mapped[str | None]
    at: Mapped[dt.datetime] = mapped_column(DateTimeUTC(timezone=True))
