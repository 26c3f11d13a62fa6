"""Contents by their SHA-256 over any kind of objects: the one :class:`~app.storage.protocol.Storage`."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app.storage.errors import BlobMissingError, naming
from app.storage.protocol import StoredBlob

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from app.storage.protocol import Objects

PIECE = 1024 * 1024
"""Bytes written at once."""


class BlobStorage:
    """Hashes what comes in on the local disk, then hands it to the objects.

    The hash is the name, so it must be known first; a server cannot rename an object of many gigabytes.

    Args:
        objects: where the contents lie.
        incoming: folder for what is on its way in; on the disk of ``objects`` where that is a disk.
    """

    def __init__(self, objects: Objects, incoming: Path) -> None:
        self.objects = objects
        self._incoming = incoming

    @property
    def incoming(self) -> Path:
        """See :class:`~app.storage.protocol.Storage`."""
        return self._incoming

    async def put(self, chunks: AsyncIterator[bytes]) -> StoredBlob:
        """See :class:`~app.storage.protocol.Storage`."""
        async with self.receiving(chunks) as (path, blob):
            await asyncio.to_thread(self.take, path, blob)
            return blob

    @contextlib.asynccontextmanager
    async def receiving(self, chunks: AsyncIterator[bytes]) -> AsyncIterator[tuple[Path, StoredBlob]]:
        """See :class:`~app.storage.protocol.Storage`; hashing and writing leave the event loop free."""
        with self._incoming_file() as file:
            buffer = bytearray()
            async for chunk in chunks:
                buffer += chunk
                if len(buffer) >= PIECE:
                    await asyncio.to_thread(file.write, bytes(buffer))
                    buffer.clear()
            await asyncio.to_thread(file.write, bytes(buffer))
            yield file.path, await asyncio.to_thread(file.finish)

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

    def take(self, path: Path, blob: StoredBlob) -> None:
        """See :class:`~app.storage.protocol.Storage`."""
        if self.exists(blob.sha256):
            path.unlink(missing_ok=True)
        else:
            self.objects.take(blob.sha256, path)

    def get(self, sha256: str) -> bytes:
        """See :class:`~app.storage.protocol.Storage`."""
        return b"".join(self.pieces(sha256))

    def size(self, sha256: str) -> int:
        """See :class:`~app.storage.protocol.Storage`."""
        return self.objects.size(sha256)

    def pieces(self, sha256: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """See :class:`~app.storage.protocol.Storage`."""
        return self.objects.read(sha256, first, last)

    async def read(self, sha256: str, first: int = 0, last: int | None = None) -> AsyncIterator[bytes]:
        """See :class:`~app.storage.protocol.Storage`."""
        pieces = await asyncio.to_thread(self.pieces, sha256, first, last)
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            yield piece

    def fetch(self, sha256: str, folder: Path) -> Path:
        """See :class:`~app.storage.protocol.Storage`."""
        path = self.objects.path(sha256)
        if path is not None:
            return path
        copy = folder / sha256
        size = self.size(sha256)
        if copy.exists() and copy.stat().st_size == size:
            return copy
        with naming(folder):
            folder.mkdir(parents=True, exist_ok=True)
            part = folder / f"{sha256}.part"
            with part.open("wb") as file:
                for piece in self.pieces(sha256):
                    file.write(piece)
            part.replace(copy)
        return copy

    def exists(self, sha256: str) -> bool:
        """See :class:`~app.storage.protocol.Storage`."""
        try:
            self.objects.size(sha256)
        except BlobMissingError:
            return False
        return True

    def delete(self, sha256: str) -> None:
        """See :class:`~app.storage.protocol.Storage`."""
        self.objects.delete(sha256)

    def discard(self, raw: str) -> None:
        """See :class:`~app.storage.protocol.Storage`."""
        self.objects.discard(raw)

    def raw_names(self, sha256: str) -> tuple[str, ...]:
        """See :class:`~app.storage.protocol.Storage`."""
        return self.objects.raw_names(sha256)

    def stored_names(self) -> Iterator[str]:
        """See :class:`~app.storage.protocol.Storage`."""
        return self.objects.stored_names()

    @contextlib.contextmanager
    def _incoming_file(self) -> Iterator[_Incoming]:
        """Yield a file that is gone afterwards unless :meth:`_keep` gave it its name."""
        with naming(self.objects.where):
            handle, name = tempfile.mkstemp(dir=self._incoming)
            try:
                with os.fdopen(handle, "wb") as file:
                    yield _Incoming(file, Path(name))
            finally:
                Path(name).unlink(missing_ok=True)

    def _keep(self, incoming: _Incoming) -> StoredBlob:
        blob = incoming.finish()
        self.take(incoming.path, blob)
        return blob


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
