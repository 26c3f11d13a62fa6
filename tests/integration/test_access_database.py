"""The matrix of rights at the database: the service's role by plain SQL, every table, every command."""

from __future__ import annotations

import contextlib
import json

import psycopg
import pytest
from access_world import EDITORS, MEETINGS, SECRET, SIGHTS
from psycopg import sql

from app.access import ONLY_IN_ORGANIZATION, PERMISSIONS
from app.db.engine import connection_string

OF_MEETING = {
    "agenda_item": "editors",
    "participant": "editors",
    "recording": "editors",
    "meeting_file": "editors",
    "result_document": "editors add",
    "processing": "editors",
    "checkpoint": "editors forget",
    "window_checkpoint": "editors forget",
    "upload": "editors",
    "meeting_link": "editors",
}
"""Tables whose rows belong to a meeting, and who changes them."""

OTHERS = {
    "account", "api_token", "audit_entry", "blob", "body", "body_template", "claim_answer",
    "deletion_record", "delivery",
    "edition_document", "edition_signature", "edition_standing", "minutes_edition", "minutes_life",
    "minutes_change", "minutes_step", "minutes_work", "desk_presence", "transcript_edit", "transcript_work",
    "glossary_term", "inbox_file", "legal_hold", "login_attempt", "mail_wish", "meeting", "membership",
    "notification_wish", "oparl_object", "one_time_link", "organization", "periodic_run", "person",
    "meaning_pending", "passage", "passage_meaning",
    "retention_rule", "role_grant", "role_permission", "search_pending", "search_word",
    "second_factor", "sign_in_session", "sign_in_throttle", "stage_progress", "webhook",
    "webhook_delivery", "word_export", "worker",
}  # fmt: skip
"""Tables that are tested by themselves, here or beside their area."""

HIDDEN_COLUMNS = {"glossary"}
"""Of a meeting's row: what the services show to those alone who read the non-public part."""


@pytest.fixture
def connection(world):
    with psycopg.connect(connection_string(world.url), autocommit=True) as opened:
        yield opened


@contextlib.contextmanager
def as_person(connection, principal):
    """Work as the service's role on behalf of somebody, and take everything back at the end."""
    with connection.transaction(force_rollback=True):
        scopes = "*" if principal.scopes is None else ",".join(principal.scopes)
        connection.execute(
            "SELECT set_config('role', 'protokollant_app', true), "
            "set_config('protokollant.account', %s, true), "
            "set_config('protokollant.link', %s, true), set_config('protokollant.operator', %s, true), "
            "set_config('protokollant.scopes', %s, true)",
            (
                str(principal.account or ""),
                str(principal.link or ""),
                "on" if principal.operator else "off",
                scopes,
            ),
        )
        yield connection


def tables_of(connection):
    """Return every table of ours with its columns."""
    rows = connection.execute(
        """
        SELECT table_name, array_agg(column_name::text) FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name NOT LIKE 'procrastinate%'
          AND table_name NOT IN ('alembic_version', 'job_schema')
        GROUP BY table_name
        """
    ).fetchall()
    return dict(rows)


def tried(connection, statement, *parameters):
    """Return the rows of a statement, or "denied"; the transaction goes on."""
    try:
        with connection.transaction():
            found = connection.execute(statement, parameters)
            return found.fetchall() if found.description else found.rowcount
    except psycopg.errors.InsufficientPrivilege:
        return "denied"
    except psycopg.errors.UniqueViolation:
        return "there already"


def test_no_table_is_forgotten(connection):
    """A new table needs a line here: whose it is, and where it is tested."""
    assert set(tables_of(connection)) - set(OF_MEETING) - OTHERS == set()


def test_roles_in_the_database_are_those_of_the_program(connection):
    """The table that the policies read is the one that the services read."""
    rows = connection.execute("SELECT role, permission, body_wide FROM role_permission").fetchall()
    assert set(rows) == {
        (role.value, permission.value, (role, permission) not in ONLY_IN_ORGANIZATION)
        for role, held in PERMISSIONS.items()
        for permission in held
    }


@pytest.mark.parametrize("who", SIGHTS)
def test_no_table_shows_a_word_too_much(world, connection, who):
    """Whatever somebody selects from whichever table: no word of what is not theirs."""
    tables = tables_of(connection)
    checkpoints = {"checkpoint", "window_checkpoint"}
    with as_person(connection, world.people[who]):
        for table, columns in tables.items():
            names = [name for name in columns if name not in HIDDEN_COLUMNS]
            shown = "encode(data, 'escape')" if table in checkpoints else None
            query = sql.SQL("SELECT {} FROM {}").format(
                sql.SQL(shown) if shown else sql.SQL(", ").join(sql.Identifier(name) for name in names),
                sql.Identifier(table),
            )
            rows = tried(connection, query)
            text = json.dumps(rows, default=str).upper()
            assert [mark for mark in world.forbidden_marks(who) if mark in text] == [], table


@pytest.mark.parametrize("who", SIGHTS)
def test_meetings_are_seen_as_by_the_services(world, connection, who):
    """Rows of meetings, public and other items, results and files: exactly those of the table of sights."""
    with as_person(connection, world.people[who]):
        known = {row[0] for row in tried(connection, "SELECT id FROM meeting")}
        counts = {
            name: [
                len(
                    tried(
                        connection,
                        f"SELECT 1 FROM {table} WHERE meeting_id = %s AND public = %s",
                        key,
                        public,
                    )
                )
                for table in ("agenda_item", "result_document", "meeting_file")
                for public in (True, False)
            ]
            for name, key in world.meetings.items()
        }
    assert known == {world.meetings[name] for name in MEETINGS if SIGHTS[who][name] != "-"}
    for name in MEETINGS:
        sight = SIGHTS[who][name]
        public, closed = counts[name][::2], counts[name][1::2]
        assert all(public) == (sight in "RN" and name != "closed"), name
        assert all(closed) == (sight == "N"), name
        assert any(closed) == (sight == "N"), name


@pytest.mark.parametrize("who", SIGHTS)
def test_rows_of_a_meeting_are_changed_by_its_editors_alone(world, connection, who):
    """UPDATE, DELETE and INSERT on every table below a meeting reach exactly the meetings that one edits."""
    mine = {world.meetings[name] for name in EDITORS.get(who, ())}
    for table, rule in OF_MEETING.items():
        originals = connection.execute(
            sql.SQL("SELECT DISTINCT ON (meeting_id) meeting_id, to_jsonb(x) FROM {} AS x").format(
                sql.Identifier(table)
            )
        ).fetchall()
        with as_person(connection, world.people[who]):
            for command in ("UPDATE {} SET meeting_id = meeting_id", "DELETE FROM {}"):
                reached = tried(
                    connection, sql.SQL(command + " RETURNING meeting_id").format(sql.Identifier(table))
                )
                keys = set() if reached == "denied" else {row[0] for row in reached}
                deletes = command.startswith("DELETE")
                expected = {"editors": True, "editors forget": deletes, "editors add": False}[rule]
                if table == "meeting_link" and deletes:
                    expected = False
                assert keys == ({key for key, _ in originals} & mine if expected else set()), (table, command)
    for table in ("agenda_item", "recording", "result_document", "meeting_file", "processing", "participant"):
        for name, key in world.meetings.items():
            row = connection.execute(
                sql.SQL("SELECT to_jsonb(x) FROM {} AS x WHERE meeting_id = %s LIMIT 1").format(
                    sql.Identifier(table)
                ),
                (key,),
            ).fetchone()
            with as_person(connection, world.people[who]):
                insert = sql.SQL(
                    "INSERT INTO {0} SELECT (jsonb_populate_record(NULL::{0}, %s::jsonb)).* "
                    "ON CONFLICT DO NOTHING"
                ).format(sql.Identifier(table))
                made = tried(connection, insert, json.dumps(row[0]))
            assert (made == "denied") == (key not in mine), (table, name)


@pytest.mark.parametrize("who", SIGHTS)
def test_meetings_are_made_and_removed_by_secretaries_alone(world, connection, who):
    """No meeting can be moved into, made in or deleted from a foreign council."""
    mine = {world.meetings[name] for name in EDITORS.get(who, ())}
    with as_person(connection, world.people[who]):
        changed = {row[0] for row in tried(connection, "UPDATE meeting SET place = 'x' RETURNING id")}
        stolen = tried(
            connection,
            "UPDATE meeting SET organization_id = %s, body_id = %s WHERE id = %s",
            world.bodies["committee"],
            world.bodies["town"],
            world.meetings["foreign"],
        )
        crossed = tried(connection, "UPDATE meeting SET body_id = %s", world.bodies["other"])
        deleted = {row[0] for row in tried(connection, "DELETE FROM meeting RETURNING id")}
    assert changed == mine
    assert deleted == mine
    assert stolen in {0, "denied"}
    assert crossed in {"denied", 0} or mine == {world.meetings["foreign"]}


@pytest.mark.parametrize("who", SIGHTS)
def test_nobody_gives_himself_a_role(world, connection, who):
    """Roles, operators, bodies and permissions come from those alone who may give them."""
    principal = world.people[who]
    with as_person(connection, principal):
        for role in ("secretary", "administrator"):
            made = tried(
                connection,
                "INSERT INTO role_grant (id, account_id, role, body_id, origin, created_at, updated_at) "
                "VALUES (gen_random_uuid(), %s, %s, %s, 'hand', now(), now())",
                world.people["secretary"].account,
                role,
                world.bodies["town"],
            )
            allowed = who == "administrator" or (who == "operator" and role == "administrator")
            assert (made == "denied") != allowed
        body = tried(
            connection,
            "INSERT INTO body (id, name, created_at, updated_at) "
            "VALUES (gen_random_uuid(), 'Neu', now(), now())",
        )
        assert (body == "denied") == (who != "operator")
        for statement in (
            "UPDATE account SET operator = true",
            "UPDATE role_permission SET body_wide = true",
            "INSERT INTO role_permission VALUES ('member', 'meeting.edit', true)",
            "SELECT password_hash FROM account",
        ):
            assert tried(connection, statement) == "denied"
        accounts = tried(connection, "SELECT id FROM account")
    own = {principal.account} - {None, world.people["locked secretary"].account}
    if who in {"administrator", "operator"}:
        assert own < {row[0] for row in accounts}
    else:
        assert {row[0] for row in accounts} == own


def test_portal_sees_what_is_published_and_public(world, connection):
    """One meeting, its public item, its public files; no person, no account, no glossary."""
    with connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL ROLE protokollant_portal")
        meetings = tried(connection, "SELECT id FROM meeting")
        items = tried(connection, "SELECT title FROM agenda_item")
        results = tried(connection, "SELECT kind, public, data FROM result_document")
        files = tried(connection, "SELECT name, public FROM meeting_file")
        blobs = tried(connection, "SELECT sha256 FROM blob")
        bodies = tried(connection, "SELECT name FROM body")
        closed = {
            table: tried(connection, f"SELECT 1 FROM {table}")
            for table in (
                "account",
                "person",
                "participant",
                "recording",
                "processing",
                "role_grant",
                "checkpoint",
            )
        }
        glossary = tried(connection, "SELECT glossary FROM meeting")
        written = tried(connection, "UPDATE meeting SET place = 'x'")
    assert meetings == [(world.meetings["published"],)]
    assert [title for (title,) in items] == ["Haushalt MARKPUBLICpublished"]
    assert {row[0] for row in results} == {"minutes", "outcomes", "transcript"}
    assert all(row[1] for row in (*results, *files))
    assert len(blobs) == len(files) > 5
    assert bodies == [("Aheim",)]
    assert set(closed.values()) == {"denied"}
    assert (glossary, written) == ("denied", "denied")
    assert SECRET not in json.dumps([items, results, files], default=str)
