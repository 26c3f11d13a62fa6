"""Puts a file into the store so that it is either there, whole and checked, or not there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import DamagedModelError
from models.integrity import CHUNK, LockedFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.control import Progress

if os.name == "posix":
    import fcntl


def place(
    pieces: Iterator[bytes],
    target: Path,
    *,
    sha256: str | None,
    size: int | None,
    command: str,
    progress: Progress,
) -> LockedFile:
    """Write ``pieces`` beside ``target``, check them, and move them in place in one step.

    Args:
        pieces: content in order; closed at the end.
        target: where the file belongs.
        sha256: what it must be; None accepts what comes and reports it.
        size: bytes, for the progress alone (the hash decides).
        command: what to run again, for the message.
        progress: called with bytes done and all bytes.

    Returns:
        Hash and size of what was placed.

    Raises:
        DamagedModelError: the content is not what it must be; nothing was placed.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, done = hashlib.sha256(), 0
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            for piece in pieces:
                stream.write(piece)
                digest.update(piece)
                done += len(piece)
                progress(done, max(size or done, done))
            stream.flush()
            os.fsync(stream.fileno())
        found = digest.hexdigest()
        _compare(target, found, sha256, command)
        Path(name).chmod(0o644)
        os.replace(name, target)  # noqa: PTH105  # the atomic step, spelt as what it is
        sync_folder(target.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return LockedFile(sha256=found, size=done)


def _compare(target: Path, found: str, wanted: str | None, command: str) -> None:
    if wanted is not None and found != wanted:
        detail = f"SHA-256 {found[:12]}… ≠ {wanted[:12]}…"
        raise DamagedModelError(file=target.name, detail=detail, command=command)


def read_pieces(path: Path) -> Iterator[bytes]:
    """Yield a file piece by piece."""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def sync_folder(folder: Path) -> None:
    """Make a rename last through a loss of power, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Let one process at a time fetch into ``folder``; others wait (where the system has ``flock``)."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".fetching").open("a") as stream:
        if os.name == "posix":
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
