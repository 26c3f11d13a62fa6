"""Let several queues, priorities and notifications exist."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

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
    op.execute(MOVE_JOBS)


def downgrade() -> None:
    """Take back."""
    op.drop_table("periodic_run")
    op.drop_table("worker")
    for column in ("timings", "forwarded_at", "step"):
        op.drop_column("processing", column)
