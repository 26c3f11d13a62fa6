"""Keep the life of minutes: editions that nobody can change, signatures, and every step."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.db.migrations.edition_functions import drop, make

revision = "0014"
down_revision = "0015"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
HASH = sa.String(length=64)

TABLES = (
    "minutes_step",
    "edition_signature",
    "edition_document",
    "edition_standing",
    "minutes_edition",
    "minutes_life",
)


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
        "minutes_life",
        need("meeting_id", sa.Uuid()),
        need("state", sa.String()),
        may("edition", sa.Integer()),
        may("corrects", sa.Integer()),
        may("resumes", sa.String()),
        need("revision", sa.Integer()),
        _to("meeting", "meeting_id"),
        sa.PrimaryKeyConstraint("meeting_id"),
    )
    op.create_table(
        "minutes_edition",
        need("id", sa.Uuid()),
        need("meeting_id", sa.Uuid()),
        need("number", sa.Integer()),
        need("kind", sa.String()),
        may("corrects", sa.Integer()),
        may("state", sa.String()),
        need("manifest", sa.String()),
        need("sha256", HASH),
        need("slots", JSONB()),
        need("made_at", TIME),
        may("made_by", sa.Uuid()),
        need("made_by_name", sa.String()),
        may("sa_orm_sentinel", sa.Integer()),
        _to("meeting", "meeting_id"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "number"),
        sa.UniqueConstraint("sha256"),
    )
    op.create_table(
        "edition_standing",
        need("edition_id", sa.Uuid()),
        need("meeting_id", sa.Uuid()),
        *(may(f"{name}_at", TIME) for name in ("discarded", "signed", "sent", "approved", "published")),
        _to("minutes_edition", "edition_id"),
        _to("meeting", "meeting_id"),
        sa.PrimaryKeyConstraint("edition_id"),
    )
    op.create_table(
        "edition_document",
        need("id", sa.Uuid()),
        need("edition_id", sa.Uuid()),
        need("meeting_id", sa.Uuid()),
        need("public", sa.Boolean()),
        need("stage", sa.String()),
        need("name", sa.String()),
        need("mime", sa.String()),
        need("sha256", HASH),
        need("content", sa.LargeBinary()),
        may("sa_orm_sentinel", sa.Integer()),
        _to("minutes_edition", "edition_id"),
        _to("meeting", "meeting_id"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("edition_id", "public", "stage", "name"),
    )
    op.create_table(
        "edition_signature",
        need("id", sa.Uuid()),
        need("edition_id", sa.Uuid()),
        need("meeting_id", sa.Uuid()),
        need("slot", sa.Integer()),
        need("role", sa.String()),
        need("name", sa.String()),
        need("method", sa.String()),
        may("account_id", sa.Uuid()),
        need("account_name", sa.String()),
        need("edition_sha256", HASH),
        need("at", TIME),
        may("file_name", sa.String()),
        may("file_sha256", HASH),
        may("sa_orm_sentinel", sa.Integer()),
        _to("minutes_edition", "edition_id"),
        _to("meeting", "meeting_id"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("edition_id", "slot"),
    )
    op.create_table(
        "minutes_step",
        need("id", sa.Uuid()),
        need("meeting_id", sa.Uuid()),
        need("seq", sa.Integer()),
        need("at", TIME),
        need("move", sa.String()),
        need("before", sa.String()),
        need("after", sa.String()),
        may("edition", sa.Integer()),
        may("account_id", sa.Uuid()),
        need("account_name", sa.String()),
        need("details", JSONB()),
        may("sa_orm_sentinel", sa.Integer()),
        _to("meeting", "meeting_id"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "seq"),
    )
    for table in ("edition_standing", "edition_document", "edition_signature"):
        op.create_index(f"ix_{table}_meeting_id", table, ["meeting_id"])
    for statement in make():
        op.execute(statement)


def downgrade() -> None:
    """Take back."""
    for table in TABLES:
        op.execute(f"DROP TABLE {table} CASCADE")  # a policy of one names another
    for statement in drop():
        op.execute(statement)
