"""Seconds and peak memory by stage (``timings.json``)."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Self

import msgspec
import psutil

MIB = 1024 * 1024
INTERVAL = 0.05
"""Seconds between two readings of memory; a peak shorter than this can be missed."""


class StageTiming(msgspec.Struct, frozen=True, kw_only=True):
    """What one stage took."""

    name: str
    seconds: float
    peak_mib: float
    """Highest resident memory of the process while the stage ran."""
    reused: bool = False
    """The result came from a checkpoint."""


class Timings(msgspec.Struct, frozen=True, kw_only=True):
    """What a run took."""

    schema: str = "protokollant/timings/1"
    recording_seconds: float
    total_seconds: float
    real_time_factor: float | None
    """Total over length of the recording; None for no sound."""
    peak_mib: float
    stages: tuple[StageTiming, ...]


class Meter:
    """Watches the process's memory in a thread of its own while stages run."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._peak = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="meter", daemon=True)
        self._begin = time.perf_counter()
        self.stages: list[StageTiming] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._thread.join()

    def _read(self) -> None:
        self._peak = max(self._peak, self._process.memory_info().rss)

    def _watch(self) -> None:
        while not self._stop.wait(INTERVAL):
            self._read()

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[StageMark]:
        """Measure one stage; the mark handed out says whether its checkpoint served."""
        self._peak = 0
        mark = StageMark()
        begin = time.perf_counter()
        yield mark
        self._read()
        self.stages.append(
            StageTiming(
                name=name,
                seconds=round(time.perf_counter() - begin, 3),
                peak_mib=round(self._peak / MIB, 1),
                reused=mark.reused,
            )
        )

    def timings(self, duration: float) -> Timings:
        """Return everything measured until now, for a recording of ``duration`` seconds."""
        total = time.perf_counter() - self._begin
        return Timings(
            recording_seconds=round(duration, 3),
            total_seconds=round(total, 3),
            real_time_factor=round(total / duration, 4) if duration > 0 else None,
            peak_mib=max((stage.peak_mib for stage in self.stages), default=0.0),
            stages=tuple(self.stages),
        )


def joined_timings(stages: Sequence[StageTiming], duration: float) -> Timings:
    """Return the timings of work that was done in several runs, perhaps on several machines.

    The total is what the stages took: time spent waiting in line is nobody's work.
    """
    total = sum(stage.seconds for stage in stages)
    return Timings(
        recording_seconds=round(duration, 3),
        total_seconds=round(total, 3),
        real_time_factor=round(total / duration, 4) if duration > 0 else None,
        peak_mib=max((stage.peak_mib for stage in stages), default=0.0),
        stages=tuple(stages),
    )


class StageMark:
    """Set by a stage that found its checkpoint."""

    def __init__(self) -> None:
        self.reused = False
