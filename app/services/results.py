"""Use-cases of results: the transcript, the outcomes, the minutes and their renderings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minutes.types.minutes import Minutes

    from app.services.views import Document
    from minutes.types import Outcomes, Transcript

DOCUMENTS: dict[str, str] = {
    "chapters.vtt": "text/vtt; charset=utf-8",
    "diarization.rttm": "text/plain; charset=utf-8",
    "minutes.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "minutes.html": "text/html; charset=utf-8",
    "minutes.json": "application/json",
    "minutes.pdf": "application/pdf",
    "outcomes.json": "application/json",
    "timings.json": "application/json",
    "transcript.json": "application/json",
    "transcript.txt": "text/plain; charset=utf-8",
    "transcript.vtt": "text/vtt; charset=utf-8",
}
"""Name of each document that can be downloaded (where the pipeline made it), and its media type."""


class ResultService:
    """Hands out what processing made."""

    async def transcript(self, meeting_id: str) -> Transcript:
        """Return the latest transcript.

        Raises:
            MeetingNotFound: no meeting has the id.
            NotReady: there is none yet.
        """
        raise NotImplementedError

    async def outcomes(self, meeting_id: str) -> Outcomes:
        """Return the latest outcomes; raises as :meth:`transcript`."""
        raise NotImplementedError

    async def minutes(self, meeting_id: str) -> Minutes:
        """Return the latest draft minutes; raises as :meth:`transcript`."""
        raise NotImplementedError

    async def documents(self, meeting_id: str) -> tuple[str, ...]:
        """Return the names of the documents that exist, sorted."""
        raise NotImplementedError

    async def document(self, meeting_id: str, name: str) -> Document:
        """Return one document, for download.

        Raises:
            MeetingNotFound: no meeting has the id.
            NotReady: processing has not made it yet.
            DocumentNotFound: no document has that name.
        """
        raise NotImplementedError
