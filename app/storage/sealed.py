"""Objects encrypted at rest, around a disk or a server: neither content nor name says what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.storage.errors import BlobDamagedError, BlobMissingError
from app.storage.local import file_pieces
from app.storage.sealing import (
    FRAME,
    HEADER,
    TAG,
    SealBrokenError,
    in_frames,
    new_seal,
    open_seal,
    plain_size,
    seal_pieces,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from app.storage.keys import Key
    from app.storage.protocol import Objects


class SealedObjects:
    """A layer of encryption around other objects.

    Args:
        inner: where the sealed objects lie.
        keys: the first seals what is new, all open what is there.
    """

    def __init__(self, inner: Objects, keys: Sequence[Key]) -> None:
        self.inner = inner
        self.keys = tuple(keys)

    @property
    def where(self) -> str:
        """See :class:`~app.storage.protocol.Objects`."""
        return self.inner.where

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """See :class:`~app.storage.protocol.Objects`."""
        key = self.keys[0]
        raw = key.name(name)
        self.inner.put(raw, seal_pieces(new_seal(key, raw), pieces))

    def take(self, name: str, path: Path) -> None:
        """See :class:`~app.storage.protocol.Objects`."""
        self.put(name, file_pieces(path))
        path.unlink()

    def read(self, name: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """See :class:`~app.storage.protocol.Objects`; only the frames of the stretch are read."""
        raw, sealed = self._find(name)
        try:
            size = plain_size(sealed)
        except SealBrokenError as error:
            raise BlobDamagedError(sha256=name) from error
        end = size - 1 if last is None else min(last, size - 1)
        return self._frames(name, raw, sealed, first, end)

    def _frames(self, name: str, raw: str, sealed: int, first: int, end: int) -> Iterator[bytes]:
        whole = FRAME + TAG
        try:
            seal = open_seal(b"".join(self.inner.read(raw, 0, HEADER.size - 1)), self.keys, raw)
            number = first // FRAME
            final = max(0, -(-(sealed - HEADER.size) // whole) - 1)
            stop = HEADER.size + (max(end, first) // FRAME + 1) * whole - 1
            stream = self.inner.read(raw, HEADER.size + number * whole, min(stop, sealed - 1))
            for data in in_frames(stream, whole):
                content = seal.decrypt(number, data, last=number == final)
                begin = number * FRAME
                piece = content[max(0, first - begin) : end + 1 - begin]
                if piece:
                    yield piece
                number += 1
        except SealBrokenError as error:
            raise BlobDamagedError(sha256=name) from error

    def size(self, name: str) -> int:
        """See :class:`~app.storage.protocol.Objects`."""
        try:
            return plain_size(self._find(name)[1])
        except SealBrokenError as error:
            raise BlobDamagedError(sha256=name) from error

    def path(self, name: str) -> Path | None:
        """See :class:`~app.storage.protocol.Objects`; never readable as it lies."""
        del name
        return None

    def delete(self, name: str) -> None:
        """See :class:`~app.storage.protocol.Objects`."""
        for raw in self.raw_names(name):
            self.inner.delete(raw)

    def discard(self, raw: str) -> None:
        """See :class:`~app.storage.protocol.Objects`."""
        self.inner.discard(raw)

    def raw_names(self, name: str) -> tuple[str, ...]:
        """See :class:`~app.storage.protocol.Objects`."""
        return tuple(key.name(name) for key in self.keys)

    def stored_names(self) -> Iterator[str]:
        """See :class:`~app.storage.protocol.Objects`."""
        return self.inner.stored_names()

    def _find(self, name: str) -> tuple[str, int]:
        for raw in self.raw_names(name):
            try:
                return raw, self.inner.size(raw)
            except BlobMissingError:
                continue
        raise BlobMissingError(sha256=name)
