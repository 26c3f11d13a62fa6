"""`protokollant check` on installations that are sound and on such as are not."""

from __future__ import annotations

import hashlib

import psycopg
import pytest
from jobs_meetings import meeting_in_line, open_services
from sounds import wav

from app.db import BlockingDatabase
from app.db import tables as t
from app.db.audit import record
from app.db.engine import SYSTEM_ROLE, connection_string
from app.services.access.sealing import Sealer
from app.services.check import CHECKS, Checked, check_models, repair_orphans, report_device
from app.settings import Settings
from app.storage import build_storage

pytestmark = pytest.mark.anyio

MINE = tuple(check for check in CHECKS if check not in {check_models, report_device})
"""Without the checks of the machine on which the tests run."""


@pytest.fixture
async def site(database_url, tmp_path):
    async with open_services(database_url, tmp_path) as services:
        await meeting_in_line(services, wav(b"sitzung"))
    database = BlockingDatabase(database_url, role=SYSTEM_ROLE)
    yield Checked(
        url=database_url,
        database=database,
        storage=build_storage(tmp_path),
        data=tmp_path,
        settings=Settings(),
        grace=0.05,
    )
    database.close()


def _codes(site):
    return [finding.code for check in MINE for finding in check(site) if finding.code != "disk"]


async def test_a_sound_installation_has_no_finding(site):
    """Nothing is found where nothing is wrong."""
    assert _codes(site) == []


async def test_missing_and_damaged_contents_are_found(site):
    """A content that is gone, and one with a changed byte."""
    name = next(iter(site.storage.stored_names()))
    path = site.storage.fetch(name, site.data)
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    assert _codes(site) == ["blob-damaged"]
    site.storage.delete(name)
    assert _codes(site) == ["blob-missing"]


async def test_orphans_are_found_and_removed(site):
    """A content without a row goes; what belongs to a meeting stays."""
    kept = set(site.storage.stored_names())
    site.storage.put_bytes(b"nobody's")
    assert _codes(site) == ["orphan-content"]
    assert repair_orphans(site) == 1
    assert set(site.storage.stored_names()) == kept
    assert _codes(site) == []


async def test_a_broken_log_is_found(site, database_url):
    """A changed entry shows."""
    with site.database.session() as session:
        record(session, "login.succeeded")
    with psycopg.connect(connection_string(database_url)) as connection:
        connection.execute("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
        connection.execute("UPDATE audit_entry SET actor = 'x'")
    assert _codes(site) == ["audit-broken"]


async def test_files_open_to_others_are_found(site):
    """A key that others on the machine may read shows."""
    key = site.data / "secret.key"
    key.write_text(hashlib.sha256(b"1").hexdigest())
    key.chmod(0o644)
    assert _codes(site) == ["permissions"]


async def test_a_key_that_opens_no_second_factor_is_found(site):
    """After a restore with another key file, second factors cannot be checked any more: that shows."""
    key = site.data / "secret.key"
    with site.database.session() as session:
        account = t.Account(email="a@b.example", name="A", totp_secret=Sealer.of_file(key).seal("totp", "x"))
        session.add(account)
    assert _codes(site) == []
    key.unlink()
    assert _codes(site) == ["second-factor-key"]
    Sealer.of_file(key)  # another one
    assert _codes(site) == ["second-factor-key"]
