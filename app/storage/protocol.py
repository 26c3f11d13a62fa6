"""Storage of contents named by their SHA-256: written once, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path


class StoredBlob(msgspec.Struct, frozen=True, kw_only=True):
    """A content that is safely stored."""

    sha256: str
    size: int
    """Bytes."""


class Storage(Protocol):
    """Keeps contents: on a local disk or an S3-compatible server, encrypted or not.

    The use-cases know only this; what lies where, and under which name, is the business of
    :class:`Objects`.
    """

    @property
    def incoming(self) -> Path:
        """Folder on this machine's disk for what is on its way in."""
        ...

    async def put(self, chunks: AsyncIterator[bytes]) -> StoredBlob:
        """Store a content in constant memory; on return it survives a crash.

        Raises:
            StorageFullError: no room is left; nothing of the content is kept.
            StorageUnwritableError: the storage refuses.
            StorageUnavailableError: the server of the storage does not answer.
        """
        ...

    def receiving(self, chunks: AsyncIterator[bytes]) -> AbstractAsyncContextManager[tuple[Path, StoredBlob]]:
        """Write a content to :attr:`incoming`, to be looked into and then given to :meth:`take`.

        The file is gone at the end of the block. Raises as :meth:`put`.
        """
        ...

    def put_bytes(self, data: bytes) -> StoredBlob:
        """Store a small content; raises as :meth:`put`."""
        ...

    def put_file(self, path: Path) -> StoredBlob:
        """Store a copy of a file in constant memory; raises as :meth:`put`."""
        ...

    def take(self, path: Path, blob: StoredBlob) -> None:
        """Store a file of :attr:`incoming` whose hash is known; the file is gone afterwards.

        On a local disk without encryption it is only renamed. Raises as :meth:`put`.
        """
        ...

    def get(self, sha256: str) -> bytes:
        """Return a small content.

        Raises:
            BlobMissingError: it is not there.
            BlobDamagedError: what is there cannot be decrypted.
        """
        ...

    def size(self, sha256: str) -> int:
        """Return the length of a content in bytes; raises as :meth:`get`."""
        ...

    def pieces(self, sha256: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """Yield the bytes ``first`` to ``last`` (both included) piece by piece; raises as :meth:`get`."""
        ...

    def read(self, sha256: str, first: int = 0, last: int | None = None) -> AsyncIterator[bytes]:
        """Yield as :meth:`pieces`, leaving the event loop free."""
        ...

    def fetch(self, sha256: str, folder: Path) -> Path:
        """Return a file with the content, for reading only.

        Where it lies readable on this machine's disk that is the stored file itself, else a copy in
        ``folder`` (made where it is missing), which the caller removes. Raises as :meth:`get`, and
        :class:`StorageFullError` where the copy finds no room.
        """
        ...

    def exists(self, sha256: str) -> bool:
        """Tell whether the content is there."""
        ...

    def delete(self, sha256: str) -> None:
        """Remove a content; nothing happens where it is not there."""
        ...

    def discard(self, raw: str) -> None:
        """Remove what lies under a name of :meth:`stored_names` and belongs to no content."""
        ...

    def raw_names(self, sha256: str) -> tuple[str, ...]:
        """Return the names under which a content may lie in the store (several while keys rotate)."""
        ...

    def stored_names(self) -> Iterator[str]:
        """Yield every name that lies in the store, to find what belongs to no content."""
        ...


class Objects(Protocol):
    """Where contents lie under a name; a disk, a server, or a layer of encryption around either.

    ``name`` is the SHA-256 of the content. All calls block.
    """

    @property
    def where(self) -> str:
        """The place, for messages."""
        ...

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write an object; on return it is whole and durable, before it is not there."""
        ...

    def take(self, name: str, path: Path) -> None:
        """Write an object from a durable local file, which is gone afterwards."""
        ...

    def read(self, name: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """Yield the bytes ``first`` to ``last`` (both included)."""
        ...

    def size(self, name: str) -> int:
        """Return the length in bytes.

        Raises:
            BlobMissingError: there is no such object.
        """
        ...

    def path(self, name: str) -> Path | None:
        """Return the readable local file, where there is one."""
        ...

    def delete(self, name: str) -> None:
        """Remove an object; nothing happens where it is not there."""
        ...

    def discard(self, raw: str) -> None:
        """Remove what lies under a name of :meth:`stored_names`."""
        ...

    def raw_names(self, name: str) -> tuple[str, ...]:
        """Return the names under which the object may lie."""
        ...

    def stored_names(self) -> Iterator[str]:
        """Yield every name that lies there."""
        ...
