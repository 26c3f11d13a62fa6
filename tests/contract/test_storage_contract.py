"""What every storage must do: on a disk, on a real S3 server (moto), each plain and encrypted."""

from __future__ import annotations

import base64
import hashlib
import os
import uuid

import boto3
import pytest
from storage_kinds import KINDS, key_file, running_s3, s3_settings

from app.settings import StorageSettings
from app.storage import (
    BlobDamagedError,
    BlobMissingError,
    StorageKeyError,
    StorageUnavailableError,
    StoredBlob,
    build_storage,
)
from app.storage.keys import read_keys
from app.storage.sealing import FRAME

LARGE = os.urandom(3 * FRAME + 12_345)
"""Several frames, the last one short."""

EDGES = (0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME)


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="module")
def s3():
    with running_s3() as address:
        yield address


@pytest.fixture(params=KINDS)
def settings(request, tmp_path, s3):
    """The settings of each kind, with a place of the test's own."""
    options = {"key_file": key_file(tmp_path)} if request.param.endswith("sealed") else {}
    if request.param.startswith("s3"):
        return s3_settings(s3, tmp_path, uuid.uuid4().hex, **options)
    return StorageSettings(**options)


@pytest.fixture
def storage(settings, tmp_path):
    return build_storage(tmp_path / "data", settings)


async def pieces(data, size=100_000):
    for start in range(0, len(data), size):
        yield data[start : start + size]


def sha256(data):
    return hashlib.sha256(data).hexdigest()


@pytest.mark.anyio
async def test_content_comes_back(storage):
    """What is put by pieces, bytes or file is one content, and comes back byte for byte."""
    blob = await storage.put(pieces(LARGE))
    assert blob == StoredBlob(sha256=sha256(LARGE), size=len(LARGE))
    assert storage.put_bytes(LARGE) == blob
    assert storage.get(blob.sha256) == LARGE
    assert b"".join([piece async for piece in storage.read(blob.sha256)]) == LARGE
    assert storage.size(blob.sha256) == len(LARGE)
    assert set(storage.stored_names()) == set(storage.raw_names(blob.sha256))
    assert list(storage.incoming.iterdir()) == []


@pytest.mark.parametrize("length", EDGES)
def test_lengths_at_the_edges(storage, length):
    """No length is special: nothing, one byte, just a frame, one more, one less."""
    data = LARGE[:length]
    blob = storage.put_bytes(data)
    assert (storage.size(blob.sha256), storage.get(blob.sha256)) == (length, data)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (0, 0),
        (5, 99),
        (FRAME - 1, FRAME),
        (FRAME, 2 * FRAME - 1),
        (100, len(LARGE) - 1),
        (len(LARGE) - 1, None),
    ],
)
def test_stretches(storage, first, last):
    """A player asks for a stretch anywhere and gets exactly that."""
    blob = storage.put_bytes(LARGE)
    end = None if last is None else last + 1
    assert b"".join(storage.pieces(blob.sha256, first, last)) == LARGE[first:end]


def test_file_of_known_hash_is_taken(storage):
    """A file on its way in is gone afterwards and stored, once or twice."""
    for _ in range(2):
        path = storage.incoming / "upload"
        path.write_bytes(LARGE)
        storage.take(path, StoredBlob(sha256=sha256(LARGE), size=len(LARGE)))
        assert not path.exists()
    assert storage.get(sha256(LARGE)) == LARGE


def test_file_for_a_worker(storage, tmp_path):
    """A worker gets a file with the content, and the same one again when it asks again."""
    source = tmp_path / "source"
    source.write_bytes(LARGE)
    blob = storage.put_file(source)
    path = storage.fetch(blob.sha256, tmp_path / "work")
    assert path.read_bytes() == LARGE
    assert storage.fetch(blob.sha256, tmp_path / "work") == path
    assert source.exists()


def test_deleted_and_missing(storage):
    """What was deleted, or never there, or is no hash at all, is missing; deleting twice is no error."""
    blob = storage.put_bytes(b"protokoll")
    assert storage.exists(blob.sha256)
    storage.delete(blob.sha256)
    storage.delete(blob.sha256)
    assert (storage.exists(blob.sha256), list(storage.stored_names())) == (False, [])
    for name in (blob.sha256, "0" * 64):
        with pytest.raises(BlobMissingError):
            storage.get(name)
        with pytest.raises(BlobMissingError):
            storage.pieces(name, 0, 1)


def test_sealed_store_tells_nothing(tmp_path):
    """Neither the content nor its hash is anywhere in the folder; two stores of two keys differ in names."""
    data = b"Grundstueck an der Muehle " * 4000
    names = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        storage = build_storage(folder, StorageSettings(key_file=key_file(folder)))
        blob = storage.put_bytes(data)
        (path,) = [one for one in folder.rglob("*") if one.is_file() and one.name != "keys"]
        assert blob.sha256 not in str(path)
        assert b"Muehle" not in path.read_bytes()
        names.append(path.name)
    assert names[0] != names[1]


@pytest.mark.parametrize("damage", ["flip", "cut", "swap", "append"])
def test_sealed_content_is_authenticated(tmp_path, damage):
    """A changed byte, a cut end, an exchange of two objects and an added frame are all noticed."""
    storage = build_storage(tmp_path, StorageSettings(key_file=key_file(tmp_path)))
    one, two = storage.put_bytes(LARGE), storage.put_bytes(LARGE[::-1])
    path, other = (next(tmp_path.rglob(storage.raw_names(blob.sha256)[0])) for blob in (one, two))
    sealed = bytearray(path.read_bytes())
    match damage:
        case "flip":
            sealed[FRAME + 1000] ^= 1
        case "cut":
            del sealed[32 + 2 * (FRAME + 16) :]
        case "swap":
            sealed = bytearray(other.read_bytes())
        case "append":
            sealed += sealed[-100:]
    path.write_bytes(sealed)
    with pytest.raises(BlobDamagedError):
        storage.get(one.sha256)
    assert storage.get(two.sha256) == LARGE[::-1]


def test_keys_rotate(tmp_path):
    """A new first key seals what is new; what the old one sealed opens as long as it stays in the file."""
    path = key_file(tmp_path)
    old = build_storage(tmp_path, StorageSettings(key_file=path)).put_bytes(b"alt")
    path.write_text(base64.b64encode(os.urandom(32)).decode() + "\n" + path.read_text())
    storage = build_storage(tmp_path, StorageSettings(key_file=path))
    new = storage.put_bytes(b"neu")
    assert (storage.get(old.sha256), storage.get(new.sha256)) == (b"alt", b"neu")
    path.write_text(path.read_text().splitlines()[0])
    storage = build_storage(tmp_path, StorageSettings(key_file=path))
    assert storage.get(new.sha256) == b"neu"
    assert not storage.exists(old.sha256)


@pytest.mark.parametrize("content", ["", "kurz", base64.b64encode(bytes(16)).decode()])
def test_bad_key_files_are_refused(tmp_path, content):
    """An empty file, no Base64, a key too short: an error at the start, not a store that nobody can open."""
    path = tmp_path / "keys"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(StorageKeyError, match="keys"):
        read_keys(path)


def test_key_file_that_others_can_read_is_refused(tmp_path):
    """A secret that everybody on the machine can read is none."""
    path = key_file(tmp_path)
    path.chmod(0o644)
    with pytest.raises(StorageKeyError, match="chmod 600"):
        read_keys(path)


def test_large_object_goes_up_in_parts(s3, tmp_path):
    """More than a part is a multipart upload, which S3 marks in the ETag."""
    settings = s3_settings(s3, tmp_path, uuid.uuid4().hex)
    storage = build_storage(tmp_path / "data", settings)
    path = storage.incoming / "upload"
    path.write_bytes(bytes(20 * 2**20))
    name = sha256(bytes(20 * 2**20))
    storage.take(path, StoredBlob(sha256=name, size=20 * 2**20))
    client = boto3.client(
        "s3", endpoint_url=s3, region_name="us-east-1", aws_access_key_id="t", aws_secret_access_key="s"
    )
    (entry,) = client.list_objects_v2(Bucket=settings.bucket)["Contents"]
    client.close()
    assert (entry["Size"], entry["ETag"].strip('"').partition("-")[2]) == (20 * 2**20, "3")
    assert sum(len(piece) for piece in storage.pieces(name)) == 20 * 2**20


def test_server_that_is_away_is_named(tmp_path):
    """Nobody listens: an error that names the bucket."""
    credentials = tmp_path / "credentials"
    credentials.write_text("a\nb\n")
    credentials.chmod(0o600)
    storage = build_storage(
        tmp_path,
        StorageSettings(kind="s3", bucket="rat", endpoint="http://127.0.0.1:9", credentials=credentials),
    )
    with pytest.raises(StorageUnavailableError, match="s3://rat"):
        storage.get("0" * 64)
