"""Sealing with a key of the installation: second factors in the database, sign-ins under way in cookies.

The key lies in a file beside the database, not in it, so that a stolen dump opens no second factor. Sealed
is what Fernet makes of it (AES-128-CBC with HMAC-SHA-256, both keys from the file).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

import msgspec
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from app.services.access.signin_errors import KeyFileError

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")

PRIVATE = 0o600


class Sealer:
    """Seals short values for a purpose, and opens them again.

    Args:
        keys: in URL-safe Base64, 32 bytes each; the first seals, all open.
    """

    def __init__(self, *keys: str | bytes) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    @classmethod
    def of_file(cls, path: Path) -> Sealer:
        """Read the keys of a file, one a line; make it with a new one where it is missing.

        Raises:
            KeyFileError: it cannot be read or made, others may read it, or it holds no keys.
        """
        try:
            _make(path)
            mode = path.stat().st_mode & 0o777
            lines = path.read_text(encoding="ascii").split()
        except (OSError, UnicodeDecodeError) as error:
            raise KeyFileError(path=path, reason=getattr(error, "strerror", None) or "no text") from error
        if mode & 0o077:
            raise KeyFileError(path=path, reason=f"mode {mode:o}, not 600")
        try:
            return cls(*lines)
        except ValueError as error:
            raise KeyFileError(path=path, reason="no key of 32 bytes in Base64") from error

    def seal(self, purpose: str, value: object) -> str:
        """Return ``value`` sealed; it opens for the same purpose only."""
        return self._fernet.encrypt(msgspec.json.encode((purpose, value))).decode()

    def open(self, purpose: str, text: str, kind: type[T], *, seconds: int | None = None) -> T | None:
        """Return what was sealed; None where it is not ours, for another purpose, or too old."""
        try:
            plain = self._fernet.decrypt(text.encode(), ttl=seconds)
            found, value = msgspec.json.decode(plain, type=tuple[str, msgspec.Raw])
            return msgspec.json.decode(value, type=kind) if found == purpose else None
        except (InvalidToken, msgspec.DecodeError, UnicodeError):
            return None


def _make(path: Path) -> None:
    """Make the file with a new key, readable by the service alone, unless it is there."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(Fernet.generate_key() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass  # another process was quicker; its key is the key
    finally:
        temporary.unlink()
