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
    Stage("playback", 0.02),
    Stage("transcribe", 0.52),
    Stage("diarize", 0.36),
    Stage("align", 0.01),
    Stage("understand", 0.02),
    Stage("render", 0.03),
)
"""Every stage in order. ``process`` leaves out ``playback``, which only the pages need."""

STAGE_NAMES = tuple(stage.name for stage in STAGES)


@dataclass(frozen=True, slots=True)
class Step:
    """Stages that a worker does in one go; between two steps a meeting waits in line again."""

    name: str
    queue: str
    """``cpu``: sound in and out; ``gpu``: the speech engines, whatever they compute on; ``light``: text."""
    stages: tuple[str, ...]


STEPS = (
    Step("prepare", "cpu", ("decode", "playback")),
    Step("speech", "gpu", ("transcribe", "diarize")),
    Step("draft", "light", ("align", "understand", "render")),
)
"""The way as the service goes it; ``process`` goes it in one piece."""

FIRST_STEP = STEPS[0].name


def step_named(name: str) -> Step:
    """Return a step by its name; KeyError where there is none."""
    return {step.name: step for step in STEPS}[name]


def step_of(stage: str) -> Step:
    """Return the step that a stage belongs to; KeyError where there is no such stage."""
    return {name: step for step in STEPS for name in step.stages}[stage]


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
