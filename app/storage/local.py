"""Objects on a local disk: ``<root>/ab/cd/<name>``.

An object is written to ``<root>/incoming`` under a random name, forced to disk, and renamed; so what has
its final name is whole. What a crash left in ``incoming`` is swept away at the next start.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from app.storage.blobs import BlobStorage
from app.storage.errors import BlobMissingError, naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PIECE = 256 * 1024
"""Bytes read at once."""

STALE_SECONDS = 48 * 3600
"""After this time without a write, what lies in ``incoming`` belongs to nobody."""

NAME = re.compile(r"[0-9a-f]{64}")
"""Nothing but hashes reaches the disk."""


class LocalObjects:
    """Objects on a disk of this machine.

    Args:
        root: the folder; made, for the service's user only, where it is missing.

    Raises:
        StorageUnwritableError: it cannot be made or written to.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / "incoming"
        open_incoming(self.incoming)

    @property
    def where(self) -> str:
        """See :class:`~app.storage.protocol.Objects`."""
        return str(self.root)

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """See :class:`~app.storage.protocol.Objects`."""
        with naming(self.root):
            handle, made = tempfile.mkstemp(dir=self.incoming)
            try:
                with os.fdopen(handle, "wb") as file:
                    for piece in pieces:
                        file.write(piece)
                    file.flush()
                    os.fsync(file.fileno())
                self._name(Path(made), name)
            finally:
                Path(made).unlink(missing_ok=True)

    def take(self, name: str, path: Path) -> None:
        """See :class:`~app.storage.protocol.Objects`; a rename on the same disk."""
        try:
            with naming(self.root):
                try:
                    self._name(path, name)
                except OSError as error:
                    if error.errno != errno.EXDEV:
                        raise
                    self.put(name, file_pieces(path))
        finally:
            path.unlink(missing_ok=True)

    def read(self, name: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """See :class:`~app.storage.protocol.Objects`."""
        return file_pieces(self.path(name), first, last)

    def size(self, name: str) -> int:
        """See :class:`~app.storage.protocol.Objects`."""
        return self.path(name).stat().st_size

    def path(self, name: str) -> Path:
        """See :class:`~app.storage.protocol.Objects`; raises BlobMissingError."""
        path = self._path(name)
        if not path.exists():
            raise BlobMissingError(sha256=name)
        return path

    def delete(self, name: str) -> None:
        """See :class:`~app.storage.protocol.Objects`."""
        self._path(name).unlink(missing_ok=True)

    def discard(self, raw: str) -> None:
        """See :class:`~app.storage.protocol.Objects`."""
        self.delete(raw)

    def raw_names(self, name: str) -> tuple[str, ...]:
        """See :class:`~app.storage.protocol.Objects`."""
        return (name,)

    def stored_names(self) -> Iterator[str]:
        """See :class:`~app.storage.protocol.Objects`."""
        for path in self.root.glob("??/??/*"):
            if NAME.fullmatch(path.name):
                yield path.name

    def _path(self, name: str) -> Path:
        if NAME.fullmatch(name) is None:
            raise BlobMissingError(sha256=name)
        return self.root / name[:2] / name[2:4] / name

    def _name(self, path: Path, name: str) -> None:
        target = self._path(name)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.replace(target)
        _sync_folder(target.parent)


class LocalStorage(BlobStorage):
    """Contents on a disk of this machine, as they are; raises as :class:`LocalObjects`."""

    def __init__(self, root: Path) -> None:
        objects = LocalObjects(root)
        super().__init__(objects, objects.incoming)
        self.root = root

    def local_path(self, sha256: str) -> Path:
        """Return the stored file, for reading only.

        Raises:
            BlobMissingError: it is not there.
        """
        return LocalObjects.path(self._local, sha256)

    @property
    def _local(self) -> LocalObjects:
        assert isinstance(self.objects, LocalObjects)
        return self.objects


def open_incoming(folder: Path) -> None:
    """Make a folder for what is on its way in, try it, and sweep what a crash left there.

    Raises:
        StorageUnwritableError: it cannot be made or written to.
    """
    with naming(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > STALE_SECONDS:
                path.unlink()


def file_pieces(path: Path, first: int = 0, last: int | None = None) -> Iterator[bytes]:
    """Yield the bytes ``first`` to ``last`` (both included) of a file."""
    left = path.stat().st_size - first if last is None else last - first + 1
    with path.open("rb") as file:
        file.seek(first)
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
