"""The web application, put together from services that somebody else made."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

from litestar import Litestar
from litestar.di import Provide
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig

from app.services import Services
from app.settings.access import AccessSettings
from app.settings.records import RecordSettings
from app.web.api import API_ROUTES
from app.web.authentication import Authentication
from app.web.controllers import (
    AccountController,
    AiController,
    AuditController,
    BodyController,
    CheckingController,
    CorrectingController,
    DeadlineController,
    DocumentController,
    EditController,
    EditionController,
    GlossaryController,
    HealthController,
    InboxController,
    LifeController,
    LoginController,
    MeetingController,
    NewMeetingController,
    NotificationController,
    OParlController,
    PortalController,
    ProcessingController,
    QueueController,
    RecordingController,
    RetentionController,
    SearchController,
    SetupController,
    SharingController,
    TemplateController,
    UserController,
    WordController,
    WritingController,
)
from app.web.controllers.health import metrics_handler
from app.web.fragments import DeskFragments
from app.web.guard import Guard, add_headers
from app.web.metrics import Metrics, Observation
from app.web.openapi import configuration
from app.web.pages import environment
from app.web.problems import HANDLERS
from app.web.validators import Validators

STATIC = Path(__file__).with_name("static")

BODY_LIMIT = 2**20
"""Bytes of a request body where nothing else is said."""


def create_web_app(
    services: Services,
    *,
    profile: str = "open-base",
    hosts: Collection[str] = (),
    access: AccessSettings | None = None,
    records: RecordSettings | None = None,
) -> Litestar:
    """Make the application; nothing is opened before it starts.

    Args:
        services: what the pages call.
        profile: set of speech models for new meetings.
        hosts: names under which the service may be addressed, besides the loopback ones.
        access: whose forwarding headers are believed; nobody's where left out.
        records: who may read the figures.
    """
    metrics = Metrics()
    fragments = DeskFragments()

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        await services.open()
        try:
            yield
        finally:
            await services.close()

    return Litestar(
        route_handlers=[
            HealthController,
            AccountController,
            BodyController,
            LoginController,
            UserController,
            CheckingController,
            CorrectingController,
            WordController,
            WritingController,
            MeetingController,
            EditController,
            NewMeetingController,
            RecordingController,
            InboxController,
            SetupController,
            SharingController,
            ProcessingController,
            QueueController,
            NotificationController,
            AiController,
            AuditController,
            RetentionController,
            TemplateController,
            GlossaryController,
            SearchController,
            DocumentController,
            LifeController,
            EditionController,
            DeadlineController,
            OParlController,
            PortalController,
            *API_ROUTES,
            metrics_handler(metrics, (records or RecordSettings()).metrics_token_file),
            create_static_files_router(
                path="/static", directories=[STATIC], include_in_schema=False, opt={"public": True}
            ),
        ],
        dependencies={
            "fragments": Provide(lambda: fragments, sync_to_thread=False),
            "services": Provide(lambda: services, sync_to_thread=False),
            "profile": Provide(lambda: profile, sync_to_thread=False),
        },
        exception_handlers=HANDLERS,  # type: ignore[arg-type]  # a dict of handlers, each for its own kind
        lifespan=[lifespan],
        before_send=[add_headers, metrics.observe],
        logging_config=None,  # app.logs sets the log up, and Litestar would replace it
        middleware=[
            Observation(metrics),
            Guard(hosts),
            Authentication(services, (access or AccessSettings()).trusted_proxies),
            Validators(),
        ],
        openapi_config=configuration(),
        request_max_body_size=BODY_LIMIT,
        template_config=TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment())),
    )
