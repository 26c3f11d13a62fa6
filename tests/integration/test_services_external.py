"""An external PostgreSQL as an administrator sets it up: no superuser for the service."""

from __future__ import annotations

import base64
import os

import jobs_meetings as jm
import psycopg
import pytest
from sounds import wav
from storage_kinds import key_file, running_s3, s3_settings

from app.db import BlockingDatabase, is_current
from app.db.audit import record, verify_chain
from app.db.engine import SYSTEM_ROLE, connection_string
from app.services.backup import make_backup, open_target, restore_backup
from app.services.check import CHECKS, Checked, check_disk, check_models, report_device
from app.services.installation import Installation
from app.settings import Settings
from app.storage import build_storage

pytestmark = pytest.mark.anyio


@pytest.fixture
def owned_url(postgres):
    """The address of an empty database whose owner may make roles and nothing more."""
    admin = connection_string(postgres.url())
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CREATE ROLE town_owner LOGIN CREATEROLE")
        connection.execute("CREATE DATABASE town OWNER town_owner")
        with psycopg.connect(connection_string(postgres.url("town")), autocommit=True) as town:
            town.execute("CREATE EXTENSION vector")
        # the roles exist in this cluster already; on a fresh one the owner makes them
        connection.execute("GRANT protokollant_app, protokollant_portal, protokollant_system TO town_owner")
    yield postgres.url("town").replace("postgres@", "town_owner@")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("DROP DATABASE town WITH (FORCE)")
        connection.execute("DROP OWNED BY town_owner")
        connection.execute("DROP ROLE town_owner")


async def test_service_works_for_an_owner_without_superuser(template, owned_url, tmp_path):
    """Migrations, queue and use-cases need no more than a database of one's own."""
    with Installation(tmp_path, owned_url) as installation:
        async with jm.open_services(installation.url, tmp_path) as services:
            meeting = await jm.meeting_in_line(services)
            view = await services.processing.progress(meeting)
            cancelled = await services.processing.cancel(meeting)
            await services.meetings.delete_meeting(meeting)
    assert is_current(owned_url) is True
    assert (view.state, view.place) == ("queued", 1)
    assert cancelled.state == "cancelled"


async def test_a_backup_moves_between_servers_and_stores(database_url, owned_url, tmp_path):
    """A backup from our database and a bucket comes back in a foreign server and a sealed bucket.

    The owner of the foreign database is no superuser: neither the restore nor the next backup needs one.
    """
    key = tmp_path / "backup.key"
    key.write_text(base64.b64encode(os.urandom(32)).decode() + "\n")
    key.chmod(0o600)
    with running_s3() as address:
        before = build_storage(tmp_path / "before", s3_settings(address, tmp_path, "before"))
        async with jm.open_services(database_url, tmp_path / "before") as services:
            for number in range(2):
                await jm.meeting_in_line(services, wav(f"sitzung {number}".encode()))
        local = build_storage(tmp_path / "before")
        for name in local.stored_names():
            before.put_bytes(local.get(name))
        target = open_target(tmp_path / "backup", key, make=True)
        made = make_backup(database_url, before, target, verify=True)
        after = build_storage(
            tmp_path / "after", s3_settings(address, tmp_path, "after", key_file=key_file(tmp_path))
        )
        with Installation(tmp_path / "after", owned_url) as installation:
            restore_backup(installation.url, after, target, target.manifest())
            contents = [one.sha256 for one in made.manifest.contents]
            assert len(contents) == 2
            assert [after.get(name) for name in contents] == [before.get(name) for name in contents]
            database = BlockingDatabase(installation.url, role=SYSTEM_ROLE)
            with database.session() as session:
                assert verify_chain(session) == (made.manifest.audit_seq, None)
                record(session, "backup.restored")
            site = Checked(
                url=installation.url,
                database=database,
                storage=after,
                data=tmp_path / "after",
                settings=Settings(),
                grace=0.05,
            )
            of_the_machine = {check_disk, check_models, report_device}
            findings = [one for check in CHECKS if check not in of_the_machine for one in check(site)]
            database.close()
            assert findings == []
            again = make_backup(installation.url, after, target, verify=True)
            assert (again.copied, again.manifest.audit_seq) == (0, made.manifest.audit_seq + 1)
