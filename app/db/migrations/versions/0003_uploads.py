"""Keep uploads that are under way, the inbox of a watched folder, and when each recording begins."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.db.migrations.protect import may_in_meeting, protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def need(name: str, kind: Any) -> sa.Column[Any]:
    """Return a column that must have a value."""
    return sa.Column(name, kind, nullable=False)


def may(name: str, kind: Any) -> sa.Column[Any]:
    """Return a column that may be empty."""
    return sa.Column(name, kind, nullable=True)


def audit() -> tuple[sa.Column[Any], ...]:
    """Return the columns that every entity ends with."""
    return (
        may("sa_orm_sentinel", sa.Integer()),
        need("created_at", sa.DateTime(timezone=True)),
        need("updated_at", sa.DateTime(timezone=True)),
    )


def errors() -> tuple[sa.Column[Any], ...]:
    """Return the columns that say why something was refused."""
    return may("error_code", sa.String()), may("error_de", sa.String()), may("error_en", sa.String())


def refers(column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    """Return a foreign key."""
    return sa.ForeignKeyConstraint([column], [target], ondelete=ondelete)


def upgrade() -> None:
    """Bring forward."""
    for column in (may("begins", sa.String()), may("duration", sa.Float()), may("format", sa.String())):
        op.add_column("recording", column)
    op.create_table(
        "upload",
        need("id", sa.Uuid()),
        need("meeting_id", sa.Uuid()),
        need("body_id", sa.Uuid()),
        may("account_id", sa.Uuid()),
        need("kind", sa.String()),
        need("parts", JSONB()),
        need("filename", sa.String()),
        need("described", sa.String()),
        need("length", sa.BigInteger()),
        need("received", sa.BigInteger()),
        need("state", sa.String()),
        may("sha256", sa.String(length=64)),
        may("announced", sa.String(length=64)),
        may("begins", sa.String()),
        may("sound", JSONB()),
        may("recording_id", sa.Uuid()),
        may("twin_id", sa.Uuid()),
        *errors(),
        need("expires_at", sa.DateTime(timezone=True)),
        *audit(),
        refers("meeting_id", "meeting.id", "CASCADE"),
        refers("body_id", "body.id", "CASCADE"),
        refers("recording_id", "recording.id", "SET NULL"),
        refers("twin_id", "meeting.id", "SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("meeting_id", "body_id", "expires_at"):
        op.create_index(f"ix_upload_{name}", "upload", [name])
    op.create_table(
        "inbox_file",
        need("id", sa.Uuid()),
        need("body_id", sa.Uuid()),
        need("filename", sa.String()),
        need("source", sa.String()),
        need("source_size", sa.BigInteger()),
        need("source_mtime", sa.BigInteger()),
        need("state", sa.String()),
        may("sha256", sa.String(length=64)),
        may("sound", JSONB()),
        may("day", sa.Date()),
        may("begins", sa.String()),
        may("guess_id", sa.Uuid()),
        may("meeting_id", sa.Uuid()),
        *errors(),
        *audit(),
        refers("body_id", "body.id", "CASCADE"),
        refers("guess_id", "meeting.id", "SET NULL"),
        refers("meeting_id", "meeting.id", "SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_inbox_file_body_id", "inbox_file", ["body_id"])
    op.create_index("ix_inbox_file_sha256", "inbox_file", ["sha256"])
    op.create_index("ix_inbox_file_source", "inbox_file", ["source", "source_size", "source_mtime"])
    edited = may_in_meeting("meeting.edit")
    # Which council a file of the inbox belongs to is not known yet, so it is for those who edit all of them.
    whole = "body_id IN (SELECT app_bodies('meeting.edit'))"
    for statement in (
        *protect("upload", select=edited, insert=edited, update=edited, delete=edited),
        *protect("inbox_file", select=whole, update=whole, delete=whole),
    ):
        op.execute(statement)


def downgrade() -> None:
    """Take back."""
    op.drop_table("inbox_file")
    op.drop_table("upload")
    for column in ("format", "duration", "begins"):
        op.drop_column("recording", column)
