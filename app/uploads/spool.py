"""Uploads on their way in, on this machine's disk: one file each, named by the upload's id.

What counts as received is what was forced to disk (``fdatasync``): after every request, and every
32 MiB within one. A crash of the machine loses what came after; bytes behind that mark are cut off before
the next ones are written.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from typing import TYPE_CHECKING, Any, BinaryIO

from app.storage.errors import naming
from app.storage.local import file_pieces

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from uuid import UUID

PIECE = 2**20
CATCH_UP = 8 * PIECE
"""Bytes hashed from disk beside each piece that comes in, after a restart forgot the state of the hash."""


class Spool:
    """The folder of uploads under way.

    Args:
        folder: made, for the service's user only, where it is missing.

    Raises:
        StorageUnwritableError: it cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with naming(folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def path(self, upload: UUID) -> Path:
        """Return the file of an upload."""
        return self.folder / upload.hex

    def remove(self, upload: UUID) -> None:
        """Remove the file of an upload; nothing happens where there is none."""
        self.path(upload).unlink(missing_ok=True)

    def free(self) -> int:
        """Return the bytes that are free on the disk."""
        return shutil.disk_usage(self.folder).free

    def names(self) -> list[str]:
        """Return the names of all files."""
        return [path.name for path in self.folder.iterdir()]

    def join(self, upload: UUID, parts: Sequence[UUID], digest: Digest) -> int:
        """Write the parts one after the other into the file of ``upload`` and return its length.

        Raises:
            StorageFullError: no room is left.
            FileNotFoundError: a part is gone.
        """
        paths = [self.path(part) for part in parts]
        for path in paths:
            path.stat()
        with naming(self.folder), self.path(upload).open("wb") as target:
            length = 0
            for path in paths:
                for piece in file_pieces(path):
                    target.write(piece)
                    digest.feed(piece, length, self.path(upload))
                    length += len(piece)
            target.flush()
            os.fdatasync(target.fileno())
        return length


class Digest:
    """The SHA-256 of an upload as far as it is known; it catches up by reading what lies on disk."""

    def __init__(self) -> None:
        self._state = hashlib.sha256()
        self.position = 0

    def copy(self) -> Digest:
        """Return the state as it is now, to come back to."""
        twin = Digest()
        twin._state, twin.position = self._state.copy(), self.position
        return twin

    def feed(self, data: bytes | bytearray, at: int, path: Path) -> None:
        """Take in ``data``, written at ``at``; where earlier bytes are missing, some of them instead."""
        if self.position < at:
            self.catch_up(path, min(at, self.position + CATCH_UP))
        if self.position == at:
            self._state.update(data)
            self.position += len(data)

    def catch_up(self, path: Path, end: int) -> None:
        """Read on to ``end``."""
        if self.position < end:
            for piece in file_pieces(path, self.position, end - 1):
                self._state.update(piece)
                self.position += len(piece)

    def finish(self, path: Path, length: int) -> str:
        """Return the SHA-256 of the whole file."""
        self.catch_up(path, length)
        return self._state.hexdigest()


class Sink:
    """The file of an upload while bytes come in; a context manager. Everything here blocks.

    Args:
        path: the file.
        offset: bytes that count; what lies behind them is cut off.
        digest: of the whole upload.
        algorithm: of the checksum that the sender gave for these bytes, None where it gave none.
    """

    def __init__(self, path: Path, offset: int, digest: Digest, algorithm: str | None = None) -> None:
        self.path = path
        self.start = self.position = self.durable = offset
        self.digest = digest
        self._before = digest.copy() if algorithm else None
        self._checksum: Any = hashlib.new(algorithm, usedforsecurity=False) if algorithm else None
        self._file: BinaryIO | None = None

    def open(self) -> None:
        """Open the file and cut off what does not count."""
        with naming(self.path.parent):
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            self._file = os.fdopen(handle, "r+b", buffering=0)
            self._file.truncate(self.start)
            self._file.seek(self.start)

    @property
    def checked(self) -> bool:
        """Whether the sender gave a checksum of these bytes."""
        return self._checksum is not None

    def write(self, data: bytes | bytearray) -> None:
        """Append.

        Raises:
            StorageFullError: the disk has no room for all of it.
        """
        assert self._file is not None
        with naming(self.path.parent):
            view = memoryview(data)
            while view:
                view = view[self._file.write(view) :]
        self.digest.feed(data, self.position, self.path)
        if self._checksum is not None:
            self._checksum.update(data)
        self.position += len(data)

    def sync(self) -> int:
        """Force to disk what was written, and return how much counts now."""
        assert self._file is not None
        end = self.position
        with naming(self.path.parent):
            os.fdatasync(self._file.fileno())
        self.durable = end
        return end

    def matches(self, checksum: bytes) -> bool:
        """Tell whether what came in has the checksum of the sender."""
        return bool(self._checksum is not None and self._checksum.digest() == checksum)

    def discard(self) -> None:
        """Forget everything since the start; the digest is again as it was then."""
        assert self._file is not None
        with contextlib.suppress(OSError):
            self._file.truncate(self.start)
        self.position = self.durable = self.start
        self.digest = self._before or Digest()

    def close(self) -> None:
        """Close the file; bytes of a failed write that do not count are cut off."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.truncate(self.position)
            self._file.close()
            self._file = None
