"""What a municipality has taught: names and terms, and how the recogniser misheard them."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import DateTimeUTC, Entity


class GlossaryTerm(Entity):
    """A name, term or title as it is rightly written, with everything it was heard as."""

    __tablename__ = "glossary_term"
    __table_args__ = (
        UniqueConstraint("body_id", "term"),
        CheckConstraint("kind IN ('name', 'term', 'title')", name="kind_known"),
        CheckConstraint("count >= 0", name="count_not_negative"),
        Index("ix_glossary_term_used", "body_id", "count"),
    )

    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"))
    term: Mapped[str]
    kind: Mapped[str]
    """``name``: of a person; ``title``: an office or a form of address; ``term``: anything else."""
    heard: Mapped[dict[str, int]] = mapped_column(JSONB)
    """Misheard forms, with how often each was corrected."""
    count: Mapped[int] = mapped_column(default=0)
    """Corrections altogether."""
    origin: Mapped[str]
    """``correction``: learnt from one; ``hand``: entered."""
    created_by: Mapped[UUID | None]
    created_by_name: Mapped[str]
    """As it was then."""
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    confirmed_by: Mapped[UUID | None]
    confirmed_by_name: Mapped[str | None]
