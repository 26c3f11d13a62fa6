"""A list of speakers or a microphone log: CSV of OpenSlides or of a conference system.

The columns are known by their headings, in any order and with any others beside them; OpenSlides writes
``Item,Person,Begin Time,End Time``. Times are seconds, ``[hh:]mm:ss``, a time of day, or a date with time;
what moment they count from does not matter (see :func:`minutes.people.log.fit`).
"""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from minutes.inputs.jsonfile import read_text
from minutes.language.tokens import fold
from minutes.people.log import LogEntry
from models.errors import InputError

_NAMES = (
    "name person speaker sprecher sprecherin redner rednerin teilnehmer teilnehmerin participant delegate"
)
_HEADINGS: dict[str, frozenset[str]] = {
    "name": frozenset({*_NAMES.split(), "speaker name", "full name", "vollstaendiger name", "delegierter"}),
    "given": frozenset({"given name", "first name", "vorname"}),
    "surname": frozenset({"surname", "last name", "family name", "nachname", "familienname"}),
    "begin": frozenset(
        {"begin", "begin time", "beginn", "beginnzeit", "start", "start time", "startzeit"}
        | {"anfang", "von", "from", "mic on", "on", "ein"}
    ),
    "end": frozenset(
        {"end", "end time", "ende", "endzeit", "stop", "stop time", "bis", "to", "mic off", "off", "aus"}
    ),
    "duration": frozenset({"duration", "dauer", "redezeit", "speaking time", "redezeit s", "duration s"}),
}
_DATES = (
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
)
_DAY = 86_400.0
_HALF = _DAY / 2
_EARLIEST_HOUR = 6
"""``19:05`` is a time of day where the first entry begins no earlier; ``00:42`` is minutes and seconds."""
_LONGEST = 600.0
"""Seconds that the last speech is taken to last where the log has no end."""
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?(?:[.,](\d+))?(?:\s*uhr)?")


class SpeakersLogColumnsError(InputError):
    """The headings do not tell who spoke when."""

    code = "speakers-log-columns"
    de = "In {file} fehlen Spalten für {missing}; nötig sind Überschriften wie Name, Beginn, Ende."
    en = "{file} has no columns for {missing}; headings such as name, begin, end are needed."


class SpeakersLogTimeError(InputError):
    """A time cannot be read."""

    code = "speakers-log-time"
    de = "In {file}, Zeile {line}, ist „{value}“ keine Zeit; bitte als hh:mm:ss oder Sekunden angeben."
    en = "In {file}, line {line}, '{value}' is no time; give hh:mm:ss or seconds."


class SpeakersLogEmptyError(InputError):
    """There is nobody in it."""

    code = "speakers-log-empty"
    de = "In {file} steht keine Wortmeldung mit Beginn; bitte das Protokoll der Mikrofone neu ausgeben."
    en = "In {file} there is no entry with a beginning; export the log again."


class _Row(NamedTuple):
    line: int
    cells: dict[str, str]


def read_speakers_log(path: str | Path) -> tuple[LogEntry, ...]:
    """Read who had the floor from when to when, in order of time.

    Entries without a beginning (a list of speakers has those who never spoke) are left out; an end that is
    missing is the next beginning.

    Raises:
        InputError: the file cannot be read, has no columns for names and beginnings, a time in it cannot be
            understood, or nobody is in it.
    """
    path = Path(path)
    rows = _rows(read_text(path), path)
    short = _short_is_minutes([row.cells.get("begin", "") for row in rows])
    found: list[LogEntry] = []
    days = latest = 0.0
    for row in rows:
        name = row.cells.get("name") or f"{row.cells.get('given', '')} {row.cells.get('surname', '')}".strip()
        begin = _seconds(row, "begin", path, minutes=short)
        if not name or begin is None:
            continue
        if begin < _DAY and latest - (begin + days) > _HALF:
            days += _DAY  # past midnight
        begin += days if begin < _DAY else 0.0
        end = _seconds(row, "end", path, minutes=short)
        if end is not None and end < _DAY:
            end += days + (_DAY if end + days < begin - _HALF else 0.0)
        if end is None and (duration := _seconds(row, "duration", path, minutes=True)) is not None:
            end = begin + duration
        latest = begin
        found.append(LogEntry(name=name, start=begin, end=end if end is not None else begin - 1.0))
    if not found:
        raise SpeakersLogEmptyError(file=path)
    return _closed(sorted(found, key=lambda entry: entry.start))


def _rows(text: str, path: Path) -> list[_Row]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text.lstrip("\n\r")), delimiter=delimiter)
    headings = next(reader, [])
    columns: dict[str, int] = {}
    for place, heading in enumerate(headings):
        plain = re.sub(r"[\W_]+", " ", fold(heading)).strip()
        for kind, known in _HEADINGS.items():
            if plain in known:
                columns.setdefault(kind, place)
    missing = [] if {"name", "surname"} & columns.keys() else ["name"]
    missing += [] if "begin" in columns else ["begin"]
    if missing:
        raise SpeakersLogColumnsError(file=path, missing=", ".join(missing))
    rows: list[_Row] = []
    for cells in reader:
        known_cells = {kind: cells[place].strip() for kind, place in columns.items() if place < len(cells)}
        rows.append(_Row(reader.line_num, known_cells))
    return rows


def _short_is_minutes(begins: list[str]) -> bool:
    """Whether ``12:34`` is minutes and seconds rather than a time of day."""
    short = [int(m[1]) for value in begins if (m := _CLOCK.fullmatch(value.lower())) and m[3] is None]
    return not short or short[0] < _EARLIEST_HOUR or max(short) >= _DAY // 3600


def _seconds(row: _Row, kind: str, path: Path, *, minutes: bool) -> float | None:
    value = row.cells.get(kind, "")
    if not value or value in {"-", "–"}:
        return None
    if re.fullmatch(r"\d+(?:[.,]\d+)?", value):
        return float(value.replace(",", "."))
    if match := _CLOCK.fullmatch(value.lower()):
        first, second = int(match[1]), int(match[2])
        part = float(f"0.{match[4] or 0}")
        if match[3] is None:
            return (60.0 * first + second if minutes else 3600.0 * first + 60 * second) + part
        return 3600.0 * first + 60 * second + int(match[3]) + part
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None).timestamp()
    except ValueError:
        pass
    for form in _DATES:
        try:
            return datetime.strptime(value.removesuffix(" Uhr"), form).timestamp()  # noqa: DTZ007  # differences only
        except ValueError:
            continue
    raise SpeakersLogTimeError(file=path, line=row.line, value=value)


def _closed(entries: list[LogEntry]) -> tuple[LogEntry, ...]:
    """Give every entry an end: its own, or the next beginning."""
    found: list[LogEntry] = []
    for place, entry in enumerate(entries):
        end = entry.end
        if end < entry.start:
            following = entries[place + 1].start if place + 1 < len(entries) else entry.start + _LONGEST
            end = min(following, entry.start + _LONGEST * 2)
        found.append(LogEntry(name=entry.name, start=entry.start, end=end))
    return tuple(found)
