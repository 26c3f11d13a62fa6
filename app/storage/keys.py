"""Keys for encryption at rest: a file outside the database, one key a line, the first for new objects."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import TYPE_CHECKING

import msgspec

from app.storage.errors import StorageKeyError

if TYPE_CHECKING:
    from pathlib import Path

KEY_BYTES = 32


class Key(msgspec.Struct, frozen=True):
    """A master key; what encrypts and names objects is derived from it (RFC 5869)."""

    secret: bytes

    @property
    def id(self) -> bytes:
        """Eight bytes that tell keys apart and say nothing about the secret."""
        return hashlib.sha256(b"protokollant key id" + self.secret).digest()[:8]

    def name(self, sha256: str) -> str:
        """Return the name under which a content lies: without the key nobody tells which content it is."""
        naming = hmac.digest(self.secret, b"protokollant object name", "sha256")
        return hmac.digest(naming, sha256.encode(), "sha256").hex()


def read_keys(path: Path) -> tuple[Key, ...]:
    """Read a key file; empty lines and lines with ``#`` are skipped.

    Raises:
        StorageKeyError: it is missing, open to others, or a line is no key.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise StorageKeyError(file=path, reason="chmod 600")
        lines = path.read_text(encoding="ascii").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "ASCII"
        raise StorageKeyError(file=path, reason=reason) from error
    keys = []
    for number, line in enumerate(lines, 1):
        text = line.partition("#")[0].strip()
        if not text:
            continue
        try:
            secret = base64.b64decode(text, validate=True)
        except binascii.Error as error:
            raise StorageKeyError(file=path, reason=f"{number}: Base64") from error
        if len(secret) != KEY_BYTES:
            raise StorageKeyError(file=path, reason=f"{number}: {len(secret)} ≠ {KEY_BYTES}")
        keys.append(Key(secret))
    if not keys:
        raise StorageKeyError(file=path, reason="0")
    return tuple(keys)
