"""What people answered about the claims of a draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import Entity


class ClaimAnswer(Entity):
    """One answer; rows are added and never changed, the last one about a claim holds."""

    __tablename__ = "claim_answer"
    __table_args__ = (UniqueConstraint("meeting_id", "client_id", name="uq_claim_answer_client"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    client_id: Mapped[UUID]
    """Given by whoever sends it, so that a repetition is recognised."""
    risk: Mapped[str]
    """:attr:`minutes.review.Risk.id`."""
    kind: Mapped[str]
    binding: Mapped[bool]
    """Whether it was about a vote, its counts or a decision."""
    control: Mapped[bool]
    """A planted item: known to be wrong, and no part of the minutes."""
    answer: Mapped[str]
    """``right``, ``wrong`` or ``changed``."""
    value: Mapped[str | None]
    """What the person says it is."""
    heard: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """Utterances and seconds."""
    unheard: Mapped[bool]
    """Confirmed without listening, and said so."""
    account_id: Mapped[UUID | None]
    account_name: Mapped[str]
    """As it was then."""
