"""How a job asks its process to make room for a new one."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

EXIT_STATUS = 75
"""Of a process that wants to be started again at once (``EX_TEMPFAIL`` of BSD's sysexits)."""


class Recycling:
    """Set by a job's thread, seen by the worker; asking stops whatever was registered."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._stops: list[Callable[[], None]] = []

    @property
    def asked(self) -> bool:
        """Whether somebody asked."""
        return self._asked.is_set()

    def register(self, stop: Callable[[], None]) -> None:
        """Add what is called, from any thread, as soon as somebody asks."""
        self._stops.append(stop)

    def ask(self) -> None:
        """Stop taking jobs and end the process."""
        self._asked.set()
        for stop in self._stops:
            stop()
