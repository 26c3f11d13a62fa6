"""The audit log: chained, append-only, in the transaction of what it records."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import text

from app.access import Principal, acting_as
from app.db import BlockingDatabase, Database
from app.db import tables as t
from app.db.audit import GENESIS, Broken, Head, head_of, record, verify_chain
from app.db.engine import SYSTEM_ROLE, connection_string

WHO = Principal(name="Erika Muster")


@pytest.fixture
def database(database_url):
    made = BlockingDatabase(database_url, role=SYSTEM_ROLE)
    yield made
    made.close()


def _write(database, count):
    for number in range(count):
        with database.session() as session:
            record(session, "login.succeeded", actor=WHO, number=number)


def test_entries_are_chained(database):
    """Each entry holds the hash of the one before, from 1 without a gap, and the whole verifies."""
    _write(database, 5)
    with database.session() as session:
        rows = session.query(t.AuditEntry).order_by(t.AuditEntry.seq).all()
        assert verify_chain(session) == (5, None)
        assert head_of(session) == Head(seq=5, hash=rows[-1].hash)
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5]
    assert [row.previous_hash for row in rows] == [GENESIS, *(row.hash for row in rows[:-1])]
    assert rows[0].actor == "Erika Muster"


def _fail_after_recording(database):
    with database.session() as session:
        record(session, "login.failed")
        raise RuntimeError


def test_an_entry_stands_exactly_when_its_transaction_does(database):
    """What is rolled back leaves no entry and no gap."""
    _write(database, 1)
    with pytest.raises(RuntimeError):
        _fail_after_recording(database)
    _write(database, 1)
    with database.session() as session:
        assert verify_chain(session) == (2, None)


@pytest.mark.parametrize("role", ["protokollant_app", "protokollant_system", "protokollant_portal", None])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'somebody else'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
    ],
)
def test_nobody_changes_the_log(database, database_url, role, statement):
    """Neither our roles nor the owner of the table can change, delete or truncate."""
    _write(database, 2)
    with psycopg.connect(connection_string(database_url)) as connection:
        if role is not None:
            connection.execute(f"SET ROLE {role}")
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.RaiseException)):
            connection.execute(statement)


@pytest.mark.parametrize("role", ["protokollant_app", "protokollant_system"])
def test_only_the_function_writes(database_url, role):
    """A plain INSERT is refused."""
    with psycopg.connect(connection_string(database_url)) as connection:
        connection.execute(f"SET ROLE {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "INSERT INTO audit_entry (seq, at, actor, action, details, previous_hash, hash) "
                "VALUES (1, now(), 'x', 'x', '{}', '', '')"
            )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE audit_entry SET actor = 'Mallory' WHERE seq = 3", Broken(seq=3, reason="hash")),
        ("DELETE FROM audit_entry WHERE seq = 3", Broken(seq=4, reason="gap")),
        ("UPDATE audit_entry SET details = '{\"number\": 7}' WHERE seq = 1", Broken(seq=1, reason="hash")),
    ],
)
def test_a_change_behind_the_triggers_is_found(database, database_url, change, reason):
    """Whoever switches the triggers off is found out, by the first entry that is wrong."""
    _write(database, 5)
    with psycopg.connect(connection_string(database_url)) as connection:
        connection.execute("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
        connection.execute(change)
    with database.session() as session:
        assert verify_chain(session)[1] == reason


def test_a_log_cut_off_is_found_by_its_head(database, database_url):
    """The end that is missing shows against the head that was kept elsewhere."""
    _write(database, 5)
    with database.session() as session:
        kept = head_of(session)
    with psycopg.connect(connection_string(database_url)) as connection:
        connection.execute("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
        connection.execute("DELETE FROM audit_entry WHERE seq > 3")
    with database.session() as session:
        assert verify_chain(session) == (3, None)
        assert verify_chain(session, kept) == (3, Broken(seq=4, reason="missing"))


def test_postgresql_refuses_a_forged_entry(database, database_url):
    """An entry that does not follow the last one is refused whatever its text says."""
    _write(database, 1)
    forged = '{"action":"logout","actor":"x","at":"2020-01-01T00:00:00+00:00","previous":"0","seq":1}'
    with psycopg.connect(connection_string(database_url)) as connection:
        connection.execute("SET ROLE protokollant_app")
        with pytest.raises(psycopg.errors.RaiseException):
            connection.execute("SELECT audit_append(%s)", (forged,))


@pytest.mark.anyio
async def test_asynchronous_sessions_write_too(database_url):
    """The web's sessions write on behalf of whoever acts, and PostgreSQL refuses another account."""
    database = Database(database_url)
    with acting_as(Principal(name="Erika")):
        async with database.session() as session:
            record(session, "log.exported", rows=3)
    async with database.as_system().session() as session:
        row = (await session.execute(text("SELECT actor, action, details FROM audit_entry"))).one()
    await database.close()
    assert tuple(row) == ("Erika", "log.exported", {"rows": 3})


def test_unknown_actions_are_refused(database):
    """A name that nobody documented is a mistake in the program."""
    with pytest.raises(ValueError, match="made-up"), database.session() as session:
        record(session, "made-up")
