"""Progress on standard error: a bar on a terminal, one line per stage otherwise."""

from __future__ import annotations

import sys
import time
from typing import Self, TextIO

WIDTH = 28
INTERVAL = 0.2
"""Seconds between two paintings of the bar."""

LABELS = {
    "decode": "Reading the sound",
    "transcribe": "Recognising speech",
    "diarize": "Telling voices apart",
    "align": "Joining words and voices",
    "understand": "Finding items and decisions",
    "render": "Drafting the minutes",
    "playback": "Preparing playback",
}


class TerminalProgress:
    """Paints on ``stream``; see :class:`app.pipeline.stages.StageProgress`."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._bar = self._stream.isatty()
        self._begin = self._painted = 0.0
        self._first: float | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._bar:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def started(self, stage: str) -> None:
        """Begin a bar."""
        self._begin = time.monotonic()
        self._first = None
        if self._bar:
            self._paint(stage, 0.0, "")

    def advanced(self, stage: str, done: float, total: float) -> None:
        """Move the bar; the time left counts from what this run itself has done."""
        if self._first is None:
            self._first = done
        moment = time.monotonic()
        if not self._bar or total <= 0 or moment - self._painted < INTERVAL:
            return
        rate = (done - self._first) / max(moment - self._begin, 1e-9)
        left = f"{(total - done) / rate:.0f} s left" if rate > 0 else ""
        self._paint(stage, done / total, left)

    def finished(self, stage: str, seconds: float, reused: bool) -> None:  # noqa: FBT001 - a protocol of positions
        """End the stage with one line."""
        how = "from an earlier run" if reused else f"{seconds:.1f} s"
        lead = "\r\x1b[K" if self._bar else ""
        self._stream.write(f"{lead}{LABELS.get(stage, stage)}: {how}\n")
        self._stream.flush()

    def _paint(self, stage: str, fraction: float, left: str) -> None:
        self._painted = time.monotonic()
        full = round(WIDTH * min(1.0, fraction))
        bar = "█" * full + "·" * (WIDTH - full)
        self._stream.write(f"\r\x1b[K{LABELS.get(stage, stage):28} {bar} {100 * fraction:3.0f} %  {left}")
        self._stream.flush()
