"""Lay out the tables and the roles that work on them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROLES = """
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['protokollant_app', 'protokollant_portal'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS', name);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database was quicker
      END;
    END IF;
    BEGIN
      EXECUTE format('GRANT %I TO CURRENT_USER', name);
    EXCEPTION WHEN insufficient_privilege THEN NULL; -- granted beforehand by the administrator
    END;
  END LOOP;
END $$
"""
"""The roles own nothing, so that row-level security will bind them. The portal's role may do nothing yet."""

GRANTS = (
    ROLES,
    "GRANT USAGE ON SCHEMA public TO protokollant_app",
    """
    ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO protokollant_app
    """,
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO protokollant_app",
)

UNDO_GRANTS = (
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM protokollant_app",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM protokollant_app",
    "REVOKE USAGE ON SCHEMA public FROM protokollant_app",
)


def need(name: str, kind: Any) -> sa.Column[Any]:
    """Return a column that must have a value."""
    return sa.Column(name, kind, nullable=False)


def may(name: str, kind: Any) -> sa.Column[Any]:
    """Return a column that may be empty."""
    return sa.Column(name, kind, nullable=True)


def identity() -> sa.Column[Any]:
    """Return the UUIDv7 of a row."""
    return need("id", sa.Uuid())


def sentinel() -> sa.Column[Any]:
    """Return the column that lets SQLAlchemy match rows of a bulk insert."""
    return may("sa_orm_sentinel", sa.Integer())


def audit() -> tuple[sa.Column[Any], ...]:
    """Return the times of making and of the last change."""
    return (
        sentinel(),
        need("created_at", sa.DateTime(timezone=True)),
        need("updated_at", sa.DateTime(timezone=True)),
    )


def refers(column: str, target: str, **options: Any) -> sa.ForeignKeyConstraint:
    """Return a foreign key."""
    return sa.ForeignKeyConstraint([column], [target], **options)


def upgrade() -> None:
    """Make the roles, then the tables, so that the default privileges reach them."""
    for statement in GRANTS:
        op.execute(statement)
    op.create_table(
        "blob",
        need("sha256", sa.String(length=64)),
        need("size", sa.BigInteger()),
        need("created_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "body",
        identity(),
        need("name", sa.String()),
        *audit(),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "organization",
        identity(),
        need("body_id", sa.Uuid()),
        need("name", sa.String()),
        *audit(),
        refers("body_id", "body.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("body_id", "name"),
    )
    op.create_table(
        "person",
        identity(),
        need("body_id", sa.Uuid()),
        need("name", sa.String()),
        *audit(),
        refers("body_id", "body.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_person_body_id", "person", ["body_id"])
    op.create_table(
        "meeting",
        identity(),
        need("body_id", sa.Uuid()),
        need("organization_id", sa.Uuid()),
        may("number", sa.String()),
        may("date", sa.Date()),
        may("start", sa.String()),
        may("place", sa.String()),
        need("language", sa.String()),
        need("profile", sa.String()),
        need("glossary", JSONB()),
        may("duration", sa.Float()),
        need("public", sa.Boolean()),
        may("published_at", sa.DateTime(timezone=True)),
        *audit(),
        refers("body_id", "body.id", ondelete="CASCADE"),
        refers("organization_id", "organization.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_meeting_body_id", "meeting", ["body_id"])
    op.create_index("ix_meeting_date", "meeting", ["date"])
    op.create_index("ix_meeting_organization_id", "meeting", ["organization_id"])
    op.create_table(
        "membership",
        identity(),
        need("person_id", sa.Uuid()),
        need("organization_id", sa.Uuid()),
        need("role", sa.String()),
        may("office", sa.String()),
        may("party", sa.String()),
        need("votes", sa.Boolean()),
        *audit(),
        refers("organization_id", "organization.id", ondelete="CASCADE"),
        refers("person_id", "person.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "organization_id"),
    )
    op.create_index("ix_membership_organization_id", "membership", ["organization_id"])
    op.create_table(
        "agenda_item",
        identity(),
        need("meeting_id", sa.Uuid()),
        need("position", sa.Integer()),
        need("number", sa.String()),
        need("title", sa.String()),
        may("paper", sa.String()),
        need("public", sa.Boolean()),
        sentinel(),
        refers("meeting_id", "meeting.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "number", name="uq_agenda_item_number"),
        sa.UniqueConstraint("meeting_id", "position", name="uq_agenda_item_position"),
    )
    op.create_table(
        "checkpoint",
        need("meeting_id", sa.Uuid()),
        need("stage", sa.String()),
        need("fingerprint", sa.String()),
        need("data", sa.LargeBinary()),
        need("created_at", sa.DateTime(timezone=True)),
        refers("meeting_id", "meeting.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id", "stage", "fingerprint"),
    )
    op.create_table(
        "meeting_file",
        identity(),
        need("meeting_id", sa.Uuid()),
        need("name", sa.String()),
        need("mime", sa.String()),
        need("sha256", sa.String(length=64)),
        need("public", sa.Boolean()),
        *audit(),
        refers("meeting_id", "meeting.id", ondelete="CASCADE"),
        refers("sha256", "blob.sha256"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "name"),
    )
    op.create_index("ix_meeting_file_sha256", "meeting_file", ["sha256"])
    op.create_table(
        "participant",
        identity(),
        need("meeting_id", sa.Uuid()),
        need("person_id", sa.Uuid()),
        need("position", sa.Integer()),
        need("role", sa.String()),
        may("office", sa.String()),
        may("party", sa.String()),
        need("votes", sa.Boolean()),
        may("present", sa.Boolean()),
        sentinel(),
        refers("meeting_id", "meeting.id", ondelete="CASCADE"),
        refers("person_id", "person.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "position"),
    )
    op.create_index("ix_participant_person_id", "participant", ["person_id"])
    op.create_table(
        "processing",
        identity(),
        need("meeting_id", sa.Uuid()),
        may("job_id", sa.BigInteger()),
        need("state", sa.String()),
        may("run", sa.Uuid()),
        need("attempt", sa.Integer()),
        may("worker", sa.String()),
        may("error_code", sa.String()),
        may("error_de", sa.String()),
        may("error_en", sa.String()),
        need("queued_at", sa.DateTime(timezone=True)),
        may("started_at", sa.DateTime(timezone=True)),
        may("finished_at", sa.DateTime(timezone=True)),
        *audit(),
        refers("meeting_id", "meeting.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id"),
    )
    op.create_index("ix_processing_job_id", "processing", ["job_id"])
    op.create_table(
        "recording",
        identity(),
        need("meeting_id", sa.Uuid()),
        need("position", sa.Integer()),
        need("filename", sa.String()),
        need("sha256", sa.String(length=64)),
        need("public", sa.Boolean()),
        *audit(),
        refers("meeting_id", "meeting.id", ondelete="CASCADE"),
        refers("sha256", "blob.sha256"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "position"),
    )
    op.create_index("ix_recording_sha256", "recording", ["sha256"])
    op.create_table(
        "result_document",
        identity(),
        need("meeting_id", sa.Uuid()),
        need("kind", sa.String()),
        need("revision", sa.Integer()),
        need("origin", sa.String()),
        need("data", JSONB()),
        need("public", sa.Boolean()),
        *audit(),
        refers("meeting_id", "meeting.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "kind", "revision"),
    )
    op.create_table(
        "window_checkpoint",
        need("meeting_id", sa.Uuid()),
        need("fingerprint", sa.String()),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        need("data", sa.LargeBinary()),
        need("created_at", sa.DateTime(timezone=True)),
        refers("meeting_id", "meeting.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id", "fingerprint", "number"),
    )
    op.create_table(
        "stage_progress",
        identity(),
        need("processing_id", sa.Uuid()),
        need("position", sa.Integer()),
        need("name", sa.String()),
        need("state", sa.String()),
        need("fraction", sa.Float()),
        may("seconds_left", sa.Float()),
        may("error", sa.String()),
        may("told_at", sa.DateTime(timezone=True)),
        may("started_at", sa.DateTime(timezone=True)),
        may("finished_at", sa.DateTime(timezone=True)),
        sentinel(),
        refers("processing_id", "processing.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("processing_id", "name"),
    )


def downgrade() -> None:
    """Take back; the roles belong to the whole cluster and stay."""
    for table in (
        "stage_progress",
        "window_checkpoint",
        "result_document",
        "recording",
        "processing",
        "participant",
        "meeting_file",
        "checkpoint",
        "agenda_item",
        "membership",
        "meeting",
        "person",
        "organization",
        "body",
        "blob",
    ):
        op.drop_table(table)
    for statement in UNDO_GRANTS:
        op.execute(statement)
