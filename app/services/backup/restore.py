"""Restoring a backup into an empty installation: everything is verified before anything is touched."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from app.db import upgrade
from app.db.engine import connection_string
from app.jobs import apply_job_schema
from app.services.backup.database import entries, load
from app.services.backup.errors import BackupDamagedError, NotEmptyError
from app.storage import StoredBlob

if TYPE_CHECKING:
    from app.services.backup.manifest import Manifest
    from app.services.backup.target import BackupTarget
    from app.storage import Storage

EMPTY = ("body", "meeting", "account", "blob", "recording")
"""Tables without a row in an installation that nobody used yet."""


def restore_backup(url: str, storage: Storage, target: BackupTarget, manifest: Manifest) -> None:
    """Put a backup back; interrupted, it can be repeated, because the database comes last and at once.

    Args:
        url: of a database as its owner.
        storage: where contents go, under the keys of this installation.
        target: where the backup lies.
        manifest: which one.

    Raises:
        NotEmptyError: the installation has data.
        BackupDamagedError: the backup is not whole.
        BackupFailedError: the database did not take it; it is as before.
    """
    if wrong := target.verify(manifest):
        raise BackupDamagedError(name=manifest.name, what=", ".join(wrong[:3]))
    upgrade(url)  # makes the roles, which belong to the cluster and not to the dump
    require_empty(url, storage, manifest)
    for content in manifest.contents:
        if not storage.exists(content.sha256):
            _put_back(storage, target, content.sha256, manifest.name)
    listed = entries(target.read(manifest.name, "database"))
    load(url, target.read(manifest.name, "database"), listed)
    upgrade(url)
    apply_job_schema(connection_string(url))


def require_empty(url: str, storage: Storage, manifest: Manifest) -> None:
    """Make sure that nobody's data are overwritten.

    Raises:
        NotEmptyError: there are rows, or contents that are not of this backup.
    """
    with psycopg.connect(connection_string(url)) as connection:
        for table in EMPTY:
            count = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            row = count.fetchone()
            if row is not None and row[0]:
                raise NotEmptyError(what=f"{table}: {row[0]}")
    known = {raw for content in manifest.contents for raw in storage.raw_names(content.sha256)}
    strangers = set(storage.stored_names()) - known
    if strangers:
        raise NotEmptyError(what=f"storage: {len(strangers)}")


def _put_back(storage: Storage, target: BackupTarget, sha256: str, name: str) -> None:
    digest, size = hashlib.sha256(), 0
    handle, made = tempfile.mkstemp(dir=storage.incoming)
    path = Path(made)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in target.objects.read(sha256):
                digest.update(piece)
                size += len(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if digest.hexdigest() != sha256:
            raise BackupDamagedError(name=name, what=sha256)
        storage.take(path, StoredBlob(sha256=sha256, size=size))
    finally:
        path.unlink(missing_ok=True)
