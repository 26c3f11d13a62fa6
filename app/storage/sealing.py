"""Authenticated encryption of a stream that can be read from anywhere.

A sealed object is a header of 32 bytes (magic ``PKS1``, frame length, key id, salt) and frames of 256 KiB of
content, each encrypted with AES-256-GCM (NIST SP 800-38D) and followed by its tag of 16 bytes. Each object
has a key of its own, derived by HKDF-SHA-256 (RFC 5869) from the master key and the random salt, so that a
counter can be the nonce. The last byte of the nonce marks the last frame, which shows a truncation (the
STREAM construction: Hoang, Reyhanitabar, Rogaway, Vizár 2015); header and name are authenticated with every
frame, which shows an exchange of objects.
"""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.storage.keys import Key

MAGIC = b"PKS1"
HEADER = struct.Struct(">4sI8s16s")
FRAME = 256 * 1024
"""Bytes of content in a frame: what a stretch of one byte costs to read."""
TAG = 16


class SealBrokenError(Exception):
    """The object was changed, exchanged or cut off, or its key is missing."""


class Seal(msgspec.Struct, frozen=True):
    """The header of one object, with its cipher."""

    header: bytes
    frame: int
    cipher: AESGCM
    name: bytes

    def encrypt(self, number: int, content: bytes, *, last: bool) -> bytes:
        """Return frame ``number``."""
        return self.cipher.encrypt(_nonce(number, last=last), content, self.header + self.name)

    def decrypt(self, number: int, data: bytes, *, last: bool) -> bytes:
        """Return the content of frame ``number``.

        Raises:
            SealBrokenError: it is not what was sealed.
        """
        try:
            return self.cipher.decrypt(_nonce(number, last=last), data, self.header + self.name)
        except InvalidTag as error:
            raise SealBrokenError from error


def new_seal(key: Key, name: str) -> Seal:
    """Return the seal of a new object."""
    return _seal(HEADER.pack(MAGIC, FRAME, key.id, os.urandom(16)), FRAME, key, name)


def open_seal(header: bytes, keys: Sequence[Key], name: str) -> Seal:
    """Return the seal of an object by its header.

    Raises:
        SealBrokenError: it is none, or no key fits.
    """
    if len(header) != HEADER.size:
        raise SealBrokenError
    magic, frame, key_id, _ = HEADER.unpack(header)
    key = next((one for one in keys if one.id == key_id), None)
    if magic != MAGIC or key is None or frame != FRAME:
        raise SealBrokenError
    return _seal(header, FRAME, key, name)


def _seal(header: bytes, frame: int, key: Key, name: str) -> Seal:
    derived = HKDF(SHA256(), 32, salt=header[-16:], info=b"protokollant object").derive(key.secret)
    return Seal(header, frame, AESGCM(derived), name.encode())


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def seal_pieces(seal: Seal, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the sealed object for a content."""
    yield seal.header
    number = 0
    pending: bytes | None = None
    for frame in in_frames(pieces, seal.frame):
        if pending is not None:
            yield seal.encrypt(number, pending, last=False)
            number += 1
        pending = frame
    yield seal.encrypt(number, pending or b"", last=True)


def in_frames(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Yield the same bytes in pieces of exactly ``size``, the last one shorter."""
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while len(buffer) >= size:
            yield bytes(buffer[:size])
            del buffer[:size]
    if buffer:
        yield bytes(buffer)


def plain_size(sealed: int, frame: int = FRAME) -> int:
    """Return the length of the content of an object of ``sealed`` bytes.

    Raises:
        SealBrokenError: no object is so short.
    """
    body = sealed - HEADER.size
    frames = -(-body // (frame + TAG))
    if frames < 1 or body - frames * TAG < 0:
        raise SealBrokenError
    return body - frames * TAG
