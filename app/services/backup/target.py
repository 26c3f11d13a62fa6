"""A folder of backups: contents once for all of them, a dump and a manifest for each.

``objects/`` holds contents by hash, so that the next backup copies only what is new; ``backups/<time>/``
holds ``database`` and ``manifest``. With a key everything is sealed as contents at rest are
(:mod:`app.storage.sealing`), contents under names that say nothing; ``format.json`` alone is plain.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from typing import TYPE_CHECKING

import msgspec

from app.services.backup.errors import (
    BackupDamagedError,
    BackupKeyError,
    BackupMissingError,
    BackupTargetError,
)
from app.services.backup.manifest import Manifest
from app.storage.errors import BlobDamagedError, BlobMissingError, naming
from app.storage.keys import read_keys
from app.storage.local import LocalObjects, file_pieces
from app.storage.sealed import SealedObjects
from app.storage.sealing import (
    FRAME,
    HEADER,
    TAG,
    SealBrokenError,
    in_frames,
    new_seal,
    open_seal,
    seal_pieces,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from app.storage.keys import Key
    from app.storage.protocol import Objects

NAME = re.compile(r"\d{8}T\d{6}Z")


class _Format(msgspec.Struct, frozen=True, kw_only=True):
    """What can be known of a target without its key."""

    schema: str = "protokollant/backups/1"
    encrypted: bool


class BackupTarget:
    """A folder of backups.

    Args:
        folder: the folder.
        keys: empty where nothing is encrypted.
    """

    def __init__(self, folder: Path, keys: Sequence[Key]) -> None:
        self.folder = folder
        self.keys = tuple(keys)
        local = LocalObjects(folder / "objects")
        self.objects: Objects = SealedObjects(local, self.keys) if self.keys else local

    def names(self) -> list[str]:
        """Return the names of the finished backups, the oldest first."""
        found = (self.folder / "backups").glob("*/manifest")
        return sorted(path.parent.name for path in found if NAME.fullmatch(path.parent.name))

    def manifest(self, name: str | None = None) -> Manifest:
        """Return the manifest of a backup, of the latest where none is named.

        Raises:
            BackupMissingError: there is none.
            BackupDamagedError: it cannot be read.
            BackupKeyError: the key does not fit.
        """
        names = self.names()
        if (name is None and not names) or (name is not None and name not in names):
            raise BackupMissingError(folder=self.folder, name=name or "")
        chosen = name or names[-1]
        try:
            return msgspec.json.decode(b"".join(self.read(chosen, "manifest")), type=Manifest)
        except msgspec.MsgspecError as error:
            raise BackupDamagedError(name=chosen, what="manifest") from error

    def write(self, name: str, part: str, pieces: Iterable[bytes]) -> None:
        """Write ``database`` or ``manifest`` of a backup; on return it is whole and durable."""
        folder = self.folder / "backups" / name
        with naming(self.folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            half = folder / f"{part}.half"
            with half.open("wb") as file:
                os.fchmod(file.fileno(), 0o600)
                if self.keys:
                    pieces = seal_pieces(new_seal(self.keys[0], f"{name}/{part}"), pieces)
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            half.replace(folder / part)

    def read(self, name: str, part: str) -> Iterator[bytes]:
        """Yield the content of a part of a backup.

        Raises:
            BackupDamagedError: it is missing or was changed.
            BackupKeyError: no key fits.
        """
        path = self.folder / "backups" / name / part
        if not path.exists():
            raise BackupDamagedError(name=name, what=part)
        return self._opened(path, name, part) if self.keys else file_pieces(path)

    def _opened(self, path: Path, name: str, part: str) -> Iterator[bytes]:
        with path.open("rb") as file:
            header = file.read(HEADER.size)
            try:
                seal = open_seal(header, self.keys, f"{name}/{part}")
            except SealBrokenError as error:
                raise BackupKeyError(folder=self.folder) from error
            frames = -(-(path.stat().st_size - HEADER.size) // (FRAME + TAG))
            stream = in_frames(iter(lambda: file.read(FRAME), b""), FRAME + TAG)
            number = -1
            try:
                for number, data in enumerate(stream):
                    yield seal.decrypt(number, data, last=number == frames - 1)
            except SealBrokenError as error:
                raise BackupDamagedError(name=name, what=part) from error
            if number < 0:
                raise BackupDamagedError(name=name, what=part)

    def has(self, sha256: str, size: int) -> bool:
        """Tell whether a content of that size is there already."""
        with contextlib.suppress(BlobMissingError, BlobDamagedError):
            return self.objects.size(sha256) == size
        return False

    def verify(self, manifest: Manifest) -> list[str]:
        """Read everything of a backup again; return what is missing or was changed."""
        wrong = []
        try:
            digest = hashlib.sha256()
            for piece in self.read(manifest.name, "database"):
                digest.update(piece)
            if digest.hexdigest() != manifest.database_sha256:
                wrong.append("database")
        except BackupDamagedError:
            wrong.append("database")
        wrong += [content.sha256 for content in manifest.contents if not self._is_good(content.sha256)]
        return wrong

    def _is_good(self, sha256: str) -> bool:
        digest = hashlib.sha256()
        try:
            for piece in self.objects.read(sha256):
                digest.update(piece)
        except (BlobMissingError, BlobDamagedError):
            return False
        return digest.hexdigest() == sha256

    def forget(self, doomed: Sequence[str]) -> int:
        """Remove backups, and the contents that no other backup needs; return how many contents went."""
        needed = {
            raw
            for name in self.names()
            if name not in doomed
            for content in self.manifest(name).contents
            for raw in self.objects.raw_names(content.sha256)
        }
        for name in doomed:
            shutil.rmtree(self.folder / "backups" / name)
        inner = LocalObjects(self.folder / "objects")
        unneeded = set(inner.stored_names()) - needed
        for raw in unneeded:
            inner.delete(raw)
        return len(unneeded)


def open_target(folder: Path, key_file: Path | None, *, make: bool = False) -> BackupTarget:
    """Return the backups of a folder.

    Args:
        folder: the folder.
        key_file: its keys; None: not encrypted.
        make: whether it is begun where there is nothing yet.

    Raises:
        BackupTargetError: it is no folder of backups, or holds something else.
        BackupKeyError: it is encrypted and there is no key, or the other way round.
        StorageKeyError: the key file cannot be used.
    """
    marker = folder / "format.json"
    keys = read_keys(key_file) if key_file is not None else ()
    try:
        if not marker.exists():
            if not make:
                raise BackupMissingError(folder=folder, name="")
            if folder.exists() and any(folder.iterdir()):
                raise BackupTargetError(folder=folder, reason="not empty")
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            marker.write_bytes(msgspec.json.encode(_Format(encrypted=bool(keys))))
        found = msgspec.json.decode(marker.read_bytes(), type=_Format)
    except OSError as error:
        raise BackupTargetError(folder=folder, reason=error.strerror or error) from error
    except msgspec.MsgspecError as error:
        raise BackupTargetError(folder=folder, reason="format.json") from error
    if found.encrypted != bool(keys):
        raise BackupKeyError(folder=folder)
    return BackupTarget(folder, keys)
