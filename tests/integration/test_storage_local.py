"""Content-addressed storage on a disk."""

from __future__ import annotations

import hashlib
import os
import tracemalloc

import pytest

from app.storage import BlobMissingError, LocalStorage, StorageFullError, StorageUnwritableError


@pytest.fixture
def anyio_backend():
    return "asyncio"


async def pieces(data, size=1000):
    for start in range(0, len(data), size):
        yield data[start : start + size]


@pytest.mark.anyio
async def test_content_comes_back_byte_for_byte(tmp_path):
    """What is put in pieces is kept under its SHA-256, once, and readable by the service alone."""
    storage = LocalStorage(tmp_path / "blobs")
    data = os.urandom(2_500_123)
    blob = await storage.put(pieces(data))
    again = storage.put_bytes(data)
    path = storage.local_path(blob.sha256)
    assert blob.sha256 == hashlib.sha256(data).hexdigest()
    assert blob.size == len(data)
    assert again == blob
    assert path.read_bytes() == data
    assert path.stat().st_mode & 0o077 == 0
    assert list((tmp_path / "blobs" / "incoming").iterdir()) == []


@pytest.mark.anyio
async def test_broken_upload_leaves_nothing(tmp_path):
    """A sender that goes away is reported as such, and nothing of its content stays."""
    storage = LocalStorage(tmp_path)

    async def broken():
        yield b"x" * 2_000_000
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await storage.put(broken())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.anyio
async def test_memory_does_not_grow_with_the_content(tmp_path):
    """64 MiB pass through in a few MiB."""
    storage = LocalStorage(tmp_path)
    chunk = bytes(65536)

    async def much():
        for _ in range(1024):
            yield chunk

    tracemalloc.start()
    blob = await storage.put(much())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert blob.size == 64 * 1024 * 1024
    assert peak < 8 * 1024 * 1024


def test_full_disk_is_named_and_nothing_is_kept(tmp_path, monkeypatch):
    """A write that the disk refuses becomes a plain error, and the half content is gone."""
    storage = LocalStorage(tmp_path)

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFullError, match=str(tmp_path)):
        storage.put_bytes(b"x" * 1000)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_folder_that_cannot_be_made_is_named(tmp_path):
    """A file where the folder should be is an error at start, not at the first upload."""
    (tmp_path / "blobs").write_text("")
    with pytest.raises(StorageUnwritableError, match="blobs"):
        LocalStorage(tmp_path / "blobs")


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "A" * 64])
def test_only_hashes_reach_the_disk(tmp_path, name):
    """Anything but a SHA-256 is no content, whatever it looks like."""
    with pytest.raises(BlobMissingError):
        LocalStorage(tmp_path).local_path(name)


def test_deleted_content_is_gone(tmp_path):
    """Deleting removes the content, and doing so twice is no error."""
    storage = LocalStorage(tmp_path)
    blob = storage.put_bytes(b"protokoll")
    storage.delete(blob.sha256)
    storage.delete(blob.sha256)
    assert storage.exists(blob.sha256) is False


def test_killed_upload_is_swept_away_later(tmp_path):
    """What a crash left in the making is removed once it is certainly nobody's."""
    LocalStorage(tmp_path)
    left = tmp_path / "incoming" / "left"
    left.write_bytes(b"half")
    fresh = tmp_path / "incoming" / "fresh"
    fresh.write_bytes(b"half")
    os.utime(left, (1, 1))
    LocalStorage(tmp_path)
    assert [path.name for path in (tmp_path / "incoming").iterdir()] == ["fresh"]
