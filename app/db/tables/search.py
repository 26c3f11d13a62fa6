"""What can be found: passages of meetings, their words and meanings, and what is to be read anew."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import DateTimeUTC, DefaultBase, Row


class PassageRow(Row):
    """A passage of a meeting. Who may read it is decided by its meeting, ``public`` and its edition."""

    __tablename__ = "passage"
    __table_args__ = (
        UniqueConstraint("meeting_id", "key", name="uq_passage_key"),
        Index("ix_passage_words", "words", postgresql_using="gin"),
        Index("ix_passage_text_key", "meeting_id", "text_key"),
        Index("ix_passage_edition_id", "edition_id", postgresql_where=text("edition_id IS NOT NULL")),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    date: Mapped[dt.date | None] = mapped_column(index=True)
    """Of the meeting."""
    key: Mapped[str]
    """Unique within the meeting."""
    kind: Mapped[str]
    """``minutes``, ``decision``, ``vote`` or ``transcript``."""
    item: Mapped[str | None]
    """Number of the agenda item."""
    title: Mapped[str | None]
    """Of the item."""
    person: Mapped[str | None]
    party: Mapped[str | None]
    start: Mapped[float | None]
    """Seconds."""
    end: Mapped[float | None]
    utterance: Mapped[str | None]
    """Id of the first one that it rests on."""
    result: Mapped[str | None]
    public: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str]
    words: Mapped[Any] = mapped_column(TSVECTOR)
    """Made by :func:`app.search.index_of`."""
    text_key: Mapped[UUID | None]
    """Of the text whose meaning it has, in :class:`PassageMeaning`."""
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("minutes_edition.id", ondelete="CASCADE"))
    """The published edition that says it, which the portal looks in; None: of the results worked on."""
    anchor: Mapped[str | None]
    """Of the place in the edition's page."""


class PassageMeaning(DefaultBase):
    """What a text of a meeting means, as a vector; seen by those alone who see a passage with that text.

    It is kept by the text and not by the passage: passages are made anew with every draft, and most of their
    texts stay.
    """

    __tablename__ = "passage_meaning"
    __table_args__ = (
        Index(
            "ix_passage_meaning",
            "meaning",
            postgresql_using="hnsw",
            postgresql_ops={"meaning": "halfvec_cosine_ops"},
        ),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    text_key: Mapped[UUID] = mapped_column(primary_key=True)
    """Of :func:`app.search.text_key`."""
    meaning: Mapped[Any] = mapped_column(HALFVEC(384))
    """Of length 1, by :class:`app.search.meaning.Meaning`."""


class SearchWord(DefaultBase):
    """A stem that occurs in some passage; seen by those alone who see such a passage."""

    __tablename__ = "search_word"
    __table_args__ = (Index("ix_search_word_variants", "variants", postgresql_using="gin"),)

    word: Mapped[str] = mapped_column(primary_key=True)
    variants: Mapped[Any] = mapped_column(TSVECTOR)
    """Itself and the forms that lack one letter."""


class SearchPending(DefaultBase):
    """A meeting whose passages are to be made anew; entered by triggers."""

    __tablename__ = "search_pending"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[dt.datetime] = mapped_column(DateTimeUTC(timezone=True))


class MeaningPending(DefaultBase):
    """A meeting with texts whose meaning is to be worked out."""

    __tablename__ = "meaning_pending"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[dt.datetime] = mapped_column(DateTimeUTC(timezone=True))
