"""Let several queues, priorities and notifications exist."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.db.migrations.protect import protect

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOVE_JOBS = """
DO $$
BEGIN
  IF to_regclass('procrastinate_jobs') IS NOT NULL THEN
    UPDATE procrastinate_jobs SET queue_name = 'cpu', lock = NULL, args = args || '{"step": "prepare"}'
    WHERE queue_name = 'speech' AND status = 'todo';
  END IF;
END $$
"""
"""What waits in the one queue of before begins at the first step."""

TIME = sa.DateTime(timezone=True)

MANAGED = "body_id IN (SELECT app_bodies('body.manage'))"
OWN = "account_id = (SELECT app_account())"

POLICIES = (
    *protect(
        "worker",
        select="app_is_operator() OR EXISTS (SELECT app_bodies_somewhere('processing.read'))",
    ),
    *protect("periodic_run"),
    *protect("mail_wish", select=OWN, insert=OWN, update=OWN, delete=OWN),
    *protect("webhook", select=MANAGED, insert=MANAGED, update=MANAGED, delete=MANAGED),
    *protect("webhook_delivery", select="EXISTS (SELECT FROM webhook AS w WHERE w.id = webhook_id)"),
)
"""Workers are known to whoever may see a queue; wishes and webhooks to their owners; secrets of webhooks to
nobody but the system and who enters them."""


def need(name: str, kind: object, **options: object) -> sa.Column[object]:
    """Return a column that must have a value."""
    return sa.Column(name, kind, nullable=False, **options)  # type: ignore[arg-type]  # any column type


def upgrade() -> None:
    """Bring forward."""
    op.add_column("processing", need("step", sa.String(), server_default="prepare"))
    op.add_column("processing", sa.Column("forwarded_at", TIME, nullable=True))
    op.add_column("processing", need("timings", JSONB(), server_default="[]"))
    op.create_table(
        "worker",
        need("name", sa.String()),
        need("host", sa.String()),
        need("device", sa.String()),
        need("queues", JSONB()),
        need("version", sa.String()),
        need("started_at", TIME),
        need("seen_at", TIME),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "periodic_run",
        need("name", sa.String()),
        need("began_at", TIME),
        sa.PrimaryKeyConstraint("name"),
    )
    _make_notifications()
    op.execute(MOVE_JOBS)
    for statement in POLICIES:
        op.execute(statement)


def _make_notifications() -> None:
    op.create_table(
        "mail_wish",
        need("account_id", sa.Uuid()),
        need("draft_ready", sa.Boolean()),
        need("processing_failed", sa.Boolean()),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_table(
        "webhook",
        need("id", sa.Uuid()),
        need("body_id", sa.Uuid()),
        need("url", sa.String()),
        need("secret", sa.String()),
        need("failures", sa.Integer()),
        sa.Column("disabled_at", TIME, nullable=True),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        need("created_at", TIME),
        need("updated_at", TIME),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_webhook_body_id", "webhook", ["body_id"])
    op.create_table(
        "webhook_delivery",
        need("id", sa.Uuid()),
        need("webhook_id", sa.Uuid()),
        need("message_id", sa.String()),
        need("event", sa.String()),
        need("meeting_id", sa.Uuid()),
        need("state", sa.String()),
        need("attempts", sa.Integer()),
        need("status", sa.String()),
        need("told_at", TIME),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("webhook_id", "message_id"),
    )


def downgrade() -> None:
    """Take back."""
    for table in ("webhook_delivery", "webhook", "mail_wish", "periodic_run"):
        op.drop_table(table)
    op.drop_table("worker")
    for column in ("timings", "forwarded_at", "step"):
        op.drop_column("processing", column)
