"""A real PostgreSQL for the session, a fresh migrated database for each test."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from pathlib import Path

import psycopg
import pytest
from access_world import build_world

from app.db import EmbeddedPostgres, upgrade
from app.db.engine import connection_string
from app.jobs import apply_job_schema

_numbers = itertools.count()


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="session")
def data_root():
    """A folder that the database's user may enter, also where the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="protokollant-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(data_root):
    """A running server."""
    server = EmbeddedPostgres(data_root / "postgres")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def template(postgres):
    """The name of a migrated database that tests copy."""
    name = f"template_{os.getpid()}"
    with psycopg.connect(connection_string(postgres.url()), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    upgrade(postgres.url(name))
    apply_job_schema(connection_string(postgres.url(name)))
    return name


@pytest.fixture(scope="session")
def world(postgres, template, data_root):
    """Two towns with everybody in them; tests leave them as they were."""
    name = f"world_{os.getpid()}"
    with psycopg.connect(connection_string(postgres.url()), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return build_world(postgres.url(name), data_root / "world")


@pytest.fixture
def empty_database_url(postgres):
    """The address of a database without any table."""
    yield from _database(postgres, "template1")


@pytest.fixture
def database_url(postgres, template):
    """The address of a migrated database of this test's own."""
    yield from _database(postgres, template)


def _database(postgres, source):
    name = f"test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(connection_string(postgres.url()), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
        yield postgres.url(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
