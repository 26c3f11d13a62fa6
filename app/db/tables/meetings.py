"""Meetings with their agenda and roster (OParl: Meeting, AgendaItem).

``public`` is what PostgreSQL's row-level security looks at: a meeting is public where any of its
items is, an item where the invitation says so. ``published_at`` stays empty until a person publishes.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.tables.base import DateTimeUTC, Entity, Row
from app.db.tables.bodies import Body, Organization, Person


class Meeting(Entity):
    """A meeting of a council."""

    __tablename__ = "meeting"

    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[str | None]
    date: Mapped[dt.date | None] = mapped_column(index=True)
    start: Mapped[str | None]
    """Local time, ``HH:MM``."""
    place: Mapped[str | None]
    language: Mapped[str]
    profile: Mapped[str]
    glossary: Mapped[list[str]] = mapped_column(JSONB)
    min_speakers: Mapped[int | None]
    """Least number of voices, where it is known; the same as ``max_speakers`` where it is known exactly."""
    max_speakers: Mapped[int | None]
    duration: Mapped[float | None]
    """Seconds of sound, once it was decoded."""
    public: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[dt.datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    approved_at: Mapped[dt.datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    """When the minutes were approved; rules of retention rest on it."""
    released_at: Mapped[dt.datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    """Since when the members may read the draft; None: not (any more)."""
    released_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    """Counts changes of what was entered."""
    state: Mapped[str | None]
    """Code of the state whose law its minutes follow; None: that of the municipality."""

    body: Mapped[Body] = relationship(lazy="raise")
    organization: Mapped[Organization] = relationship(lazy="raise")
    items: Mapped[list[AgendaItem]] = relationship(
        order_by="AgendaItem.position", cascade="all, delete-orphan", passive_deletes=True, lazy="raise"
    )
    participants: Mapped[list[Participant]] = relationship(
        order_by="Participant.position", cascade="all, delete-orphan", passive_deletes=True, lazy="raise"
    )


class AgendaItem(Row):
    """An item of the agenda."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number", name="uq_agenda_item_number"),
        UniqueConstraint("meeting_id", "position", name="uq_agenda_item_position"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    position: Mapped[int]
    number: Mapped[str]
    title: Mapped[str]
    paper: Mapped[str | None]
    public: Mapped[bool] = mapped_column(default=False)


class Participant(Row):
    """A line of the roster of one meeting: what a person was on that day."""

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("meeting_id", "position"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    role: Mapped[str]
    office: Mapped[str | None]
    party: Mapped[str | None]
    votes: Mapped[bool]
    present: Mapped[bool | None]

    person: Mapped[Person] = relationship(lazy="raise")
