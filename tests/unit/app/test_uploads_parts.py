"""The time line of several recordings."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.storage import LocalStorage
from app.uploads.errors import BeginInvalid
from app.uploads.parts import gaps, parse_clock, part_files, part_keys
from transcribe.media import probe


@dataclass
class Part:
    sha256: str
    begins: str | None = None
    duration: float | None = None


@pytest.mark.parametrize(
    ("first", "second", "gap"),
    [
        (("18:00:00", 3600.0), "19:15:00", 900.0),
        (("18:00:00", 3600.0), "19:00:00", 0.0),
        (("18:00:00", 3600.0), "18:30:00", 0.0),
        (("23:30:00", 1800.0), "00:10:00", 600.0),
        (("18:00:00", None), "19:15:00", 0.0),
        ((None, 3600.0), "19:15:00", 0.0),
        (("18:00:00", 3600.0), None, 0.0),
        (("08:00:00", 60.0), "20:00:00", 0.0),
    ],
)
def test_gaps_follow_the_clock(first, second, gap):
    """Between the end of one part and the beginning of the next, over midnight too; never guessed."""
    assert gaps([Part("a", *first), Part("b", second)]) == [0.0, gap]


@pytest.mark.parametrize(
    ("text", "clock"),
    [("18:02", "18:02:00"), ("8.05", "08:05:00"), ("18:02:03 Uhr", "18:02:03"), ("", None), (None, None)],
)
def test_times_as_people_write_them(text, clock):
    """Hours and minutes, with or without seconds; nothing is nothing."""
    assert parse_clock(text) == clock


@pytest.mark.parametrize("text", ["24:00", "abends", "18", "18:60"])
def test_what_is_no_time_is_refused(text):
    """The message names what was typed."""
    with pytest.raises(BeginInvalid, match=text):
        parse_clock(text)


def test_a_gap_is_silence_that_takes_no_room(tmp_path):
    """The files of the parts with silence of the gap's length between them, a hole on disk."""
    storage = LocalStorage(tmp_path / "blobs")
    hashes = [storage.put_bytes(data).sha256 for data in (b"one", b"two")]
    parts = [Part(hashes[0], "18:00:00", 600.0), Part(hashes[1], "18:40:00", 60.0)]
    one, silence, two = part_files(storage, parts, tmp_path / "work")
    assert (one.read_bytes(), two.read_bytes()) == (b"one", b"two")
    assert probe(silence).duration == 1800.0
    assert silence.stat().st_blocks * 512 < 100_000
    assert part_keys(parts) == [hashes[0], "silence-1800", hashes[1]]
