"""Keep sessions, tokens and what guards the sign-in."""

from __future__ import annotations

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring forward."""


def downgrade() -> None:
    """Take back."""
