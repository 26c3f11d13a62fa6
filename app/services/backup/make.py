"""Making a backup while the service runs.

A lock keeps contents from being removed (what is deleted meanwhile leaves the tables at once, the storage
after the backup). Then one snapshot of the database decides: PostgreSQL dumps it, and the contents it names
are copied after it. What comes later belongs to the next backup.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from importlib.metadata import version
from typing import TYPE_CHECKING

import msgspec
import psycopg

from app.db.engine import connection_string
from app.services.backup.database import dump
from app.services.backup.errors import BackupDamagedError
from app.services.backup.manifest import Content, Manifest
from app.services.purge import HOLD
from app.storage.errors import BlobDamagedError, BlobMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.services.backup.target import BackupTarget
    from app.storage import Storage


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup did."""

    manifest: Manifest
    copied: int
    """Contents that were new to the target."""
    copied_bytes: int


def make_backup(
    url: str, storage: Storage, target: BackupTarget, *, verify: bool = False, storage_encrypted: bool = False
) -> Made:
    """Back the installation up.

    Args:
        url: of the database, as its owner.
        storage: where its contents lie.
        target: where to.
        verify: whether everything is read again at the end.
        storage_encrypted: whether contents are encrypted at rest; for the manifest.

    Raises:
        BackupFailedError: the database could not be dumped.
        BackupDamagedError: what was written is not what was read.
        StorageFullError: the target is full; a backup without manifest is none, its contents serve the next.
    """
    name = _free_name(target)
    with (
        psycopg.connect(connection_string(url), autocommit=True) as holding,
        psycopg.connect(connection_string(url)) as connection,
    ):
        holding.execute("SELECT pg_advisory_lock(%s)", (HOLD,))
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = _one(connection, "SELECT pg_export_snapshot()")
        revision = _one(connection, "SELECT version_num FROM alembic_version")
        head = connection.execute("SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1").fetchone()
        rows = connection.execute("SELECT sha256, size FROM blob ORDER BY sha256").fetchall()
        digest, size = hashlib.sha256(), 0

        def measured() -> Iterator[bytes]:
            nonlocal size
            for piece in dump(url, snapshot):
                digest.update(piece)
                size += len(piece)
                yield piece

        target.write(name, "database", measured())
        copied, copied_bytes, damaged = _copy(storage, target, rows)
    manifest = Manifest(
        name=name,
        version=version("protokollant"),
        revision=revision,
        audit_seq=head[0] if head else 0,
        audit_hash=head[1] if head else "0" * 64,
        database_sha256=digest.hexdigest(),
        database_size=size,
        contents=tuple(Content(sha256=key, size=size) for key, size in rows if key not in damaged),
        damaged=tuple(damaged),
        storage_encrypted=storage_encrypted,
    )
    target.write(name, "manifest", [msgspec.json.encode(manifest)])
    if verify and (wrong := target.verify(manifest)):
        raise BackupDamagedError(name=name, what=", ".join(wrong[:3]))
    return Made(manifest=manifest, copied=copied, copied_bytes=copied_bytes)


def _copy(storage: Storage, target: BackupTarget, rows: list[tuple[str, int]]) -> tuple[int, int, list[str]]:
    copied, copied_bytes, damaged = 0, 0, []
    for sha256, size in rows:
        if target.has(sha256, size):
            continue
        try:
            target.objects.put(sha256, _checked(storage, sha256))
        except (BlobMissingError, BlobDamagedError):
            damaged.append(sha256)
        else:
            copied += 1
            copied_bytes += size
    return copied, copied_bytes, damaged


def _checked(storage: Storage, sha256: str) -> Iterator[bytes]:
    """Yield a content; at its end it must have been what it is called, else nothing is kept of it."""
    digest = hashlib.sha256()
    for piece in storage.pieces(sha256):
        digest.update(piece)
        yield piece
    if digest.hexdigest() != sha256:
        raise BlobDamagedError(sha256=sha256)


def _free_name(target: BackupTarget) -> str:
    moment = dt.datetime.now(dt.UTC)
    with contextlib.suppress(OSError):
        while (target.folder / "backups" / f"{moment:%Y%m%dT%H%M%SZ}").exists():
            moment += dt.timedelta(seconds=1)
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _one(connection: psycopg.Connection, statement: str) -> str:
    row = connection.execute(statement).fetchone()
    assert row is not None, statement
    return str(row[0])
