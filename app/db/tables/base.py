"""What all tables share."""

from __future__ import annotations

from datetime import UTC, datetime

from advanced_alchemy.base import DefaultBase, UUIDv7AuditBase, UUIDv7Base
from advanced_alchemy.types import DateTimeUTC
from sqlalchemy.orm import Mapped, mapped_column

__all__ = ("DateTimeUTC", "DefaultBase", "Entity", "Row", "created_column", "metadata", "now")

metadata = DefaultBase.metadata
"""All tables; a freshly migrated database equals it (tested)."""


def now() -> datetime:
    """Return the time, aware, in UTC."""
    return datetime.now(UTC)


def created_column() -> Mapped[datetime]:
    """Return a column with the time at which the row was made."""
    return mapped_column(DateTimeUTC(timezone=True), default=now)


class Entity(UUIDv7AuditBase):
    """A thing with an identity: UUIDv7 ``id``, ``created_at``, ``updated_at``."""

    __abstract__ = True


class Row(UUIDv7Base):
    """A part of a thing: UUIDv7 ``id`` only."""

    __abstract__ = True
