"""Progress and cancellation, handed as arguments to everything that takes long."""

from __future__ import annotations

from typing import Protocol

from models.errors import Cancelled


class Progress(Protocol):
    """Called with how much is done of how much, in the unit of the work (seconds, bytes, pages)."""

    def __call__(self, done: float, total: float, /) -> None:
        """Take note of ``done`` of ``total``."""
        ...


class CancelToken(Protocol):
    """Asked between windows; ``threading.Event`` satisfies it."""

    def is_set(self) -> bool:
        """Return whether the work is to stop."""
        ...


class NeverCancelled:
    """The token of work that nobody can cancel."""

    def is_set(self) -> bool:
        """Return False, always."""
        return False


def no_progress(done: float, total: float, /) -> None:
    """Report to nobody."""


def raise_if_cancelled(cancel: CancelToken) -> None:
    """Raise :class:`~models.errors.Cancelled` once ``cancel`` is set."""
    if cancel.is_set():
        raise Cancelled
