"""A municipality's own template of Word."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import Entity


class BodyTemplate(Entity):
    """The template in force; another takes its place."""

    __tablename__ = "body_template"
    __table_args__ = (UniqueConstraint("body_id"),)

    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"))
    name: Mapped[str]
    """Of the file, as it was uploaded."""
    sha256: Mapped[str]
    content: Mapped[bytes]
    kinds: Mapped[list[str]] = mapped_column(JSONB)
    """Kinds of minutes that it is good for."""
    report: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """:class:`app.services.templates.TemplateCheck` as it was when the file came."""
    account_id: Mapped[UUID | None]
    account_name: Mapped[str]
    """Who uploaded it, as the name was then."""
