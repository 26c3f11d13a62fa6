"""Files that are either whole or not there."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.pipeline.errors import DiskFullError, OutputFolderError


@contextlib.contextmanager
def naming_the_folder(folder: Path) -> Iterator[None]:
    """Turn the operating system's refusal to write into an error that names ``folder``.

    Raises:
        DiskFullError: there is no room left.
        OutputFolderError: the folder cannot be written to.
    """
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFullError(folder=folder) from error
        if (
            isinstance(error, PermissionError | NotADirectoryError | FileExistsError)
            or error.errno == errno.EROFS
        ):
            raise OutputFolderError(folder=folder, reason=error.strerror) from error
        raise


def prepare_folder(folder: Path) -> None:
    """Make ``folder`` and find out that it can be written to, before hours of work are spent.

    Raises:
        OutputFolderError: it cannot.
        DiskFullError: there is no room left.
    """
    with naming_the_folder(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".writable-"):
            pass


def write_atomically(target: Path, data: bytes) -> None:
    """Write ``data`` beside ``target``, force it to disk and rename it into place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_together(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all ``files`` under temporary names first, then rename all: no half of a set on a full disk."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as name:
        new = Path(name)
        for file, data in files.items():
            write_atomically(new / file, data)
        for file in files:
            (new / file).replace(folder / file)


def sha256_of(paths: Sequence[Path]) -> str:
    """Return the SHA-256 of a file; of the joined hex hashes, in order, where there are several."""
    hashes = []
    for path in paths:
        with path.open("rb") as file:
            hashes.append(hashlib.file_digest(file, "sha256").hexdigest())
    return joined_sha256(hashes)


def joined_sha256(hashes: Sequence[str]) -> str:
    """Return the hash of files whose hex hashes are known, as :func:`sha256_of` would."""
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()
