"""Keep sessions, tokens and what guards the sign-in.

The service reads and writes these tables as ``protokollant_system``, because who asks is known only
afterwards; on behalf of an account one sees and ends one's own sessions and tokens.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = ("sign_in_session", "api_token", "one_time_link", "sign_in_throttle", "second_factor")

OWN = ("sign_in_session", "api_token")
"""Tables of which an account sees its own rows."""

TIME = sa.DateTime(timezone=True)


def need(name: str, kind: object, **options: object) -> sa.Column[object]:
    """Return a column that must have a value."""
    return sa.Column(name, kind, nullable=False, **options)  # type: ignore[arg-type]  # any column type


def may(name: str, kind: object) -> sa.Column[object]:
    """Return a column that may be empty."""
    return sa.Column(name, kind, nullable=True)  # type: ignore[arg-type]  # any column type


def of_account() -> sa.ForeignKeyConstraint:
    """Return the reference to the account, with which the row goes."""
    return sa.ForeignKeyConstraint(["account_id"], ["account.id"], ondelete="CASCADE")


def upgrade() -> None:
    """Bring forward."""
    op.create_table(
        "sign_in_session",
        need("id", sa.Uuid()),
        need("account_id", sa.Uuid()),
        need("token_hash", sa.String(64)),
        need("method", sa.String()),
        need("user_agent", sa.String()),
        need("created_at", TIME),
        need("last_seen_at", TIME),
        need("expires_at", TIME),
        may("ended_at", TIME),
        may("sa_orm_sentinel", sa.Integer()),
        of_account(),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_table(
        "api_token",
        need("id", sa.Uuid()),
        need("account_id", sa.Uuid()),
        need("name", sa.String()),
        need("token_hash", sa.String(64)),
        need("scopes", JSONB()),
        need("created_at", TIME),
        may("expires_at", TIME),
        may("last_used_at", TIME),
        may("revoked_at", TIME),
        may("sa_orm_sentinel", sa.Integer()),
        of_account(),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_table(
        "one_time_link",
        need("id", sa.Uuid()),
        need("purpose", sa.String()),
        may("account_id", sa.Uuid()),
        need("token_hash", sa.String(64)),
        need("target", sa.String()),
        need("created_at", TIME),
        need("expires_at", TIME),
        may("used_at", TIME),
        may("sa_orm_sentinel", sa.Integer()),
        of_account(),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_table(
        "sign_in_throttle",
        need("key", sa.String(64)),
        need("failures", sa.Integer()),
        need("last_at", TIME),
        need("blocked_until", TIME),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "second_factor",
        need("account_id", sa.Uuid()),
        may("pending_secret", sa.String()),
        need("last_step", sa.BigInteger()),
        of_account(),
        sa.PrimaryKeyConstraint("account_id"),
    )
    for table in ("sign_in_session", "api_token", "one_time_link"):
        op.create_index(f"ix_{table}_account_id", table, ["account_id"])
    op.create_index("ix_sign_in_session_expires_at", "sign_in_session", ["expires_at"])
    op.create_index("ix_sign_in_throttle_last_at", "sign_in_throttle", ["last_at"])
    for table in TABLES:
        op.execute(f"REVOKE ALL ON {table} FROM protokollant_app")
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO protokollant_system")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {table}_system ON {table} TO protokollant_system USING (true)")
    for table, ends in zip(OWN, ("ended_at", "revoked_at"), strict=True):
        op.execute(f"GRANT SELECT, INSERT, UPDATE ({ends}) ON {table} TO protokollant_app")
        op.execute(
            f"CREATE POLICY {table}_own ON {table} TO protokollant_app "
            "USING (account_id = app_account()) WITH CHECK (account_id = app_account())"
        )


def downgrade() -> None:
    """Take back."""
    for table in reversed(TABLES):
        op.drop_table(table)
