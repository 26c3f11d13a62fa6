"""How a job asks its process to make room for a new one."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LOST_DEVICE = 75
"""Exit status of a process whose GPU failed (``EX_TEMPFAIL`` of BSD's sysexits); waited for ever longer."""

FRESH = 76
"""Exit status of a process that did its work and wants a new one at once."""


class Recycling:
    """Set by a job's thread, seen by the worker; asking stops whatever was registered."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self.status = 0
        """With which the process is to end; 0 where nobody asked."""
        self._stops: list[Callable[[], None]] = []

    @property
    def asked(self) -> bool:
        """Whether somebody asked."""
        return self._asked.is_set()

    def register(self, stop: Callable[[], None]) -> None:
        """Add what is called, from any thread, as soon as somebody asks."""
        self._stops.append(stop)

    def ask(self, status: int) -> None:
        """Stop taking jobs and end the process with ``status``; the first to ask decides."""
        if not self._asked.is_set():
            self.status = status
        self._asked.set()
        for stop in self._stops:
            stop()
