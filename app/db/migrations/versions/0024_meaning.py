"""Find passages by what they mean, for those alone who may read them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC

from app.db.migrations.protect import protect

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

EXTENSION = """
DO $block$
BEGIN
  -- pgvector; the embedded PostgreSQL brings it, elsewhere an administrator creates it once.
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'vector') THEN
    CREATE EXTENSION vector WITH SCHEMA public;
  END IF;
END $block$
"""

SEEN = (
    "EXISTS (SELECT FROM passage AS p "
    "WHERE p.meeting_id = passage_meaning.meeting_id AND p.text_key = passage_meaning.text_key OFFSET 0)"
)
"""A meaning is seen by those alone who see a passage that has it: this asks as whoever asks, whom the policy
of ``passage`` binds. ``OFFSET 0`` keeps PostgreSQL from turning the question about one text into a list of
all texts that somebody may read, which it would make for every search."""


def upgrade() -> None:
    """Bring forward."""
    op.execute(EXTENSION)
    op.add_column("passage", sa.Column("text_key", sa.Uuid(), nullable=True))
    op.create_index("ix_passage_text_key", "passage", ["meeting_id", "text_key"])
    op.create_table(
        "passage_meaning",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("text_key", sa.Uuid(), nullable=False),
        sa.Column("meaning", HALFVEC(384), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id", "text_key"),
    )
    op.create_index(
        "ix_passage_meaning",
        "passage_meaning",
        ["meaning"],
        postgresql_using="hnsw",
        postgresql_ops={"meaning": "halfvec_cosine_ops"},
    )
    op.create_table(
        "meaning_pending",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id"),
    )
    for statement in (
        *protect("passage_meaning", select=SEEN, portal=SEEN),
        *protect("meaning_pending"),
        "REVOKE INSERT, UPDATE, DELETE ON passage_meaning, meaning_pending FROM protokollant_app",
        "GRANT SELECT (text_key) ON passage TO protokollant_portal",
        "GRANT SELECT ON passage_meaning TO protokollant_portal",
    ):
        op.execute(statement)
    # The keys are made with the passages: everything is read at the next look.
    op.execute(
        "INSERT INTO search_pending (meeting_id, since) SELECT DISTINCT meeting_id, now() FROM passage "
        "ON CONFLICT DO NOTHING"
    )


def downgrade() -> None:
    """Take back; the extension stays, since others may use it."""
    op.drop_table("meaning_pending")
    op.drop_table("passage_meaning")
    op.drop_index("ix_passage_text_key", "passage")
    op.drop_column("passage", "text_key")
