"""The way of a recording, as a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Stage:
    """One stretch of the way."""

    name: str
    weight: float
    """Usual share of the whole time, for a bar over everything; the sum over all stages is 1."""


STAGES = (
    Stage("decode", 0.04),
    Stage("transcribe", 0.52),
    Stage("diarize", 0.36),
    Stage("align", 0.01),
    Stage("understand", 0.02),
    Stage("render", 0.03),
    Stage("playback", 0.02),
)
"""Every stage in order. ``process`` leaves out the last, which only the pages need."""

STAGE_NAMES = tuple(stage.name for stage in STAGES)


class StageProgress(Protocol):
    """Told about every stage; called from the thread that works."""

    def started(self, stage: str, /) -> None:
        """Say that a stage begins."""

    def advanced(self, stage: str, done: float, total: float, /) -> None:
        """Say how much is done of how much, in seconds of sound."""

    def finished(self, stage: str, seconds: float, reused: bool, /) -> None:  # noqa: FBT001 - a protocol of positions
        """Say that a stage ended after ``seconds``; ``reused`` where its checkpoint served."""


class SilentProgress:
    """Told, and says nothing."""

    def started(self, stage: str, /) -> None:
        """Ignore it."""

    def advanced(self, stage: str, done: float, total: float, /) -> None:
        """Ignore it."""

    def finished(self, stage: str, seconds: float, reused: bool, /) -> None:  # noqa: FBT001 - as above
        """Ignore it."""
