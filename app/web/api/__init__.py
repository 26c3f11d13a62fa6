"""The same actions as JSON, under ``/api/v1``; described by ``/api/v1/openapi.json``."""

from litestar import Router

from app.web.api.meetings import MeetingApi
from app.web.api.processing import ProcessingApi
from app.web.api.recordings import RecordingApi
from app.web.api.results import ResultApi

API_ROUTES = (Router("/api/v1", route_handlers=[MeetingApi, RecordingApi, ProcessingApi, ResultApi]),)
"""For ``Litestar(route_handlers=…)``."""

__all__ = ("API_ROUTES",)
