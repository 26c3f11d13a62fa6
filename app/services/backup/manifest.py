"""The list of what belongs to one backup, with hashes."""

from __future__ import annotations

import msgspec

SCHEMA = "protokollant/backup/1"


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """A content of the storage."""

    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """One backup; written last, so that a backup without it is none."""

    schema: str = SCHEMA
    name: str
    """Time in UTC, ``20260521T181500Z``."""
    version: str
    """Of the program."""
    revision: str
    """Of the database's schema."""
    audit_seq: int
    audit_hash: str
    """Head of the log in the snapshot."""
    database_sha256: str
    database_size: int
    contents: tuple[Content, ...]
    damaged: tuple[str, ...] = ()
    """Contents that the storage could not give as they were stored; they are not in the backup."""
    storage_encrypted: bool = False
    """Whether the installation kept its contents encrypted."""
