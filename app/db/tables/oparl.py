"""What the OParl interface shows: one row for each object and each meeting that it is known from."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import DateTimeUTC, DefaultBase


class OParlObject(DefaultBase):
    """An object as the published edition of one meeting tells it.

    A person, a paper, a council is known from several meetings; such an object is the newest of its rows,
    and gone when all of them are. What is gone keeps its id and its times, nothing else (a constraint).
    """

    __tablename__ = "oparl_object"
    __table_args__ = (
        Index("ix_oparl_object_list", "body_id", "kind", "id"),
        Index("ix_oparl_object_modified", "body_id", "kind", "modified_at"),
        Index("ix_oparl_object_meeting_id", "meeting_id"),
        Index("ix_oparl_object_parent_id", "parent_id"),
        Index("ix_oparl_object_organization_id", "organization_id", "kind"),
        CheckConstraint(
            "deleted = (facts IS NULL) AND deleted = (edition_id IS NULL)", name="oparl_object_gone"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(primary_key=True)
    """No foreign key: what is gone outlives its meeting."""
    kind: Mapped[str]
    """One of :data:`app.services.oparl.KINDS`."""
    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"))
    organization_id: Mapped[UUID]
    """Of the meeting."""
    parent_id: Mapped[UUID | None]
    """What it is shown in: a meeting (item, file), a person (membership), a paper (consultation)."""
    edition_id: Mapped[UUID | None]
    """The published edition it is told by."""
    day: Mapped[dt.date | None]
    """Of the meeting."""
    created_at: Mapped[dt.datetime] = mapped_column(DateTimeUTC(timezone=True))
    modified_at: Mapped[dt.datetime] = mapped_column(DateTimeUTC(timezone=True))
    deleted: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """:mod:`app.services.oparl.facts`."""
