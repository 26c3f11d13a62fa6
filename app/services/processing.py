"""Use-cases of processing: start, stop, repeat, and watch how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from app.services.views import ProgressView


class ProcessingService:
    """Queues the work and tells how far it is."""

    async def start(self, meeting_id: str) -> ProgressView:
        """Queue a meeting; what is checkpointed from an earlier run is not computed again.

        Raises:
            MeetingNotFound: no meeting has the id.
            NoRecording: there is no sound yet.
            AlreadyRunning: it is queued or running.
        """
        raise NotImplementedError

    async def cancel(self, meeting_id: str) -> ProgressView:
        """Stop the processing; finished parts are kept.

        Raises:
            MeetingNotFound: no meeting has the id.
            NotRunning: it is neither queued nor running.
        """
        raise NotImplementedError

    async def retry(self, meeting_id: str) -> ProgressView:
        """Queue a meeting again that failed or was cancelled; it continues where it stopped.

        Raises:
            MeetingNotFound: no meeting has the id.
            AlreadyRunning: it is queued or running.
        """
        raise NotImplementedError

    async def progress(self, meeting_id: str) -> ProgressView:
        """Return how far a meeting is.

        Raises:
            MeetingNotFound: no meeting has the id.
        """
        raise NotImplementedError

    def watch(self, meeting_id: str) -> AsyncIterator[ProgressView]:
        """Yield the progress now and after each change, and at least every 15 s; ends when it is finished.

        Raises:
            MeetingNotFound: no meeting has the id.
        """
        raise NotImplementedError
