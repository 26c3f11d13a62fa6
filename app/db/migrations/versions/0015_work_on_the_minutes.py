"""Keep what people change in the minutes: the draft below, and a log of changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.db.migrations.protect import may_in_meeting, protect

revision = "0015"
down_revision = "0011"
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
        "minutes_work",
        need("meeting_id", sa.Uuid()),
        need("base", JSONB()),
        need("seq", sa.Integer()),
        need("printed_seq", sa.Integer()),
        need("differences", JSONB()),
        need("changed_at", TIME),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id"),
    )
    op.create_table(
        "minutes_change",
        need("id", sa.Uuid()),
        need("meeting_id", sa.Uuid()),
        need("seq", sa.Integer()),
        need("client_id", sa.Uuid()),
        need("made", JSONB()),
        may("change", JSONB()),
        need("inverse", JSONB()),
        may("undoes", sa.Integer()),
        may("account_id", sa.Uuid()),
        need("account_name", sa.String()),
        may("sa_orm_sentinel", sa.Integer()),
        need("created_at", TIME),
        need("updated_at", TIME),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "seq", name="uq_minutes_change_seq"),
        sa.UniqueConstraint("meeting_id", "client_id", name="uq_minutes_change_client"),
    )
    # The whole draft, non-public part and all: for those alone who work on it.
    edited = may_in_meeting("meeting.edit")
    for table in ("minutes_work", "minutes_change"):
        for statement in protect(table, select=edited, insert=edited, update=edited):
            op.execute(statement)


def downgrade() -> None:
    """Take back."""
    op.drop_table("minutes_change")
    op.drop_table("minutes_work")
