"""Hashes of model files, and the memory of which file was found right and when."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import msgspec

CHUNK = 1 << 20
CACHE_NAME = ".verified.json"
LOCK_NAME = "model.lock.json"


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal, read piece by piece."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` so that ``path`` holds either the old or the new content, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        os.replace(name, path)  # noqa: PTH105  # the same call as everywhere a file is put in place
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


class LockedFile(msgspec.Struct, frozen=True, kw_only=True):
    """Hash and size of a file as they were at first fetch."""

    sha256: str
    size: int


class ModelLock(msgspec.Struct, frozen=True, kw_only=True):
    """``model.lock.json``: what was fetched, for models whose hashes the manifest cannot know."""

    schema: str = "protokollant/model-lock/1"
    model: str
    source: str
    """Hub repository, or "local" where the files came from a folder."""
    revision: str | None
    fetched: str
    """Date and time, UTC."""
    files: dict[str, LockedFile]


def read_lock(folder: Path) -> ModelLock | None:
    """Return the lock beside the weights; None where there is none or it cannot be read."""
    try:
        return msgspec.json.decode((folder / LOCK_NAME).read_bytes(), type=ModelLock)
    except (OSError, msgspec.DecodeError):
        return None


class HashCache:
    """Remembers the hash of each file with its size and times, so that a check need not read it again.

    The times include that of the last change of the inode (``st_ctime_ns``), which an ordinary
    write cannot set back. Where the store is read-only the memory lasts as long as the process.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = root / CACHE_NAME
        self._known: dict[str, tuple[int, int, int, str]] = {}
        with contextlib.suppress(OSError, msgspec.DecodeError):
            self._known = msgspec.json.decode(
                self._path.read_bytes(), type=dict[str, tuple[int, int, int, str]]
            )

    def sha256(self, path: Path, *, full: bool = False) -> str:
        """Return the hash of ``path`` (inside the root), read anew where it changed or ``full`` is set.

        Raises:
            OSError: the file cannot be read.
        """
        state = path.stat()
        key = path.relative_to(self._root).as_posix()
        stamp = (state.st_size, state.st_mtime_ns, state.st_ctime_ns)
        known = self._known.get(key)
        if known is not None and not full and known[:3] == stamp:
            return known[3]
        found = sha256_of(path)
        self._known[key] = (*stamp, found)
        with contextlib.suppress(OSError):
            write_atomically(self._path, msgspec.json.encode(self._known))
        return found
