"""Lists of speakers and microphone logs as they come from several systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from minutes.inputs import read_speakers_log
from models.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def _read(folder: Path, text: str) -> list[tuple[str, float, float]]:
    path = folder / "log.csv"
    path.write_text(text, encoding="utf-8")
    found = read_speakers_log(path)
    begin = found[0].start
    return [(entry.name, entry.start - begin, entry.end - begin) for entry in found]


EXPECTED = [("Anna Stein", 0.0, 40.0), ("Holger Winter", 65.0, 90.0)]


@pytest.mark.parametrize(
    "text",
    [
        (
            "Item,Person,Begin Time,End Time\n"
            "Haushalt,Anna Stein,2026-05-21 19:04:10,2026-05-21 19:04:50\n"
            "Haushalt,Holger Winter,2026-05-21 19:05:15,2026-05-21 19:05:40\n"
        ),
        (
            "Vorname;Nachname;Beginn;Ende\nHolger;Winter;21.05.2026 19:05:15;21.05.2026 19:05:40\n"
            "Anna;Stein;21.05.2026 19:04:10;21.05.2026 19:04:50\n"
        ),
        "Nr\tTeilnehmer\tEin\tAus\n4\tAnna Stein\t19:04:10\t19:04:50\n7\tHolger Winter\t19:05:15\t19:05:40\n",
        "name,start,end\nAnna Stein,10.0,50\nHolger Winter,75,100\n",
        "Sprecher;von;Dauer\nAnna Stein;00:10;00:40\nHolger Winter;01:15;00:25\n",
        "Name,Begin,End\nNie Dran,,\nAnna Stein,23:59:30,00:00:10\nHolger Winter,00:00:35,00:01:00\n",
    ],
    ids=["openslides", "german", "microphones", "seconds", "minutes", "midnight"],
)
def test_the_columns_are_known_by_their_headings(tmp_path: Path, text: str) -> None:
    """Order, delimiter and kind of time do not matter."""
    assert _read(tmp_path, text) == EXPECTED


def test_an_end_that_is_missing_is_the_next_beginning(tmp_path: Path) -> None:
    """Some systems write down only when somebody began."""
    found = _read(tmp_path, "name,begin\nA Stein,10\nB Winter,30\n")
    assert found[0] == ("A Stein", 0.0, 20.0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Mikrofon,Ein\n4,10\n", "speakers-log-columns"),
        ("name,begin\nAnna Stein,gestern\n", "speakers-log-time"),
        ("name,begin\n", "speakers-log-empty"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, code: str) -> None:
    """One line that names the file and what to do."""
    with pytest.raises(InputError) as caught:
        _read(tmp_path, text)
    assert code == caught.value.code
    assert "log.csv" in caught.value.text("en")
