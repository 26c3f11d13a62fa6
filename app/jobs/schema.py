"""Procrastinate's own tables: made with its schema file, brought forward by its migration files.

Which files a database has seen is kept in ``job_schema``, because Procrastinate leaves that to the
application.
"""

from __future__ import annotations

from pathlib import Path

import psycopg
from procrastinate.schema import SchemaManager
from psycopg import sql

LOCK = 7_262_002
"""Key of the advisory lock that lets one process change the schema at a time."""


def apply_job_schema(conninfo: str) -> None:
    """Make or update the tables of the job queue, in one transaction.

    Args:
        conninfo: connection string of the role that owns the tables.
    """
    names = sorted(path.name for path in Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    with psycopg.connect(conninfo) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        connection.execute("CREATE TABLE IF NOT EXISTS job_schema (file text PRIMARY KEY)")
        connection.execute("REVOKE ALL ON job_schema FROM PUBLIC")
        seen = {row[0] for row in connection.execute("SELECT file FROM job_schema")}
        if not seen:
            connection.execute(SchemaManager.get_schema())
        else:
            for name in names:
                if name not in seen:
                    _run(connection, Path(SchemaManager.get_migrations_path()) / name)
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO job_schema (file) VALUES (%s) ON CONFLICT DO NOTHING",
                [(name,) for name in names],
            )


def _run(connection: psycopg.Connection, path: Path) -> None:
    connection.execute(sql.SQL(path.read_text(encoding="utf-8")))
