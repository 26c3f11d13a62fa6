"""Keep the audit log, rules of retention, legal holds and records of deletion."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.db.migrations.audit_functions import drop, make
from app.db.migrations.protect import protect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)

TABLES = ("deletion_record", "legal_hold", "retention_rule", "audit_entry")


def need(name: str, kind: object) -> sa.Column[object]:
    """Return a column that must have a value."""
    return sa.Column(name, kind, nullable=False)  # type: ignore[arg-type]  # any column type


def may(name: str, kind: object) -> sa.Column[object]:
    """Return a column that may be empty."""
    return sa.Column(name, kind, nullable=True)  # type: ignore[arg-type]  # any column type


def entity() -> tuple[sa.Column[object], ...]:
    """Return the columns that every entity ends with."""
    return may("sa_orm_sentinel", sa.Integer()), need("created_at", TIME), need("updated_at", TIME)


def upgrade() -> None:
    """Bring forward."""
    op.add_column("meeting", may("approved_at", TIME))
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        need("at", TIME),
        may("actor_id", sa.Uuid()),
        need("actor", sa.String()),
        need("action", sa.String()),
        may("body_id", sa.Uuid()),
        may("meeting_id", sa.Uuid()),
        need("details", JSONB()),
        need("previous_hash", sa.String(length=64)),
        need("hash", sa.String(length=64)),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"])
    op.create_index("ix_audit_entry_action", "audit_entry", ["action"])
    op.create_index("ix_audit_entry_body", "audit_entry", ["body_id", "seq"])
    op.create_index("ix_audit_entry_meeting", "audit_entry", ["meeting_id", "seq"])
    op.create_index("ix_audit_entry_actor", "audit_entry", ["actor_id", "seq"])
    op.create_table(
        "retention_rule",
        need("id", sa.Uuid()),
        need("body_id", sa.Uuid()),
        need("kind", sa.String()),
        need("event", sa.String()),
        may("days", sa.Integer()),
        *entity(),
        sa.CheckConstraint("days IS NULL OR days >= 0", name="days_not_negative"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("body_id", "kind"),
    )
    op.create_table(
        "legal_hold",
        need("id", sa.Uuid()),
        need("body_id", sa.Uuid()),
        may("meeting_id", sa.Uuid()),
        need("reason", sa.String()),
        may("placed_by", sa.Uuid()),
        need("placed_by_name", sa.String()),
        may("lifted_at", TIME),
        may("lifted_by", sa.Uuid()),
        *entity(),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_legal_hold_body_id", "legal_hold", ["body_id"])
    op.create_index("ix_legal_hold_meeting_id", "legal_hold", ["meeting_id"])
    op.create_table(
        "deletion_record",
        need("id", sa.Uuid()),
        need("at", TIME),
        need("body_id", sa.Uuid()),
        may("meeting_id", sa.Uuid()),
        need("kind", sa.String()),
        need("rule", sa.String()),
        need("count", sa.Integer()),
        need("ids", JSONB()),
        may("actor_id", sa.Uuid()),
        may("sa_orm_sentinel", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_deletion_record_body", "deletion_record", ["body_id", "at"])
    for statement in (*_protection(), *make()):
        op.execute(statement)


def _protection() -> list[str]:
    managed = "body_id IN (SELECT app_bodies('body.manage'))"
    audited = "body_id IN (SELECT app_bodies('audit.read'))"
    deletes = (
        "body_id IN (SELECT app_bodies_somewhere('meeting.delete')) "
        "OR body_id IN (SELECT app_bodies_somewhere('meeting.edit'))"
    )
    warned = "body_id IN (SELECT app_own_bodies())"
    return [
        *protect("audit_entry", select=f"app_is_operator() OR {audited}"),
        *protect("retention_rule", select=managed, insert=managed, update=managed, delete=managed),
        *protect("legal_hold", select=warned, insert=managed, update=managed),
        *protect("deletion_record", select=f"{managed} OR {audited}", insert=deletes),
    ]


def downgrade() -> None:
    """Take back."""
    for statement in drop():
        op.execute(statement)
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION audit_refuse()")
    op.drop_column("meeting", "approved_at")
