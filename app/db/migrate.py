"""Bringing a database to the schema of this program (Alembic); safe when several processes start at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

from app.db.engine import check_connection, parse_url
from app.db.errors import DatabaseExtensionError, DatabaseNewerError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"

LOCK = 7_262_001
"""Key of the advisory lock that lets one process migrate at a time."""


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate the database at ``url`` to ``revision``, in one transaction.

    Raises:
        DatabaseUnavailableError: it cannot be reached.
        DatabaseNewerError: a newer program migrated it; nothing is changed.
        DatabaseExtensionError: pgvector is missing, and this account may not create it.
    """
    from alembic import command  # noqa: PLC0415 - only needed here

    check_connection(url)
    engine = create_engine(parse_url(url))
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            chosen = configuration(connection)
            _require_known(connection, chosen)
            _require_vector(connection)
            command.upgrade(chosen, revision)
    finally:
        engine.dispose()


def _require_known(connection: Connection, configuration: Config) -> None:
    from alembic.migration import MigrationContext  # noqa: PLC0415 - only needed here
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    known = {script.revision for script in ScriptDirectory.from_config(configuration).walk_revisions()}
    unknown = set(MigrationContext.configure(connection).get_current_heads()) - known
    if unknown:
        raise DatabaseNewerError(found=", ".join(sorted(unknown)))


def _require_vector(connection: Connection) -> None:
    """Search by meaning rests on pgvector, which only an administrator of the database can add."""
    there = connection.scalar(text("SELECT count(*) FROM pg_extension WHERE extname = 'vector'"))
    if there:
        return
    allowed = connection.scalar(
        text(
            "SELECT (SELECT count(*) FROM pg_available_extensions WHERE name = 'vector') > 0 "
            "AND (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"
        )
    )
    if not allowed:
        raise DatabaseExtensionError(extension="vector")


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for an open connection."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def belongs_to_us(name: str | None, kind: str) -> bool:
    """Tell whether Alembic looks after a table: Procrastinate's have their own schema file."""
    return not (kind == "table" and name is not None and name.startswith(("procrastinate_", "job_schema")))


def is_current(url: str) -> bool:
    """Tell whether the database at ``url`` is at the newest revision of this program.

    Raises:
        DatabaseUnavailableError: it cannot be reached.
    """
    from alembic.migration import MigrationContext  # noqa: PLC0415 - only needed here
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    check_connection(url)
    engine = create_engine(parse_url(url))
    try:
        with engine.connect() as connection:
            heads = ScriptDirectory.from_config(configuration(connection)).get_heads()
            return set(MigrationContext.configure(connection).get_current_heads()) == set(heads)
    finally:
        engine.dispose()
