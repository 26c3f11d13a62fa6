"""The page "Verarbeitung": the queue, live, with the button that helps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from litestar import Controller, get, post
from litestar.response import Redirect, ServerSentEvent, ServerSentEventMessage, Template

from app.services.queue_views import QueueView
from app.web.i18n import Translator
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, base_context, environment, page, translator_of

_TEMPLATES = environment()

BACK = "/processing"


class QueueController(Controller):
    """Shows the queue and acts on what stands in it."""

    path = "/processing"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, services: TheServices) -> Template:
        """Show the queue."""
        return page(request, "processing.html", view=await services.queue.overview())

    @get("/events")
    async def events(self, request: AnyRequest, services: TheServices) -> ServerSentEvent:
        """Send the live part of the page after each change."""
        return ServerSentEvent(fragments(services.queue.watch(), translator_of(request)))

    @post("/{meeting_id:str}/cancel")
    async def cancel(self, services: TheServices, meeting_id: Key) -> Redirect:
        """Stop a meeting."""
        await services.processing.cancel(meeting_id)
        return Redirect(BACK, status_code=303)

    @post("/{meeting_id:str}/retry")
    async def retry(self, services: TheServices, meeting_id: Key) -> Redirect:
        """Go on where a meeting stopped."""
        await services.processing.retry(meeting_id)
        return Redirect(BACK, status_code=303)

    @post("/{meeting_id:str}/forward")
    async def forward(self, services: TheServices, meeting_id: Key) -> Redirect:
        """Move a meeting ahead of the others of its body."""
        await services.processing.forward(meeting_id)
        return Redirect(BACK, status_code=303)


async def fragments(watch: AsyncIterator[QueueView], t: Translator) -> AsyncIterator[ServerSentEventMessage]:
    """Turn each view into the live part of the page."""
    template = _TEMPLATES.get_template("parts/queue.html")
    async for view in watch:
        context: dict[str, Any] = {**base_context(t), "view": view}
        yield ServerSentEventMessage(event="queue", data=template.render(**context))
