"""The use-cases of the service, by area; the web pages call nothing else.

A service takes and returns values (:mod:`app.services.views` and the types of the lower packages) and
raises :class:`~models.errors.ProtokollantError`; no session, row or request passes its border.
"""

from __future__ import annotations

import msgspec

from app.services.meetings import MeetingService
from app.services.processing import ProcessingService
from app.services.recordings import RecordingService
from app.services.results import DOCUMENTS, ResultService
from app.services.views import (
    Document,
    Failure,
    MeetingState,
    MeetingSummary,
    MeetingView,
    Playback,
    ProgressView,
    RecordingView,
    StageState,
    StageView,
)

__all__ = (
    "DOCUMENTS",
    "Document",
    "Failure",
    "MeetingService",
    "MeetingState",
    "MeetingSummary",
    "MeetingView",
    "Playback",
    "ProcessingService",
    "ProgressView",
    "RecordingService",
    "RecordingView",
    "ResultService",
    "Services",
    "StageState",
    "StageView",
)


class Services(msgspec.Struct, frozen=True, kw_only=True):
    """All services, as the composition root hands them to the web application."""

    meetings: MeetingService
    recordings: RecordingService
    processing: ProcessingService
    results: ResultService

    async def open(self) -> None:
        """Connect to the database; called when the web application starts."""
        raise NotImplementedError

    async def close(self) -> None:
        """Give every connection back; called when the web application stops."""
        raise NotImplementedError
