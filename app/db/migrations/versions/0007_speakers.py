"""Keep how many people speak in a meeting, where that is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring forward."""
    op.add_column("meeting", sa.Column("min_speakers", sa.Integer(), nullable=True))
    op.add_column("meeting", sa.Column("max_speakers", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("meeting", "max_speakers")
    op.drop_column("meeting", "min_speakers")
