"""Keep what people answer about the claims of a draft."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.db.migrations.protect import may_in_meeting, protect

revision = "0013"
down_revision = "0014"
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
        "claim_answer",
        need("id", sa.Uuid()),
        need("meeting_id", sa.Uuid()),
        need("client_id", sa.Uuid()),
        need("risk", sa.String()),
        need("kind", sa.String()),
        need("binding", sa.Boolean()),
        need("control", sa.Boolean()),
        need("answer", sa.String()),
        may("value", sa.String()),
        need("heard", JSONB()),
        need("unheard", sa.Boolean()),
        may("account_id", sa.Uuid()),
        need("account_name", sa.String()),
        may("sa_orm_sentinel", sa.Integer()),
        need("created_at", TIME),
        need("updated_at", TIME),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "client_id", name="uq_claim_answer_client"),
    )
    op.create_index("ix_claim_answer_meeting_id", "claim_answer", ["meeting_id"])
    # Answers tell of the non-public part too: for those alone who work on the minutes. Nobody changes one.
    edited = may_in_meeting("meeting.edit")
    for statement in protect("claim_answer", select=edited, insert=edited):
        op.execute(statement)


def downgrade() -> None:
    """Take back."""
    op.drop_table("claim_answer")
