"""Turns as RTTM, the exchange format of diarization (NIST, Rich Transcription 2009, appendix A).

One line a turn: ``SPEAKER <uri> 1 <start> <duration> <NA> <NA> <speaker> <NA> <NA>``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from diarize.errors import RttmInvalid
from diarize.types import Turn

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FIELDS = 9
"""Fewest fields a line may have; the tenth is missing in older files."""


def format_rttm(turns: Iterable[Turn], uri: str) -> str:
    """Return ``turns`` as RTTM text; white space in ``uri`` becomes ``_``."""
    name = "_".join(uri.split()) or "recording"
    return "".join(
        f"SPEAKER {name} 1 {turn.start:.3f} {turn.end - turn.start:.3f} <NA> <NA> {turn.speaker} <NA> <NA>\n"
        for turn in turns
    )


def write_rttm(turns: Iterable[Turn], path: Path, uri: str) -> None:
    """Write ``turns`` to ``path``; ``uri`` names the recording in each line."""
    path.write_text(format_rttm(turns, uri), encoding="utf-8")


def read_rttm(path: Path) -> tuple[Turn, ...]:
    """Return the turns of ``path`` sorted by start; lines of other types are skipped.

    Raises:
        RttmInvalid: a SPEAKER line is too short or its times are no numbers; the message names the line.
    """
    turns = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        fields = line.split()
        if not fields or fields[0] != "SPEAKER":
            continue
        try:
            start, duration = float(fields[3]), float(fields[4])
            speaker = fields[7]
        except (IndexError, ValueError) as error:
            raise RttmInvalid(path=path, line=number) from error
        if len(fields) < FIELDS or not (math.isfinite(start) and math.isfinite(duration)) or duration < 0:
            raise RttmInvalid(path=path, line=number)
        turns.append(Turn(start=start, end=start + duration, speaker=speaker))
    return tuple(sorted(turns, key=lambda turn: (turn.start, turn.end, turn.speaker)))
