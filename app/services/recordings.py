"""Use-cases of recordings: take the sound in, list it, play it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from app.services.views import Playback, RecordingView


class RecordingService:
    """Keeps the sound of meetings."""

    async def add(self, meeting_id: str, filename: str, chunks: AsyncIterator[bytes]) -> RecordingView:
        """Store a recording as the last part of a meeting, in constant memory.

        Args:
            meeting_id: the meeting.
            filename: as the uploader named it; for display only.
            chunks: the content, in pieces of any size.

        Raises:
            MeetingNotFound: no meeting has the id.
            AlreadyRunning: the meeting is being processed.
            EmptyUpload: no byte came.
            StorageFull: the disk is full; nothing is kept.
        """
        raise NotImplementedError

    async def list(self, meeting_id: str) -> tuple[RecordingView, ...]:
        """Return the parts of a meeting in order."""
        raise NotImplementedError

    async def remove(self, meeting_id: str, recording_id: str) -> None:
        """Take a part away from a meeting.

        Raises:
            RecordingNotFound: the meeting has no such part.
            AlreadyRunning: the meeting is being processed.
        """
        raise NotImplementedError

    async def open_playback(self, meeting_id: str) -> Playback:
        """Return the file a browser plays: the joined playback file, or the only recording until it exists.

        Raises:
            MeetingNotFound: no meeting has the id.
            RecordingNotFound: there is nothing to play (yet).
        """
        raise NotImplementedError
