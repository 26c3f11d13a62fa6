"""The work on a meeting: how far it is, and what is checkpointed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
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
    step: Mapped[str] = mapped_column(default="prepare", server_default="prepare")
    """Which of :data:`app.pipeline.stages.STEPS` waits, runs or ran last."""
    forwarded_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    """When a person moved the meeting to the front of its body's line."""
    timings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, server_default="[]")
    """What each stage took (:class:`app.pipeline.meter.StageTiming`)."""
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


class WorkerRow(DefaultBase):
    """A worker process, as it tells of itself; the row goes when it stops, or a day after its death."""

    __tablename__ = "worker"

    name: Mapped[str] = mapped_column(primary_key=True)
    host: Mapped[str]
    device: Mapped[str]
    """What its engines compute on: ``cpu``, ``cuda``, or empty where it has none."""
    queues: Mapped[list[str]] = mapped_column(JSONB)
    version: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    seen_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))


class PeriodicRun(DefaultBase):
    """When a periodic work last began, by the clock of the database."""

    __tablename__ = "periodic_run"

    name: Mapped[str] = mapped_column(primary_key=True)
    began_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
