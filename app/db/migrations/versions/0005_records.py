"""Keep the audit log, rules of retention and records of deletion."""

from __future__ import annotations

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring forward."""


def downgrade() -> None:
    """Take back."""
