"""Count the changes of a meeting, so that nobody overwrites what they have not seen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring forward."""
    op.add_column("meeting", sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    """Take back."""
    op.drop_column("meeting", "revision")
