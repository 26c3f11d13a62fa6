"""What a worker keeps between two jobs, and what it gives back."""

from __future__ import annotations

import ctypes
import functools
import gc
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.pipeline.job import Engines


class EngineShelf:
    """Keeps the engines of one profile loaded between jobs; another profile takes their place.

    Args:
        build: makes the engines of a profile; they load their models when first used.
    """

    def __init__(self, build: Callable[[str], Engines]) -> None:
        self._build = build
        self._lock = threading.Lock()
        self._kept: Engines | None = None

    def __call__(self, profile: str) -> Engines:
        """Return the engines of ``profile``; the models of another profile are let go first."""
        with self._lock:
            if self._kept is None or self._kept.profile != profile:
                self._kept = None
                give_memory_back()
                self._kept = self._build(profile)
            return self._kept


@functools.cache
def _trim() -> Callable[[int], int] | None:
    """Return glibc's ``malloc_trim``, or None on other systems."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        found: Callable[[int], int] = ctypes.CDLL("libc.so.6").malloc_trim
    except (OSError, AttributeError):
        return None
    return found


def give_memory_back() -> None:
    """Collect what a job left behind and hand free pages back to the system.

    Without the second, freed blocks stay with the process, and the next job adds its own on top.
    """
    gc.collect()
    trim = _trim()
    if trim is not None:
        trim(0)
