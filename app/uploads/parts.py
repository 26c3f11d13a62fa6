"""The time line of a meeting of several recordings: parts follow one another, or the clock leaves a gap.

Where two neighbouring parts say at which time of day they begin, the time between them is silence in the
decoded sound, so that a player and the transcript agree with the clock. The silence is a file of its own
between the parts, sparse on disk, so that nothing behind has to know of gaps.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Protocol

from app.uploads.errors import BeginInvalid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.storage import Storage

DAY = 24 * 3600
LEAST_GAP = 1.0
"""Seconds; less is the rounding of clocks."""

LONGEST_GAP = 6 * 3600.0
"""Seconds; more is a mistyped time, and the parts follow one another."""

SILENCE_RATE = 8000

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]([0-5]\d))?(?:\s*Uhr)?")


class Part(Protocol):
    """What is asked of a recording."""

    @property
    def sha256(self) -> str: ...  # noqa: D102 - the name says it

    @property
    def begins(self) -> str | None: ...  # noqa: D102 - ``HH:MM:SS``

    @property
    def duration(self) -> float | None: ...  # noqa: D102 - seconds


def parse_clock(text: str | None) -> str | None:
    """Return a time of day as ``HH:MM:SS``; None for nothing.

    Raises:
        BeginInvalid: it is no time of day.
    """
    if text is None or not text.strip():
        return None
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise BeginInvalid(value=text.strip()[:40])
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def gaps(parts: Sequence[Part]) -> list[float]:
    """Return the seconds of silence before each part; 0 where it follows at once."""
    found = [0.0 for _ in parts]
    for number in range(1, len(parts)):
        before, part = parts[number - 1], parts[number]
        if before.begins is None or part.begins is None or before.duration is None:
            continue
        gap = (_seconds(part.begins) - _seconds(before.begins)) % DAY - before.duration
        if LEAST_GAP <= gap <= LONGEST_GAP:
            found[number] = gap
    return found


def part_keys(parts: Sequence[Part]) -> list[str]:
    """Return what tells the sound of a meeting from any other: the hashes in order, and gaps between them."""
    keys = []
    for part, gap in zip(parts, gaps(parts), strict=True):
        if gap:
            keys.append(f"silence-{round(gap)}")
        keys.append(part.sha256)
    return keys


def part_files(storage: Storage, parts: Sequence[Part], work: Path) -> tuple[Path, ...]:
    """Return the files of a meeting's sound in order, with silence where the clock leaves a gap.

    Args:
        storage: where the recordings lie.
        parts: the recordings in order.
        work: folder for copies and silence; its owner removes it.

    Raises:
        BlobMissingError: a recording is gone.
        StorageFullError: the copies find no room.
    """
    files = []
    for part, gap in zip(parts, gaps(parts), strict=True):
        if gap:
            files.append(_silence(work / f"silence-{round(gap)}.wav", round(gap)))
        files.append(storage.fetch(part.sha256, work))
    return tuple(files)


def _silence(path: Path, seconds: int) -> Path:
    """Write silence; zeros are a hole in the file and take no room."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size = 2 * seconds * SILENCE_RATE
    head = struct.pack(
        "<4sI8sIHHIIHH4sI",
        *(b"RIFF", 36 + size, b"WAVEfmt ", 16, 1, 1, SILENCE_RATE, 2 * SILENCE_RATE, 2, 16, b"data", size),
    )
    with path.open("wb") as file:
        file.write(head)
        file.truncate(len(head) + size)
    return path


def _seconds(clock: str) -> int:
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    return hours * 3600 + minutes * 60 + seconds
