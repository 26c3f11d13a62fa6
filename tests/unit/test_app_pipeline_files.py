"""Files that are whole or not there."""

import os

import pytest

from app.pipeline.errors import OutputFolderError
from app.pipeline.files import prepare_folder, sha256_of, write_atomically, write_together


def test_a_folder_is_made_and_left_empty(tmp_path):
    """Trying out a folder leaves nothing in it."""
    prepare_folder(tmp_path / "new" / "folder")
    assert list((tmp_path / "new" / "folder").iterdir()) == []


def test_a_file_in_the_way_is_an_input_error(tmp_path):
    """A file where the folder should be is named."""
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(OutputFolderError) as caught:
        prepare_folder(tmp_path / "out")
    assert str(tmp_path / "out") in caught.value.text("de")


def test_a_failed_set_leaves_the_old_files(tmp_path, monkeypatch):
    """When the second of two files cannot be written, neither replaces its predecessor."""
    write_together(tmp_path, {"a": b"old", "b": b"old"})
    real = os.fsync
    calls = []

    def failing(handle):
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError, match="No space left"):
        write_together(tmp_path, {"a": b"new", "b": b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old", "b": b"old"}


def test_written_files_follow_the_umask(tmp_path):
    """A result is as readable as any other file of the user."""
    write_atomically(tmp_path / "a", b"x")
    (tmp_path / "plain").write_bytes(b"x")
    assert (tmp_path / "plain").stat().st_mode == (tmp_path / "a").stat().st_mode


def test_several_parts_have_one_hash_that_depends_on_their_order(tmp_path):
    """Parts in another order are another recording."""
    one, two = tmp_path / "1", tmp_path / "2"
    one.write_bytes(b"1")
    two.write_bytes(b"2")
    assert len({sha256_of([one]), sha256_of([one, two]), sha256_of([two, one])}) == 3
