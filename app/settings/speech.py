"""How the speech engines run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self, cast

from app.settings.reading import Source, choice, number, number_or, text

DEVICES = ("auto", "cpu", "cuda")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechSettings:
    """How the speech engines run."""

    profile: str = "open-base"
    """``PROTOKOLLANT_PROFILE``: the set of models (``protokollant models list``)."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """``PROTOKOLLANT_DEVICE``: ``auto``, ``cpu`` or ``cuda``."""
    compute_type: str | None = None
    """``PROTOKOLLANT_COMPUTE_TYPE``: of CTranslate2, e.g. ``int8``, ``float16``; by device where empty."""
    batch_size: int | None = None
    """``PROTOKOLLANT_BATCH_SIZE``: windows decoded at once; from free memory where empty."""
    threads: int = 0
    """``PROTOKOLLANT_THREADS``: processor threads of each engine; 0 takes all cores."""

    @classmethod
    def read(cls, source: Source) -> Self:
        """Read from the environment; raises :class:`~app.settings.reading.SettingError`."""
        return cls(
            profile=text(source, "PROTOKOLLANT_PROFILE") or "open-base",
            device=cast("Literal['auto', 'cpu', 'cuda']", choice(source, "PROTOKOLLANT_DEVICE", DEVICES)),
            compute_type=text(source, "PROTOKOLLANT_COMPUTE_TYPE"),
            batch_size=number(source, "PROTOKOLLANT_BATCH_SIZE", 1, 1024),
            threads=number_or(source, "PROTOKOLLANT_THREADS", 0, 1024, 0),
        )
