"""What processing found: transcript, outcomes and minutes as documents with revisions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import Entity


class ResultDocument(Entity):
    """One revision of the transcript, the outcomes or the minutes of a meeting.

    Rows are never changed: a new result or a person's correction is a new revision. Of the latest revision
    there is a second row, cut to the public part (``public``); it can be made again at any time.
    """

    __tablename__ = "result_document"
    __table_args__ = (
        UniqueConstraint("meeting_id", "kind", "revision", "public", name="uq_result_document_revision"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    kind: Mapped[str]
    """``transcript``, ``outcomes`` or ``minutes``."""
    revision: Mapped[int]
    """From 1."""
    origin: Mapped[str] = mapped_column(default="engine")
    """``engine`` or ``person``."""
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    public: Mapped[bool] = mapped_column(default=False)
