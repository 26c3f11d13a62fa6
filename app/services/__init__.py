"""The use-cases of the service, by area; the web pages call nothing else.

A service takes and returns values (:mod:`app.services.views` and the types of the lower packages) and
raises :class:`~models.errors.ProtokollantError`; no session, row or request passes its border.
"""

from __future__ import annotations

from app.services.container import Services, build_services
from app.services.meetings import MeetingService
from app.services.processing import ProcessingService
from app.services.recordings import RecordingService
from app.services.results import DOCUMENTS, ResultService
from app.services.upload_views import UploadView
from app.services.uploads import UploadService
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
    "UploadService",
    "UploadView",
    "build_services",
)
