"""A list of speakers laid beside a recording."""

from __future__ import annotations

import random

import msgspec
import pytest

from diarize.types import Utterance
from minutes.notices import LOG_UNMATCHED
from minutes.people import LogEntry, fit, name_speakers
from minutes.types import Agenda, Person, Roster, Transcript
from minutes.understand import understand

NAMES = ("Anna Stein", "Holger Winter", "Jörg Hansen", "Claudia Thoma")
ROSTER = Roster(people=tuple(Person(name=name) for name in NAMES))


def _meeting(seed: int = 3) -> tuple[list[Utterance], list[LogEntry]]:
    """Sixty speeches without a name in them; the log is a little late and leaves some out."""
    draw = random.Random(seed)  # no secret
    said: list[Utterance] = []
    log: list[LogEntry] = []
    now = 20.0
    for number in range(60):
        person = draw.randrange(len(NAMES))
        length = draw.uniform(4.0, 60.0)
        said.append(
            Utterance(id=f"u{number}", speaker=f"S{person}", text="So ist das.", start=now, end=now + length)
        )
        if draw.random() < 0.8:
            log.append(LogEntry(name=NAMES[person], start=now + 1.0, end=now + length + 1.5))
        now += length + draw.uniform(0.5, 4.0)
    return said, log


def _shifted(log: list[LogEntry], by: float) -> list[LogEntry]:
    return [msgspec.structs.replace(entry, start=entry.start + by, end=entry.end + by) for entry in log]


@pytest.mark.parametrize("by", [0.0, 754.0, 1_779_390_250.0])
def test_voices_are_named_whatever_moment_the_log_counts_from(by: float) -> None:
    """The clock of the conference system needs not be the recording's."""
    said, log = _meeting()
    found = name_speakers(said, ROSTER, chair=None, log=_shifted(log, by))
    assert {f"S{n}": name for n, name in enumerate(NAMES)} == {s.id: s.name for s in found}
    assert {s.origin for s in found} == {"log"}


def test_the_shift_is_found_to_the_second() -> None:
    """The log of the made-up meeting runs a second late."""
    said, log = _meeting()
    fitted = fit(_shifted(log, 754.0), said)
    assert fitted is not None
    assert abs(fitted.offset + 755.0) <= 1.5


def test_the_log_names_people_without_a_roster() -> None:
    """Who is in the log needs not be on the roster."""
    said, log = _meeting()
    found = name_speakers(said, None, chair=None, log=log)
    assert set(NAMES) == {s.name for s in found}


def test_a_log_of_another_meeting_is_not_used() -> None:
    """It is told in a warning instead."""
    said, _ = _meeting(3)
    draw = random.Random(9)  # no secret
    other = [LogEntry(name=draw.choice(NAMES), start=now, end=now + 29.0) for now in range(0, 1800, 30)]
    understood, _ = understand(Transcript(utterances=tuple(said)), Agenda(), ROSTER, log=other)
    assert LOG_UNMATCHED in understood.warnings
    assert {s.name for s in understood.speakers} == {None}
