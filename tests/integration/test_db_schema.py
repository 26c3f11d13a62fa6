"""The schema, its migrations and its roles, on a real PostgreSQL."""

from __future__ import annotations

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from app.db import is_current, upgrade
from app.db.engine import APPLICATION_ROLE, Database, connection_string, parse_url
from app.db.errors import DatabaseExtensionError, DatabaseNewerError, DatabaseUnavailableError
from app.db.migrate import belongs_to_us, configuration
from app.db.tables import Body, metadata
from app.jobs import apply_job_schema


def test_fresh_migration_equals_metadata(database_url):
    """A freshly migrated database has exactly the tables, columns, keys and indexes that the code names."""
    engine = create_engine(parse_url(database_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: belongs_to_us(name, kind),
            },
        )
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


def test_migrations_can_be_repeated_and_taken_back(empty_database_url):
    """Migrating twice changes nothing; going down to nothing leaves no table of ours."""
    assert is_current(empty_database_url) is False
    upgrade(empty_database_url)
    upgrade(empty_database_url)
    assert is_current(empty_database_url) is True
    engine = create_engine(parse_url(empty_database_url))
    with engine.begin() as connection:
        command.downgrade(configuration(connection), "base")
    engine.dispose()
    with psycopg.connect(connection_string(empty_database_url)) as connection:
        left = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert left == [("alembic_version",)]


def test_a_database_of_a_newer_program_is_refused(empty_database_url):
    """Going back to an old program says what to do and leaves the database as it is."""
    upgrade(empty_database_url)
    with psycopg.connect(connection_string(empty_database_url)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseNewerError, match="9999"):
        upgrade(empty_database_url)


def test_a_database_without_vectors_is_refused(empty_database_url):
    """An ordinary login cannot add pgvector; it is told what to do, and nothing is half made."""
    with psycopg.connect(connection_string(empty_database_url), autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS ordinary")
        connection.execute("CREATE ROLE ordinary LOGIN CREATEROLE")
        connection.execute(f'ALTER DATABASE "{connection.info.dbname}" OWNER TO ordinary')
    plain = parse_url(empty_database_url).set(username="ordinary").render_as_string(hide_password=False)
    with pytest.raises(DatabaseExtensionError, match="CREATE EXTENSION vector"):
        upgrade(plain)
    with psycopg.connect(connection_string(empty_database_url)) as connection:
        left = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert left == []


def test_job_schema_is_applied_once(database_url):
    """A second start leaves the job queue alone and knows every file of the package."""
    with psycopg.connect(connection_string(database_url)) as connection:
        before = connection.execute("SELECT count(*) FROM job_schema").fetchone()
    apply_job_schema(connection_string(database_url))
    with psycopg.connect(connection_string(database_url)) as connection:
        after = connection.execute("SELECT count(*) FROM job_schema").fetchone()
    assert before == after
    assert after[0] > 30


def test_application_role_owns_nothing_and_bypasses_nothing(database_url):
    """The service's role is bound by row-level security: no owner, no superuser, no bypass."""
    with psycopg.connect(connection_string(database_url)) as connection:
        role = connection.execute(
            "SELECT DISTINCT rolsuper, rolbypassrls, rolcanlogin FROM pg_roles "
            "WHERE rolname LIKE 'protokollant_%'"
        ).fetchall()
        owned = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE tableowner LIKE 'protokollant_%'"
        ).fetchone()
    assert role == [(False, False, False)]
    assert owned == (0,)


def test_every_table_is_closed(database_url):
    """Row-level security is on for every table of ours; the queue's own tables hold no content."""
    with psycopg.connect(connection_string(database_url)) as connection:
        open_tables = connection.execute(
            """
            SELECT relname FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT relrowsecurity
              AND relname NOT LIKE 'procrastinate%' AND relname NOT IN ('alembic_version', 'job_schema')
            """
        ).fetchall()
    assert open_tables == []


@pytest.mark.anyio
async def test_sessions_work_as_the_application_role(database_url):
    """What the service does, it does as one of its roles; identifiers sort by time (UUIDv7)."""
    database = Database(database_url, role=APPLICATION_ROLE)
    async with database.session() as session:
        first_user = (await (await session.connection()).exec_driver_sql("SELECT current_user")).scalar()
    async with database.as_system().session() as session:
        user = (await (await session.connection()).exec_driver_sql("SELECT current_user")).scalar()
        first, second = Body(name="Aheim"), Body(name="Bstadt")
        session.add(first)
        await session.flush()
        session.add(second)
        await session.flush()
    await database.close()
    assert (first_user, user) == ("protokollant_app", "protokollant_system")
    assert first.id < second.id
    assert first.id.version == 7


@pytest.mark.anyio
async def test_unreachable_database_is_named_without_its_password(tmp_path):
    """A database that is away is a plain error that keeps the password to itself."""
    database = Database(f"postgresql://clerk:geheim@/towns?host={tmp_path}")
    with pytest.raises(DatabaseUnavailableError) as caught:
        async with database.session() as session:
            await session.connection()
    await database.close()
    assert "towns" in caught.value.text("de")
    assert "geheim" not in caught.value.text("de")
