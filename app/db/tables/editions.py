"""The life of minutes: where they stand, their editions, signatures, and every step that was taken.

Editions, their documents, signatures and steps are written once: a trigger refuses every change, and a
deletion that leaves no record of itself (:mod:`app.db.migrations.edition_functions`).
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import DateTimeUTC, DefaultBase, Row


class MinutesLife(DefaultBase):
    """Where the minutes of a meeting stand; no row: they are a draft that nobody has moved yet."""

    __tablename__ = "minutes_life"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str]
    """One of :data:`minutes.lifecycle.STATES`."""
    edition: Mapped[int | None]
    """Number of the edition that the state speaks of; None: nothing is frozen."""
    corrects: Mapped[int | None]
    """Number of the edition that the draft is to correct."""
    resumes: Mapped[str | None]
    """State of that edition, to which an abandoned correction returns."""
    revision: Mapped[int] = mapped_column(default=0)
    """Counts steps."""


class MinutesEdition(Row):
    """The minutes as they were frozen on a day; never changed."""

    __tablename__ = "minutes_edition"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    number: Mapped[int]
    """From 1."""
    kind: Mapped[str]
    """Of minutes: ``decisions``, ``results``, ``course`` or ``verbatim``."""
    corrects: Mapped[int | None]
    """Number of the edition before that it corrects."""
    state: Mapped[str | None]
    """Code of the law that it follows."""
    manifest: Mapped[str]
    """Canonical JSON (RFC 8785) with the SHA-256 of every document laid before those who sign."""
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the manifest; what is signed."""
    slots: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """:class:`minutes.lifecycle.Slot` as they were asked for."""
    made_at: Mapped[dt.datetime] = mapped_column(DateTimeUTC(timezone=True))
    made_by: Mapped[UUID | None]
    made_by_name: Mapped[str]


class EditionStanding(DefaultBase):
    """What has become of an edition; the one thing about it that changes."""

    __tablename__ = "edition_standing"

    edition_id: Mapped[UUID] = mapped_column(
        ForeignKey("minutes_edition.id", ondelete="CASCADE"), primary_key=True
    )
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    discarded_at: Mapped[dt.datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    """Taken back before everybody had signed."""
    signed_at: Mapped[dt.datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    sent_at: Mapped[dt.datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    approved_at: Mapped[dt.datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    published_at: Mapped[dt.datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    """None (again): not published."""


class EditionDocument(Row):
    """One file of an edition."""

    __tablename__ = "edition_document"
    __table_args__ = (UniqueConstraint("edition_id", "public", "stage", "name"),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("minutes_edition.id", ondelete="CASCADE"))
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    public: Mapped[bool]
    """Of the public document, else of the one about the non-public part."""
    stage: Mapped[str]
    """``presented``: what was laid before those who sign; ``signed``: the same with who signed;
    ``signature``: a file that was uploaded as a signature; ``template``: in which all are printed."""
    name: Mapped[str]
    mime: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class EditionSignature(Row):
    """One signature under an edition."""

    __tablename__ = "edition_signature"
    __table_args__ = (UniqueConstraint("edition_id", "slot"),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("minutes_edition.id", ondelete="CASCADE"))
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    slot: Mapped[int]
    role: Mapped[str]
    """As it is printed."""
    name: Mapped[str]
    """As it was typed."""
    method: Mapped[str]
    """``typed``: name and re-authentication; ``pdf``, ``pades``, ``xades``, ``cades``: an uploaded file."""
    account_id: Mapped[UUID | None]
    account_name: Mapped[str]
    edition_sha256: Mapped[str] = mapped_column(String(64))
    """What was signed."""
    at: Mapped[dt.datetime] = mapped_column(DateTimeUTC(timezone=True))
    file_name: Mapped[str | None]
    """Of the uploaded file, a document of the stage ``signature``; it may show the non-public part."""
    file_sha256: Mapped[str | None] = mapped_column(String(64))


class MinutesStep(Row):
    """One move that was made."""

    __tablename__ = "minutes_step"
    __table_args__ = (UniqueConstraint("meeting_id", "seq"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    seq: Mapped[int]
    """From 1, without a gap."""
    at: Mapped[dt.datetime] = mapped_column(DateTimeUTC(timezone=True))
    move: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    edition: Mapped[int | None]
    account_id: Mapped[UUID | None]
    account_name: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """Reason, day and number of the later meeting, objections, whom mail went to (a number)."""
