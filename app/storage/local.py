"""Storage on a local disk: ``<root>/ab/cd/<sha256>``.

A content is written to ``<root>/incoming`` under a random name, forced to disk, and renamed; so what has
its final name is whole. What a crash left in ``incoming`` is swept away at the next start.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app.storage.errors import BlobMissingError, StorageFullError, StorageUnwritableError
from app.storage.protocol import StoredBlob

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

PIECE = 1024 * 1024
"""Bytes copied at once."""

STALE_SECONDS = 48 * 3600
"""After this time without a write, what lies in ``incoming`` belongs to nobody."""


class LocalStorage:
    """Contents on a disk of this machine.

    Args:
        root: the folder; made, for the service's user only, where it is missing.

    Raises:
        StorageUnwritableError: it cannot be made or written to.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._incoming = root / "incoming"
        with self._naming_the_folder():
            root.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._incoming.mkdir(exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=self._incoming):
                pass
        self._sweep()

    async def put(self, chunks: AsyncIterator[bytes]) -> StoredBlob:
        """See :class:`~app.storage.protocol.Storage`; hashing and writing leave the event loop free."""
        with self._incoming_file() as file:
            buffer = bytearray()
            async for chunk in chunks:
                buffer += chunk
                if len(buffer) >= PIECE:
                    await asyncio.to_thread(file.write, bytes(buffer))
                    buffer.clear()
            await asyncio.to_thread(file.write, bytes(buffer))
            return await asyncio.to_thread(self._keep, file)

    def put_bytes(self, data: bytes) -> StoredBlob:
        """See :class:`~app.storage.protocol.Storage`."""
        with self._incoming_file() as file:
            file.write(data)
            return self._keep(file)

    def put_file(self, path: Path) -> StoredBlob:
        """See :class:`~app.storage.protocol.Storage`."""
        with path.open("rb") as source, self._incoming_file() as file:
            while piece := source.read(PIECE):
                file.write(piece)
            return self._keep(file)

    def get(self, sha256: str) -> bytes:
        """See :class:`~app.storage.protocol.Storage`."""
        return self.local_path(sha256).read_bytes()

    def local_path(self, sha256: str) -> Path:
        """See :class:`~app.storage.protocol.Storage`."""
        path = self._path(sha256)
        if not path.exists():
            raise BlobMissingError(sha256=sha256)
        return path

    def exists(self, sha256: str) -> bool:
        """See :class:`~app.storage.protocol.Storage`."""
        return self._path(sha256).exists()

    def delete(self, sha256: str) -> None:
        """See :class:`~app.storage.protocol.Storage`."""
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):  # noqa: PLR2004 - hex SHA-256
            raise BlobMissingError(sha256=sha256)
        return self.root / sha256[:2] / sha256[2:4] / sha256

    @contextlib.contextmanager
    def _incoming_file(self) -> Iterator[_Incoming]:
        """Yield a file that is gone afterwards unless :meth:`_keep` gave it its name."""
        with self._naming_the_folder():
            handle, name = tempfile.mkstemp(dir=self._incoming)
            try:
                with os.fdopen(handle, "wb") as file:
                    yield _Incoming(file, Path(name))
            finally:
                Path(name).unlink(missing_ok=True)

    def _keep(self, incoming: _Incoming) -> StoredBlob:
        blob = incoming.finish()
        target = self._path(blob.sha256)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            incoming.path.replace(target)
            _sync_folder(target.parent)
        return blob

    def _sweep(self) -> None:
        for path in self._incoming.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > STALE_SECONDS:
                    path.unlink()

    @contextlib.contextmanager
    def _naming_the_folder(self) -> Iterator[None]:
        try:
            yield
        except ConnectionError:
            raise  # the sender went away; the disk is not to blame
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise StorageFullError(folder=self.root) from error
            raise StorageUnwritableError(folder=self.root, reason=error.strerror or error) from error


class _Incoming:
    """A content on its way in."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self.path = path
        self._file = file
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, data: bytes) -> None:
        self._digest.update(data)
        self._size += len(data)
        self._file.write(data)

    def finish(self) -> StoredBlob:
        self._file.flush()
        os.fsync(self._file.fileno())
        return StoredBlob(sha256=self._digest.hexdigest(), size=self._size)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
