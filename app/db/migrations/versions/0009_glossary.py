"""Keep what a municipality has taught: names, terms, and how they were misheard."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.db.migrations.protect import protect

revision = "0009"
down_revision = "0007"
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
        "glossary_term",
        need("id", sa.Uuid()),
        need("body_id", sa.Uuid()),
        need("term", sa.String()),
        need("kind", sa.String()),
        need("heard", JSONB()),
        need("count", sa.Integer()),
        need("origin", sa.String()),
        may("created_by", sa.Uuid()),
        need("created_by_name", sa.String()),
        may("confirmed_at", TIME),
        may("confirmed_by", sa.Uuid()),
        may("confirmed_by_name", sa.String()),
        may("sa_orm_sentinel", sa.Integer()),
        need("created_at", TIME),
        need("updated_at", TIME),
        sa.CheckConstraint("kind IN ('name', 'term', 'title')", name="kind_known"),
        sa.CheckConstraint("count >= 0", name="count_not_negative"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("body_id", "term"),
    )
    op.create_index("ix_glossary_term_used", "glossary_term", ["body_id", "count"])
    # What the recogniser heard may come from a non-public part: those who correct see it, nobody else.
    edited = "body_id IN (SELECT app_bodies_somewhere('meeting.edit'))"
    for statement in protect("glossary_term", select=edited, insert=edited, update=edited, delete=edited):
        op.execute(statement)


def downgrade() -> None:
    """Take back."""
    op.drop_table("glossary_term")
