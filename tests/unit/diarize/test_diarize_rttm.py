"""RTTM out and in."""

from __future__ import annotations

import pytest

from diarize import Turn, read_rttm, write_rttm
from diarize.errors import RttmInvalid

TURNS = (
    Turn(start=0.5, end=2.25, speaker="S1"),
    Turn(start=2.0, end=3.0, speaker="S2"),
)


def test_turns_survive_writing_and_reading(tmp_path):
    """What is written is read again, to the millisecond."""
    path = tmp_path / "x.rttm"
    write_rttm(TURNS, path, "sitzung")
    assert read_rttm(path) == TURNS


def test_a_line_has_the_ten_fields_of_the_standard(tmp_path):
    """White space in the recording's name does not add a field."""
    path = tmp_path / "x.rttm"
    write_rttm(TURNS[:1], path, "Rat am 21. Mai")
    assert path.read_text() == "SPEAKER Rat_am_21._Mai 1 0.500 1.750 <NA> <NA> S1 <NA> <NA>\n"


def test_other_line_types_are_skipped_and_turns_sorted(tmp_path):
    """Only SPEAKER lines are turns."""
    path = tmp_path / "x.rttm"
    path.write_text(
        "SPKR-INFO x 1 <NA> <NA> <NA> unknown A <NA> <NA>\n\n"
        "SPEAKER x 1 5 1 <NA> <NA> A <NA> <NA>\nSPEAKER x 1 1.5 .5 <NA> <NA> B <NA>\n"
    )
    assert read_rttm(path) == (
        Turn(start=1.5, end=2.0, speaker="B"),
        Turn(start=5.0, end=6.0, speaker="A"),
    )


@pytest.mark.parametrize(
    "line",
    ["SPEAKER x 1 a 1 <NA> <NA> A <NA> <NA>", "SPEAKER x 1 1", "SPEAKER x 1 1 -2 <NA> <NA> A <NA> <NA>"],
)
def test_a_broken_line_is_named(tmp_path, line):
    """The message says which line of which file is wrong."""
    path = tmp_path / "x.rttm"
    path.write_text("SPEAKER x 1 1 1 <NA> <NA> A <NA> <NA>\n" + line + "\n")
    with pytest.raises(RttmInvalid) as caught:
        read_rttm(path)
    assert caught.value.data["line"] == 2
    assert str(path) in caught.value.text("en")
