"""Find what published minutes say: passages of editions, which the portal alone looks in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.db.migrations import search_functions

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring forward."""
    op.add_column("passage", sa.Column("edition_id", sa.Uuid(), nullable=True))
    op.add_column("passage", sa.Column("anchor", sa.String(), nullable=True))
    op.create_foreign_key(
        "fk_passage_edition_id_minutes_edition",
        "passage",
        "minutes_edition",
        ["edition_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.create_index(
        "ix_passage_edition_id",
        "passage",
        ["edition_id"],
        postgresql_where=sa.text("edition_id IS NOT NULL"),
    )
    for statement in search_functions.open_editions():
        op.execute(statement)
    op.execute(
        "INSERT INTO search_pending (meeting_id, since) SELECT DISTINCT meeting_id, now() "
        "FROM edition_standing WHERE published_at IS NOT NULL ON CONFLICT DO NOTHING"
    )


def downgrade() -> None:
    """Take back."""
    op.execute("DELETE FROM passage WHERE edition_id IS NOT NULL")
    for statement in search_functions.close_editions():
        op.execute(statement)
    op.drop_index("ix_passage_edition_id", "passage")
    op.drop_constraint("fk_passage_edition_id_minutes_edition", "passage", type_="foreignkey")
    op.drop_column("passage", "anchor")
    op.drop_column("passage", "edition_id")
