"""What every store of checkpoints must do."""

import pytest

from app.pipeline.checkpoints import Checkpoints, FileCheckpoints


@pytest.fixture
def checkpoints(tmp_path) -> Checkpoints:
    return FileCheckpoints(tmp_path / "work")


def test_it_satisfies_the_protocol(checkpoints):
    """The class has every method of the protocol."""
    assert isinstance(checkpoints, Checkpoints)


def test_nothing_is_found_at_first(checkpoints):
    """An empty store has neither stages nor windows."""
    assert (checkpoints.load("decode", "a1"), checkpoints.windows("a1")) == (None, {})


def test_a_result_is_found_by_exactly_its_input(checkpoints):
    """Another fingerprint or another stage finds nothing."""
    checkpoints.save("decode", "a1", b"\x00result\n")
    assert checkpoints.load("decode", "a1") == b"\x00result\n"
    assert checkpoints.load("decode", "b2") is None
    assert checkpoints.load("diarize", "a1") is None


def test_a_newer_result_replaces_the_older(checkpoints):
    """A stage saved again holds what came last."""
    checkpoints.save("decode", "a1", b"1")
    checkpoints.save("decode", "a1", b"2")
    assert checkpoints.load("decode", "a1") == b"2"


def test_windows_come_back_by_index(checkpoints):
    """Windows may be saved in any order and hold any bytes."""
    checkpoints.save_windows("a1", {3: b"three\n\x00"})
    checkpoints.save_windows("a1", {1: b"one"})
    checkpoints.save_windows("b2", {0: b"other"})
    assert checkpoints.windows("a1") == {1: b"one", 3: b"three\n\x00"}


def test_a_torn_line_costs_one_window_only(tmp_path):
    """Half a line, as a crash leaves it, is cut off, and the next window is whole again."""
    store = FileCheckpoints(tmp_path)
    store.save_windows("a1", {0: b"zero"})
    store.save_windows("a1", {1: b"one"})
    path = next(tmp_path.glob("windows-*"))
    path.write_bytes(path.read_bytes()[:-4])
    assert store.windows("a1") == {0: b"zero"}
    store.save_windows("a1", {1: b"again"})
    assert store.windows("a1") == {0: b"zero", 1: b"again"}
