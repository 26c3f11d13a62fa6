"""Keep what people correct in the transcript: what it rests on, a log of corrections, and who is at it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from app.db.migrations.protect import may_in_meeting, protect

revision = "0016"
down_revision = "0013"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def need(name: str, kind: object) -> sa.Column[object]:
    """Return a column that must have a value."""
    return sa.Column(name, kind, nullable=False)  # type: ignore[arg-type]  # any column type


def may(name: str, kind: object) -> sa.Column[object]:
    """Return a column that may be empty."""
    return sa.Column(name, kind, nullable=True)  # type: ignore[arg-type]  # any column type


def upgrade() -> None:
    """Bring forward."""
    op.create_table(
        "transcript_work",
        need("meeting_id", sa.Uuid()),
        need("base", JSONB()),
        need("base_seq", sa.Integer()),
        need("seq", sa.Integer()),
        need("drafted_seq", sa.Integer()),
        need("heard", sa.String()),
        need("silenced", JSONB()),
        need("changed_at", TIME),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id"),
    )
    op.create_table(
        "transcript_edit",
        need("id", sa.Uuid()),
        need("meeting_id", sa.Uuid()),
        need("seq", sa.Integer()),
        need("client_id", sa.Uuid()),
        need("edit", JSONB()),
        need("inverse", JSONB()),
        need("touched", ARRAY(sa.Text())),
        may("undoes", sa.Integer()),
        may("account_id", sa.Uuid()),
        need("account_name", sa.String()),
        may("sa_orm_sentinel", sa.Integer()),
        need("created_at", TIME),
        need("updated_at", TIME),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "seq", name="uq_transcript_edit_seq"),
        sa.UniqueConstraint("meeting_id", "client_id", name="uq_transcript_edit_client"),
    )
    op.create_table(
        "desk_presence",
        need("meeting_id", sa.Uuid()),
        need("account_id", sa.Uuid()),
        need("name", sa.String()),
        may("utterance", sa.String()),
        need("at", TIME),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id", "account_id"),
    )
    # The whole transcript, non-public part and all: for those alone who work on it.
    edited = may_in_meeting("meeting.edit")
    for table in ("transcript_work", "transcript_edit", "desk_presence"):
        for statement in protect(table, select=edited, insert=edited, update=edited):
            op.execute(statement)


def downgrade() -> None:
    """Take back."""
    op.drop_table("desk_presence")
    op.drop_table("transcript_edit")
    op.drop_table("transcript_work")
