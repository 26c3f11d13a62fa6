"""The same actions as JSON, under ``/api/v1``; described by ``/api/v1/openapi.json``."""

from litestar import Router

from app.web.api.accounts import AccountApi, GrantApi
from app.web.api.agendas import AgendaApi
from app.web.api.ai import AiApi
from app.web.api.audit import AuditApi
from app.web.api.bodies import BodyApi, StateApi
from app.web.api.confirmations import ConfirmationApi
from app.web.api.correcting import CorrectingApi
from app.web.api.editions import DeadlineApi, EditionApi, LifeApi
from app.web.api.glossary import GlossaryApi
from app.web.api.inbox import InboxApi
from app.web.api.me import MeApi
from app.web.api.meetings import MeetingApi
from app.web.api.notifications import NotificationApi
from app.web.api.problems import ProblemApi
from app.web.api.processing import ProcessingApi, QueueApi
from app.web.api.recordings import RecordingApi
from app.web.api.results import ResultApi
from app.web.api.retention import RetentionApi
from app.web.api.search import SearchApi
from app.web.api.sharing import SharingApi
from app.web.api.templates import TemplateApi
from app.web.api.uploads import MeetingUploadApi, UploadApi
from app.web.api.word import WordApi
from app.web.api.writing import WritingApi

API_ROUTES = (
    Router(
        "/api/v1",
        route_handlers=[
            AgendaApi,
            MeetingApi,
            RecordingApi,
            MeetingUploadApi,
            UploadApi,
            InboxApi,
            ProcessingApi,
            QueueApi,
            NotificationApi,
            ResultApi,
            CorrectingApi,
            TemplateApi,
            WordApi,
            WritingApi,
            ConfirmationApi,
            LifeApi,
            EditionApi,
            DeadlineApi,
            SearchApi,
            SharingApi,
            AiApi,
            AuditApi,
            RetentionApi,
            GlossaryApi,
            AccountApi,
            GrantApi,
            BodyApi,
            StateApi,
            MeApi,
            ProblemApi,
        ],
    ),
)
"""For ``Litestar(route_handlers=…)``."""

__all__ = ("API_ROUTES",)
