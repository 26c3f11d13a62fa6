"""Keep under the law of which state a municipality, or a single meeting, writes its minutes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring forward; the portal's role is granted single columns, and not these."""
    op.add_column("body", sa.Column("state", sa.String(), nullable=True))
    op.add_column("meeting", sa.Column("state", sa.String(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("meeting", "state")
    op.drop_column("body", "state")
