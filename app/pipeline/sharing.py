"""Sharing one recording among workers: each takes units of work that nobody else does at the moment.

A unit is a group of windows of the recogniser, or the diarization. Who takes one looks first whether its
result is kept already; who finishes one keeps the result before giving the unit back. A unit done twice,
because a claim was lost with its connection, has the same result twice and does no harm.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Protocol

from models.control import CancelToken, raise_if_cancelled

PAUSE = 0.5
"""Seconds between two looks at a unit that another worker does."""


class Claims(Protocol):
    """Who does what."""

    @property
    def most(self) -> int | None:
        """How many groups of windows one worker takes at a time; None: all that are left."""
        ...

    def invite(self, key: str, seconds: float) -> None:
        """Tell that work on so many seconds of sound begins under a fingerprint; others may come to help."""
        ...

    def take(self, unit: str) -> bool:
        """Take a unit; False where somebody else does it."""
        ...

    def release(self, unit: str) -> None:
        """Give a unit back, finished or not."""
        ...


class Alone:
    """Nobody else is there: every unit is free."""

    most: int | None = None

    def invite(self, key: str, seconds: float) -> None:
        """See :class:`Claims`."""

    def take(self, unit: str) -> bool:
        """See :class:`Claims`."""
        del unit
        return True

    def release(self, unit: str) -> None:
        """See :class:`Claims`."""


@contextlib.contextmanager
def waited_for(
    claims: Claims, unit: str, cancel: CancelToken, *, sleep: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Hold a unit inside the block, once whoever does it has finished or died.

    Raises:
        Cancelled: ``cancel`` was set meanwhile.
    """
    while not claims.take(unit):
        raise_if_cancelled(cancel)
        sleep(PAUSE)
    try:
        yield
    finally:
        claims.release(unit)
