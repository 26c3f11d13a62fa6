"""How many jobs run at once, and how long their traces are kept."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

from app.settings.reading import SettingError, Source, number_or, texts

QUEUES = ("gpu", "cpu", "light")
"""All queues: speech engines, sound in and out, text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSettings:
    """How many jobs run at once, and how long their traces are kept."""

    queues: tuple[str, ...] = QUEUES
    """``PROTOKOLLANT_QUEUES``: queues that ``serve`` and ``worker`` work on, with commas; all where empty."""
    gpu_jobs: int = 1
    """``PROTOKOLLANT_GPU_JOBS``: meetings recognised at the same time on one GPU, over all workers of a
    machine."""
    light_jobs: int = 2
    """``PROTOKOLLANT_LIGHT_JOBS``: drafts and notifications that one worker makes at the same time."""
    share_minutes: int = 20
    """``PROTOKOLLANT_SHARE_MINUTES``: recordings at least this long are shared among the speech workers that
    have nothing to do; 0: never."""
    keep_days: int = 30
    """``PROTOKOLLANT_KEEP_JOBS_DAYS``: days after which the traces of finished jobs are removed from the
    queue; the meetings and their results are not touched."""

    @property
    def share_seconds(self) -> float:
        """Return the same in seconds; infinite where nothing is shared."""
        return self.share_minutes * 60.0 if self.share_minutes else math.inf

    @classmethod
    def read(cls, source: Source) -> Self:
        """Read from the environment; raises :class:`~app.settings.reading.SettingError`."""
        return cls(
            queues=_queues(source),
            gpu_jobs=number_or(source, "PROTOKOLLANT_GPU_JOBS", 1, 64, 1),
            light_jobs=number_or(source, "PROTOKOLLANT_LIGHT_JOBS", 1, 64, 2),
            share_minutes=number_or(source, "PROTOKOLLANT_SHARE_MINUTES", 0, 10_000, 20),
            keep_days=number_or(source, "PROTOKOLLANT_KEEP_JOBS_DAYS", 1, 36500, 30),
        )


def _queues(source: Source) -> tuple[str, ...]:
    found = texts(source, "PROTOKOLLANT_QUEUES")
    if not set(found) <= set(QUEUES):
        raise SettingError(variable="PROTOKOLLANT_QUEUES", value=",".join(found), expected=" | ".join(QUEUES))
    return found or QUEUES
