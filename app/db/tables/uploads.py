"""Sound on its way in: uploads that can be continued, and the inbox of a watched folder."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import DateTimeUTC, Entity


class Upload(Entity):
    """An upload of the tus protocol; the bytes lie in the spool under its id.

    ``received`` is what is forced to disk: never more than the file holds, whatever crashes.
    """

    __tablename__ = "upload"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[UUID | None]
    """Who began it."""
    kind: Mapped[str] = mapped_column(default="whole")
    """``whole``, ``partial`` (a stretch, to be joined later) or ``final`` (joined of partial ones)."""
    parts: Mapped[list[str]] = mapped_column(JSONB, default=list)
    """Of a final upload: the ids of its partial ones, in order."""
    filename: Mapped[str]
    """As the uploader named it; for display only."""
    described: Mapped[str] = mapped_column(default="")
    """``Upload-Metadata`` as it came."""
    length: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[str] = mapped_column(default="receiving")
    """``receiving``, ``complete`` (a partial one), ``checking``, ``duplicate``, ``done`` or ``refused``."""
    sha256: Mapped[str | None] = mapped_column(String(64))
    announced: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 that the uploader says the file has."""
    begins: Mapped[str | None]
    """Local time of day at which the part begins, ``HH:MM:SS``; None: right after the part before."""
    sound: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    """What was found in the file: format, codec, duration …"""
    recording_id: Mapped[UUID | None] = mapped_column(ForeignKey("recording.id", ondelete="SET NULL"))
    """The part it became."""
    twin_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))
    """The meeting that has the same file already."""
    error_code: Mapped[str | None]
    error_de: Mapped[str | None]
    error_en: Mapped[str | None]
    expires_at: Mapped[dt.datetime] = mapped_column(DateTimeUTC(timezone=True), index=True)


class InboxFile(Entity):
    """A file that a watched folder brought."""

    __tablename__ = "inbox_file"
    __table_args__ = (Index("ix_inbox_file_source", "source", "source_size", "source_mtime"),)

    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"), index=True)
    filename: Mapped[str]
    """For display only."""
    source: Mapped[str]
    """Path below the watched folder."""
    source_size: Mapped[int] = mapped_column(BigInteger)
    source_mtime: Mapped[int] = mapped_column(BigInteger)
    """Nanoseconds since 1970; with path and size it tells whether a file that was left is known."""
    state: Mapped[str]
    """``received``, ``assigned``, ``dismissed``, ``known`` (the same content came before) or ``refused``."""
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    """Of the content; the blob is kept while the file is ``received``."""
    sound: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    day: Mapped[dt.date | None]
    """Guess of the meeting's day, from the name or what the file says of itself."""
    begins: Mapped[str | None]
    """Guess of the local time at which it begins, ``HH:MM:SS``."""
    guess_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))
    """Guess of the meeting."""
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))
    """The meeting it was assigned to."""
    error_code: Mapped[str | None]
    error_de: Mapped[str | None]
    error_en: Mapped[str | None]
