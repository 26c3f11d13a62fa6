"""Keep what the OParl interface shows, and what it no longer shows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.db.migrations.oparl_functions import drop, make

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
TABLE = "oparl_object"


def need(name: str, kind: object) -> sa.Column[object]:
    """Return a column that must have a value."""
    return sa.Column(name, kind, nullable=False)  # type: ignore[arg-type]  # any column type


def may(name: str, kind: object) -> sa.Column[object]:
    """Return a column that may be empty."""
    return sa.Column(name, kind, nullable=True)  # type: ignore[arg-type]  # any column type


def upgrade() -> None:
    """Bring forward."""
    op.create_table(
        TABLE,
        need("id", sa.Uuid()),
        need("meeting_id", sa.Uuid()),
        need("kind", sa.String()),
        need("body_id", sa.Uuid()),
        need("organization_id", sa.Uuid()),
        may("parent_id", sa.Uuid()),
        may("edition_id", sa.Uuid()),
        may("day", sa.Date()),
        need("created_at", TIME),
        need("modified_at", TIME),
        need("deleted", sa.Boolean()),
        may("facts", JSONB()),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", "meeting_id"),
        sa.CheckConstraint(
            "deleted = (facts IS NULL) AND deleted = (edition_id IS NULL)", name="oparl_object_gone"
        ),
    )
    op.create_index("ix_oparl_object_list", TABLE, ["body_id", "kind", "id"])
    op.create_index("ix_oparl_object_modified", TABLE, ["body_id", "kind", "modified_at"])
    op.create_index("ix_oparl_object_meeting_id", TABLE, ["meeting_id"])
    op.create_index("ix_oparl_object_parent_id", TABLE, ["parent_id"])
    op.create_index("ix_oparl_object_organization_id", TABLE, ["organization_id", "kind"])
    for statement in make():
        op.execute(statement)


def downgrade() -> None:
    """Take back."""
    for statement in drop():
        op.execute(statement)
    op.drop_table(TABLE)
