"""The work on a meeting: how far it is, and what is checkpointed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.tables.base import DateTimeUTC, DefaultBase, Entity, Row, created_column


class Processing(Entity):
    """The latest processing of a meeting.

    ``run`` fences: a worker sets a new one when it begins, and writes only while it is still there, so
    that a worker whose job was taken over can no longer change anything.
    """

    __tablename__ = "processing"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), unique=True)
    job_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    """Of Procrastinate."""
    state: Mapped[str]
    """``queued``, ``running``, ``cancelling``, ``cancelled``, ``failed`` or ``done``."""
    run: Mapped[UUID | None]
    attempt: Mapped[int] = mapped_column(default=0)
    """How many times a worker began."""
    worker: Mapped[str | None]
    error_code: Mapped[str | None]
    error_de: Mapped[str | None]
    error_en: Mapped[str | None]
    queued_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    started_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))

    stages: Mapped[list[StageProgressRow]] = relationship(
        order_by="StageProgressRow.position", cascade="all, delete-orphan", passive_deletes=True, lazy="raise"
    )


class StageProgressRow(Row):
    """How far one stage is."""

    __tablename__ = "stage_progress"
    __table_args__ = (UniqueConstraint("processing_id", "name"),)

    processing_id: Mapped[UUID] = mapped_column(ForeignKey("processing.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    fraction: Mapped[float] = mapped_column(default=0.0)
    seconds_left: Mapped[float | None]
    error: Mapped[str | None]
    told_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    """When ``fraction`` and ``seconds_left`` were written."""
    started_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    """None where a checkpoint served, so that nobody takes it for the pace of the machine."""
    finished_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))


class Checkpoint(DefaultBase):
    """The result of a stage for one fingerprint of its inputs."""

    __tablename__ = "checkpoint"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[bytes]
    created_at: Mapped[datetime] = created_column()


class WindowCheckpoint(DefaultBase):
    """The result of one window of the recogniser for one fingerprint of its inputs."""

    __tablename__ = "window_checkpoint"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes]
    created_at: Mapped[datetime] = created_column()
