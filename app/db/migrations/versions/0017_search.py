"""Keep passages that can be found, for those alone who may read them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from app.db.migrations.protect import protect
from app.db.migrations.search_functions import TRIGGERS, drop, make

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def need(name: str, kind: object) -> sa.Column[object]:
    """Return a column that must have a value."""
    return sa.Column(name, kind, nullable=False)  # type: ignore[arg-type]  # any column type


def may(name: str, kind: object) -> sa.Column[object]:
    """Return a column that may be empty."""
    return sa.Column(name, kind, nullable=True)  # type: ignore[arg-type]  # any column type


def _to(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], ondelete="CASCADE")


def upgrade() -> None:
    """Bring forward."""
    op.create_table(
        "passage",
        need("id", sa.Uuid()),
        need("meeting_id", sa.Uuid()),
        need("body_id", sa.Uuid()),
        need("organization_id", sa.Uuid()),
        may("date", sa.Date()),
        need("key", sa.String()),
        need("kind", sa.String()),
        *(may(name, sa.String()) for name in ("item", "title", "person", "party")),
        *(may(name, sa.Float()) for name in ("start", "end")),
        *(may(name, sa.String()) for name in ("utterance", "result")),
        need("public", sa.Boolean()),
        need("text", sa.String()),
        need("words", TSVECTOR()),
        may("sa_orm_sentinel", sa.Integer()),
        _to("meeting", "meeting_id"),
        _to("body", "body_id"),
        _to("organization", "organization_id"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "key", name="uq_passage_key"),
    )
    op.create_index("ix_passage_words", "passage", ["words"], postgresql_using="gin")
    for column in ("body_id", "organization_id", "date"):
        op.create_index(f"ix_passage_{column}", "passage", [column])
    op.create_table(
        "search_word",
        need("word", sa.String()),
        need("variants", TSVECTOR()),
        sa.PrimaryKeyConstraint("word"),
    )
    op.create_index("ix_search_word_variants", "search_word", ["variants"], postgresql_using="gin")
    op.create_table(
        "search_pending",
        need("meeting_id", sa.Uuid()),
        need("since", sa.DateTime(timezone=True)),
        _to("meeting", "meeting_id"),
        sa.PrimaryKeyConstraint("meeting_id"),
    )
    for statement in make():
        op.execute(statement)
    for statement in protect("search_pending"):
        op.execute(statement)
    # What was stored before: everything is read at the next look.
    op.execute(
        "INSERT INTO search_pending (meeting_id, since) "
        "SELECT DISTINCT meeting_id, now() FROM result_document"
    )


def downgrade() -> None:
    """Take back."""
    for statement in (*TRIGGERS.values(), *drop()):
        op.execute(statement)
    for table in ("search_pending", "search_word", "passage"):
        op.drop_table(table)
