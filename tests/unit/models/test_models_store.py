"""The store hands out only what was checked."""

from __future__ import annotations

import hashlib
import os

import msgspec
import pytest

from models import DamagedModelError, MissingModelError, ModelStore, UnknownModelError
from models.integrity import LOCK_NAME, LockedFile, ModelLock
from models.manifest import Manifest, ModelEntry, ModelFile, ProfileEntry, load_manifest
from models.profiles import load_profile, profile_names
from models.store import DEFAULT_ROOT, VARIABLE

GOOD = b"weights"
SHA = hashlib.sha256(GOOD).hexdigest()


def make_manifest(sha256=SHA):
    entry = ModelEntry(
        id="tiny",
        purpose="transcriber",
        about="test",
        licence="MIT",
        languages=("de",),
        source="hub",
        files=(ModelFile(name="sub/model.bin", sha256=sha256, size=len(GOOD) if sha256 else None),),
    )
    return Manifest(
        schema="x", profiles=(ProfileEntry(name="p", about="", transcriber="tiny"),), models=(entry,)
    )


def put(root, content):
    path = root / "tiny" / "sub" / "model.bin"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_right_file_is_handed_out(tmp_path):
    """The folder comes back when every file has its hash; the revision is the main file's hash."""
    put(tmp_path, GOOD)
    store = ModelStore(tmp_path, manifest=make_manifest())

    assert store.path("tiny") == tmp_path / "tiny"
    assert store.revision("tiny") == SHA


def test_missing_model_names_the_command(tmp_path):
    """A missing file is exit status 3, and the message has the exact command."""
    store = ModelStore(tmp_path, manifest=make_manifest())

    with pytest.raises(MissingModelError) as caught:
        store.path("tiny")

    assert caught.value.exit_status == 3
    assert "protokollant models fetch tiny" in caught.value.text("de")
    assert "sub/model.bin" in caught.value.text("en")


@pytest.mark.parametrize("content", [b"Weights", b"weight"])
def test_damaged_file_is_named_and_refused(tmp_path, content):
    """A file with other bytes, or cut short, is named."""
    path = put(tmp_path, content)

    with pytest.raises(DamagedModelError) as caught:
        ModelStore(tmp_path, manifest=make_manifest()).path("tiny")

    assert str(path) in caught.value.text("en")
    assert caught.value.exit_status == 3


def test_hash_is_remembered_until_the_file_changes(tmp_path):
    """A second store reads the remembered hash; a changed file of the same size is found out."""
    path = put(tmp_path, GOOD)
    ModelStore(tmp_path, manifest=make_manifest()).path("tiny")
    remembered = (tmp_path / ".verified.json").read_text(encoding="utf-8")
    path.write_bytes(b"WEIGHTS")

    assert SHA in remembered
    assert ModelStore(tmp_path, manifest=make_manifest()).state("tiny").state == "damaged"


def test_full_check_reads_the_file_again(tmp_path):
    """A wrong memory satisfies the quick check, not the full one."""
    path = put(tmp_path, b"WEIGHTS")
    stat = path.stat()
    stamp = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, SHA]
    (tmp_path / ".verified.json").write_bytes(msgspec.json.encode({"tiny/sub/model.bin": stamp}))
    store = ModelStore(tmp_path, manifest=make_manifest())

    assert store.state("tiny").state == "ready"
    assert store.state("tiny", full=True).state == "damaged"


def test_hash_of_first_fetch_is_held_to(tmp_path):
    """Where the manifest knows no hash, the lock beside the weights decides."""
    put(tmp_path, GOOD)
    store = ModelStore(tmp_path, manifest=make_manifest(sha256=None))
    assert store.state("tiny").state == "missing"
    lock = ModelLock(
        model="tiny",
        source="local",
        revision=None,
        fetched="2026-01-01",
        files={"sub/model.bin": LockedFile(sha256=SHA, size=len(GOOD))},
    )
    (tmp_path / "tiny" / LOCK_NAME).write_bytes(msgspec.json.encode(lock))

    assert store.revision("tiny") == SHA
    assert store.state("tiny").state == "ready"
    put(tmp_path, b"WEIGHTS")
    assert store.state("tiny").state == "damaged"


def test_store_from_the_environment(tmp_path, monkeypatch):
    """The variable names the folder; without it the models lie in the installation."""
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert ModelStore.from_environment().root == tmp_path
    monkeypatch.delenv(VARIABLE)
    assert ModelStore.from_environment().root == DEFAULT_ROOT


def test_read_only_store_still_works(tmp_path):
    """The memory of hashes may be unwritable."""
    put(tmp_path, GOOD)
    (tmp_path / ".verified.json").mkdir()

    assert ModelStore(tmp_path, manifest=make_manifest()).path("tiny").is_dir()


def test_manifest_of_the_product_is_complete():
    """Profiles name known models; wheels are pinned; every file but the German turbo's has a hash."""
    manifest = load_manifest()
    known = {entry.id for entry in manifest.models}

    assert {model for name in profile_names() for model in load_profile(name).models} <= known
    assert profile_names()[0] == "open-base"
    for entry in manifest.models:
        assert entry.licence
        assert entry.source == "hub" or all("==" in wheel.requirement for wheel in entry.wheels)
        assert entry.source == "wheels" or len(entry.revision or "") == 40
        assert all(file.sha256 is None or len(file.sha256) == 64 for file in entry.files)
    assert {entry.id for entry in manifest.models if any(file.sha256 is None for file in entry.files)} == {
        "whisper-large-v3-turbo-german"
    }


def test_unknown_names_list_the_known_ones(tmp_path):
    """A typing error is exit status 2 and shows what there is."""
    with pytest.raises(UnknownModelError, match="known are: tiny") as caught:
        ModelStore(tmp_path, manifest=make_manifest()).path("tyni")

    assert caught.value.exit_status == 2


@pytest.mark.models
def test_models_of_the_default_profile_are_right():
    """What lies in the store of this machine is what the manifest says."""
    store = ModelStore.from_environment()
    if os.environ.get(VARIABLE) is None and not DEFAULT_ROOT.is_dir():
        pytest.skip("the models were not fetched")

    assert [store.state(model).state for model in load_profile("open-base").models] == ["ready"] * 3
