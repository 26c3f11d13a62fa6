"""Keep a municipality's own template of Word."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.db.migrations.protect import protect

revision = "0023"
down_revision = "0020"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring forward."""
    op.create_table(
        "body_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kinds", JSONB(), nullable=False),
        sa.Column("report", JSONB(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("account_name", sa.String(), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("body_id"),
    )
    # A letterhead: whoever writes minutes fills it in, whoever runs the municipality chooses it.
    managed = "body_id IN (SELECT app_bodies('body.manage'))"
    used = f"{managed} OR body_id IN (SELECT app_bodies_somewhere('meeting.edit'))"
    for statement in protect("body_template", select=used, insert=managed, update=managed, delete=managed):
        op.execute(statement)


def downgrade() -> None:
    """Take back."""
    op.drop_table("body_template")
