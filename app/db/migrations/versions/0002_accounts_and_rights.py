"""Keep accounts and roles, and let PostgreSQL enforce the rights."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.access import ONLY_IN_ORGANIZATION, PERMISSIONS
from app.db.migrations.rights_functions import drop_functions, make_functions
from app.db.migrations.rights_policies import COLUMNS, OWN_TABLES, policies, take_back

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROLE = """
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'protokollant_system') THEN
    BEGIN
      CREATE ROLE protokollant_system NOLOGIN NOSUPERUSER NOBYPASSRLS;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database was quicker
    END;
  END IF;
  BEGIN
    GRANT protokollant_system TO CURRENT_USER;
  EXCEPTION WHEN insufficient_privilege THEN NULL; -- granted beforehand by the administrator
  END;
END $$
"""
"""Who works without being asked at this very moment: workers, signing in, retention, backup."""

GRANTS = (
    ROLE,
    "GRANT USAGE ON SCHEMA public TO protokollant_system",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO protokollant_system",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO protokollant_system",
    """
    ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO protokollant_system
    """,
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO protokollant_system",
)

UNDO_GRANTS = (
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM protokollant_system",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM protokollant_system",
    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM protokollant_system",
    "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM protokollant_system",
    "REVOKE USAGE ON SCHEMA public FROM protokollant_system",
)

TIME = sa.DateTime(timezone=True)


def need(name: str, kind: Any) -> sa.Column[Any]:
    """Return a column that must have a value."""
    return sa.Column(name, kind, nullable=False)


def may(name: str, kind: Any) -> sa.Column[Any]:
    """Return a column that may be empty."""
    return sa.Column(name, kind, nullable=True)


def audit() -> tuple[sa.Column[Any], ...]:
    """Return the columns that every entity ends with."""
    return (may("sa_orm_sentinel", sa.Integer()), need("created_at", TIME), need("updated_at", TIME))


def refers(column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    """Return a foreign key."""
    return sa.ForeignKeyConstraint([column], [target], ondelete=ondelete)


def upgrade() -> None:
    """Make the role before the tables, so that the default privileges reach them."""
    for statement in GRANTS:
        op.execute(statement)
    _make_tables()
    op.add_column("meeting", may("released_at", TIME))
    op.add_column("meeting", may("released_by", sa.Uuid()))
    op.create_foreign_key(
        "fk_meeting_released_by_account", "meeting", "account", ["released_by"], ["id"], ondelete="SET NULL"
    )
    op.drop_constraint("uq_result_document_meeting_id", "result_document")
    op.create_unique_constraint(
        "uq_result_document_revision", "result_document", ["meeting_id", "kind", "revision", "public"]
    )
    for statement in (*make_functions(), *policies(), *COLUMNS):
        op.execute(statement)


def _make_tables() -> None:
    op.create_table(
        "account",
        need("id", sa.Uuid()),
        need("email", sa.String()),
        need("name", sa.String()),
        need("language", sa.String()),
        need("operator", sa.Boolean()),
        may("locked_at", TIME),
        may("password_hash", sa.String()),
        need("must_change_password", sa.Boolean()),
        may("totp_secret", sa.String()),
        need("recovery_codes", JSONB()),
        may("last_sign_in_at", TIME),
        may("oidc_issuer", sa.String()),
        may("oidc_subject", sa.String()),
        *audit(),
        sa.CheckConstraint("email = lower(email)", name="email_small"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
        sa.UniqueConstraint("oidc_issuer", "oidc_subject"),
    )
    op.create_table(
        "role_grant",
        need("id", sa.Uuid()),
        need("account_id", sa.Uuid()),
        need("role", sa.String()),
        need("body_id", sa.Uuid()),
        may("organization_id", sa.Uuid()),
        need("origin", sa.String()),
        may("created_by", sa.Uuid()),
        *audit(),
        refers("account_id", "account.id", "CASCADE"),
        refers("body_id", "body.id", "CASCADE"),
        refers("organization_id", "organization.id", "CASCADE"),
        refers("created_by", "account.id", "SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "account_id", "role", "body_id", "organization_id", "origin", postgresql_nulls_not_distinct=True
        ),
    )
    op.create_index("ix_role_grant_body_id", "role_grant", ["body_id"])
    permission = op.create_table(
        "role_permission",
        need("role", sa.String()),
        need("permission", sa.String()),
        need("body_wide", sa.Boolean()),
        sa.PrimaryKeyConstraint("role", "permission"),
    )
    op.bulk_insert(
        permission,
        [
            {
                "role": role.value,
                "permission": one.value,
                "body_wide": (role, one) not in ONLY_IN_ORGANIZATION,
            }
            for role, brought in PERMISSIONS.items()
            for one in sorted(brought)
        ],
    )
    op.create_table(
        "meeting_link",
        need("id", sa.Uuid()),
        need("meeting_id", sa.Uuid()),
        need("token_hash", sa.String()),
        need("nonpublic", sa.Boolean()),
        need("expires_at", TIME),
        may("revoked_at", TIME),
        need("note", sa.String()),
        may("created_by", sa.Uuid()),
        *audit(),
        refers("meeting_id", "meeting.id", "CASCADE"),
        refers("created_by", "account.id", "SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("ix_meeting_link_meeting_id", "meeting_link", ["meeting_id"])


def downgrade() -> None:
    """Take back; the role belongs to the whole cluster and stays."""
    for statement in take_back():
        op.execute(statement)
    op.drop_constraint("fk_meeting_released_by_account", "meeting")
    for table in OWN_TABLES:
        op.drop_table(table)
    for statement in drop_functions():
        op.execute(statement)
    op.drop_column("meeting", "released_by")
    op.drop_column("meeting", "released_at")
    op.execute("DELETE FROM result_document WHERE public")
    op.drop_constraint("uq_result_document_revision", "result_document")
    op.create_unique_constraint(
        "uq_result_document_meeting_id", "result_document", ["meeting_id", "kind", "revision"]
    )
    for statement in UNDO_GRANTS:
        op.execute(statement)
