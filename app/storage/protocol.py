"""Storage of contents named by their SHA-256: written once, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


class StoredBlob(msgspec.Struct, frozen=True, kw_only=True):
    """A content that is safely stored."""

    sha256: str
    size: int
    """Bytes."""


class Storage(Protocol):
    """Keeps contents; local disk now, S3-compatible servers later."""

    async def put(self, chunks: AsyncIterator[bytes]) -> StoredBlob:
        """Store a content in constant memory; on return it survives a crash.

        Raises:
            StorageFullError: no room is left; nothing of the content is kept.
            StorageUnwritableError: the storage refuses.
        """
        ...

    def put_bytes(self, data: bytes) -> StoredBlob:
        """Store a small content; raises as :meth:`put`."""
        ...

    def put_file(self, path: Path) -> StoredBlob:
        """Store a file in constant memory; raises as :meth:`put`."""
        ...

    def get(self, sha256: str) -> bytes:
        """Return a small content.

        Raises:
            BlobMissingError: it is not there.
        """
        ...

    def local_path(self, sha256: str) -> Path:
        """Return a file with the content, for reading only; raises as :meth:`get`."""
        ...

    def exists(self, sha256: str) -> bool:
        """Tell whether the content is there."""
        ...

    def delete(self, sha256: str) -> None:
        """Remove a content; nothing happens where it is not there."""
        ...
