"""Work on the minutes of a meeting: the draft that people change, and the log of their changes."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import DateTimeUTC, DefaultBase, Entity


class MinutesWork(DefaultBase):
    """The draft of the engines that the changes of people rest on; made with the first change."""

    __tablename__ = "minutes_work"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    base: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """:class:`minutes.types.Minutes` without any change."""
    seq: Mapped[int] = mapped_column(default=0)
    """Of the last change."""
    printed_seq: Mapped[int] = mapped_column(default=0)
    """Of the last change that the documents show."""
    differences: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """:class:`minutes.editing.Difference` that nobody has settled yet."""
    changed_at: Mapped[dt.datetime] = mapped_column(DateTimeUTC(timezone=True))


class MinutesChange(Entity):
    """One change; rows are added and, but for how a change reads on a newer draft, never changed."""

    __tablename__ = "minutes_change"
    __table_args__ = (
        UniqueConstraint("meeting_id", "seq", name="uq_minutes_change_seq"),
        UniqueConstraint("meeting_id", "client_id", name="uq_minutes_change_client"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    seq: Mapped[int]
    """From 1, without a gap."""
    client_id: Mapped[UUID]
    """Given by whoever sends it, so that a repetition is recognised."""
    made: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """:data:`minutes.editing.Change` as it was made."""
    change: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """The same as it reads on the draft of today; None: nothing of it is left to do there."""
    inverse: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """What takes it back."""
    undoes: Mapped[int | None]
    """The change that this one took back."""
    account_id: Mapped[UUID | None]
    account_name: Mapped[str]
    """As it was then."""


class WordExport(Entity):
    """The minutes as they left for Word, so that what comes back is compared with that."""

    __tablename__ = "word_export"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    seq: Mapped[int]
    """Of the last change of the minutes then."""
    texts: Mapped[list[Any]] = mapped_column(JSONB)
    """Path and value of every text that can come back."""
    printed: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """:class:`minutes.editing.Printed`."""
    account_id: Mapped[UUID | None]
    account_name: Mapped[str]
    """As it was then."""
