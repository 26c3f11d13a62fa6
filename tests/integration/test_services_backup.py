"""Backups: taken while the service works, sealed, verified, and restored byte for byte."""

from __future__ import annotations

import asyncio
import base64
import os
import threading
import time

import psycopg
import pytest
from jobs_meetings import AGENDA, ROSTER, meeting_in_line, open_services, pieces
from sounds import wav

from app.db import BlockingDatabase
from app.db import tables as t
from app.db.audit import record, verify_chain
from app.db.engine import SYSTEM_ROLE, connection_string
from app.jobs.keeping import add_revision, keep_files
from app.services.backup import make_backup, open_target, restore_backup
from app.services.backup.errors import (
    BackupDamagedError,
    BackupKeyError,
    BackupTargetError,
    NotEmptyError,
)
from app.services.check import CHECKS, Checked, check_disk, check_models, report_device
from app.settings import Settings
from app.storage import build_storage

pytestmark = pytest.mark.anyio

OF_THE_MACHINE = {check_disk, check_models, report_device}


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "backup.key"
    path.write_text(base64.b64encode(os.urandom(32)).decode() + "\n")
    path.chmod(0o600)
    return path


@pytest.fixture
def elsewhere(empty_database_url, tmp_path):
    """Another installation, empty."""
    folder = tmp_path / "elsewhere"
    return empty_database_url, folder, build_storage(folder)


async def _town(url, data, meetings=3):
    """Enter meetings with recordings and minutes; return what must be the same afterwards."""
    async with open_services(url, data) as services:
        for number in range(meetings):
            await meeting_in_line(services, wav(f"sitzung {number}".encode()))
    database = BlockingDatabase(url, role=SYSTEM_ROLE)
    storage = build_storage(data)
    with database.session() as session:
        for key in session.scalars(t.Meeting.__table__.select().with_only_columns(t.Meeting.id)):
            add_revision(session, key, "minutes", {"title": "Niederschrift", "meeting": str(key)})
            keep_files(session, key, {"minutes.docx": storage.put_bytes(b"docx " + str(key).encode())})
        record(session, "login.succeeded")
    database.close()


def _contents(url):
    """Return every row of every table that a backup keeps, as text."""
    with psycopg.connect(connection_string(url)) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        return {
            table: sorted(map(str, connection.execute(f'SELECT * FROM "{table}"').fetchall()))
            for (table,) in tables
        }


async def test_a_backup_comes_back_as_it_was(database_url, tmp_path, elsewhere, key):
    """Every row of every table and every content is the same in the restored installation."""
    data = tmp_path / "data"
    await _town(database_url, data)
    storage = build_storage(data)
    made = make_backup(database_url, storage, open_target(tmp_path / "backup", key, make=True), verify=True)
    url, _, empty = elsewhere
    target = open_target(tmp_path / "backup", key)
    restore_backup(url, empty, target, target.manifest())
    assert _contents(url) == _contents(database_url)
    assert sorted(empty.stored_names()) == sorted(storage.stored_names())
    for content in made.manifest.contents:
        assert empty.get(content.sha256) == storage.get(content.sha256)
    assert len(made.manifest.contents) == 6
    database = BlockingDatabase(url, role=SYSTEM_ROLE)
    with database.session() as session:
        assert verify_chain(session)[1] is None
        record(session, "backup.restored")
    database.close()


async def test_the_second_backup_copies_only_what_is_new(database_url, tmp_path, key):
    """Contents are copied once for all backups."""
    data = tmp_path / "data"
    await _town(database_url, data, meetings=2)
    target = open_target(tmp_path / "backup", key, make=True)
    first = make_backup(database_url, build_storage(data), target)
    second = make_backup(database_url, build_storage(data), target)
    assert (first.copied, second.copied) == (4, 0)
    assert target.names() == [first.manifest.name, second.manifest.name]
    assert target.forget([first.manifest.name]) == 0
    assert target.verify(target.manifest()) == []


async def test_nothing_in_the_target_is_readable(database_url, tmp_path, key):
    """No name, no sound, no text of the town stands in any byte of an encrypted backup."""
    data = tmp_path / "data"
    await _town(database_url, data, meetings=1)
    make_backup(database_url, build_storage(data), open_target(tmp_path / "backup", key, make=True))
    hashes = list(build_storage(data).stored_names())
    for path in (tmp_path / "backup").rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            assert not any(word in raw for word in (b"Wiesenthal", b"RIFF", b"Niederschrift", b"PGDMP"))
        assert path.name not in hashes


@pytest.mark.parametrize("part", ["objects", "database", "manifest"])
async def test_a_damaged_backup_is_refused_before_anything_is_touched(
    database_url, tmp_path, elsewhere, key, part
):
    """One changed byte anywhere is found, and the empty installation stays empty."""
    data = tmp_path / "data"
    await _town(database_url, data, meetings=1)
    target = open_target(tmp_path / "backup", key, make=True)
    make_backup(database_url, build_storage(data), target)
    victims = (
        (tmp_path / "backup").rglob("*/??/??/*") if part == "objects" else (tmp_path / "backup").rglob(part)
    )
    victim = next(path for path in victims if path.is_file())
    raw = bytearray(victim.read_bytes())
    raw[len(raw) // 2] ^= 1
    victim.write_bytes(raw)
    url, _, empty = elsewhere
    with pytest.raises(BackupDamagedError):
        restore_backup(url, empty, target, target.manifest())
    assert list(empty.stored_names()) == []


async def test_restoring_over_data_is_refused(database_url, tmp_path, key):
    """An installation that has a meeting is not overwritten."""
    data = tmp_path / "data"
    await _town(database_url, data, meetings=1)
    target = open_target(tmp_path / "backup", key, make=True)
    make_backup(database_url, build_storage(data), target)
    with pytest.raises(NotEmptyError):
        restore_backup(database_url, build_storage(data), target, target.manifest())


async def test_a_foreign_key_or_folder_is_refused(tmp_path, key):
    """Without the key, or in a folder of other things, nothing begins."""
    open_target(tmp_path / "backup", key, make=True)
    with pytest.raises(BackupKeyError):
        open_target(tmp_path / "backup", None)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"1")
    with pytest.raises(BackupTargetError):
        open_target(tmp_path / "photos", key, make=True)


async def test_damaged_contents_are_named_and_the_rest_is_kept(database_url, tmp_path, key):
    """A content that the storage lost does not stop the backup; the manifest names it."""
    data = tmp_path / "data"
    await _town(database_url, data, meetings=2)
    storage = build_storage(data)
    lost = next(iter(storage.stored_names()))
    storage.delete(lost)
    made = make_backup(database_url, storage, open_target(tmp_path / "backup", key, make=True), verify=True)
    assert made.manifest.damaged == (lost,)
    assert len(made.manifest.contents) == 3


def _until(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


async def test_a_backup_under_load_is_consistent(database_url, tmp_path, elsewhere, key):
    """While meetings are entered and deleted, a backup holds exactly what its snapshot names."""
    data = tmp_path / "data"
    await _town(database_url, data, meetings=2)
    stop = threading.Event()
    rounds = []

    async def busy():
        async with open_services(database_url, data) as services:
            while not stop.is_set():
                meeting = (await services.meetings.create_meeting(AGENDA, ROSTER)).summary.id
                sound = wav(os.urandom(8))
                await services.recordings.add(meeting, "rat.wav", pieces(sound))
                if len(rounds) % 3:
                    await services.meetings.delete_meeting(meeting)
                rounds.append(meeting)

    thread = threading.Thread(target=lambda: asyncio.run(busy()))
    thread.start()
    target = open_target(tmp_path / "backup", key, make=True)
    try:
        await asyncio.to_thread(_until, lambda: len(rounds) >= 3)
        for _ in range(3):
            before = len(rounds)
            await asyncio.to_thread(make_backup, database_url, build_storage(data), target, verify=True)
            await asyncio.to_thread(_until, lambda before=before: len(rounds) > before)
    finally:
        stop.set()
        thread.join()
    url, folder, empty = elsewhere
    manifest = target.manifest()
    assert manifest.damaged == ()
    restore_backup(url, empty, target, manifest)
    with psycopg.connect(connection_string(url)) as connection:
        named = {row[0] for row in connection.execute("SELECT sha256 FROM blob")}
        used = {row[0] for row in connection.execute("SELECT sha256 FROM recording")}
    assert named == set(empty.stored_names())
    assert used <= named
    database = BlockingDatabase(url, role=SYSTEM_ROLE)
    with database.session() as session:
        count, broken = verify_chain(session)
    site = Checked(url=url, database=database, storage=empty, data=folder, settings=Settings(), grace=0.05)
    findings = [one for check in CHECKS if check not in OF_THE_MACHINE for one in check(site)]
    database.close()
    assert (count, broken) == (manifest.audit_seq, None)
    assert findings == []
