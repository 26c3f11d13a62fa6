"""Keep accounts, roles and sessions, and let PostgreSQL enforce the rights."""

from __future__ import annotations

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring forward."""


def downgrade() -> None:
    """Take back."""
