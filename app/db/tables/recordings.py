"""Stored content and what it is: recordings of a meeting, files made from them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.tables.base import DefaultBase, Entity, created_column


class Blob(DefaultBase):
    """A content in storage, named by its SHA-256; kept as long as a recording or file points to it."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = created_column()


class Recording(Entity):
    """A part of the sound of a meeting."""

    __tablename__ = "recording"
    __table_args__ = (UniqueConstraint("meeting_id", "position"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    position: Mapped[int]
    filename: Mapped[str]
    """As the uploader named it; for display only."""
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    public: Mapped[bool] = mapped_column(default=False)
    begins: Mapped[str | None]
    """Local time of day at which it begins, ``HH:MM:SS``; None: right after the part before."""
    duration: Mapped[float | None]
    """Seconds that its header states."""
    format: Mapped[str | None]
    """Container and codec, for display: ``mp3``, ``mov/aac``."""

    blob: Mapped[Blob] = relationship(lazy="raise")


class MeetingFile(Entity):
    """A file that processing made (minutes.docx, playback …)."""

    __tablename__ = "meeting_file"
    __table_args__ = (UniqueConstraint("meeting_id", "name"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    name: Mapped[str]
    mime: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    public: Mapped[bool] = mapped_column(default=False)

    blob: Mapped[Blob] = relationship(lazy="raise")
