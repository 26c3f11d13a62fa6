"""Start, stop and watch the processing of a meeting."""

from __future__ import annotations

from collections.abc import AsyncIterator

from litestar import Controller, get, post
from litestar.response import Redirect, ServerSentEvent, ServerSentEventMessage

from app.services import ProgressView
from app.web.i18n import Translator
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, base_context, environment, translator_of

_TEMPLATES = environment()


class ProcessingController(Controller):
    """The buttons and the live view of the processing."""

    path = "/meetings/{meeting_id:str}"
    include_in_schema = False

    @post("/start")
    async def start(self, services: TheServices, meeting_id: Key) -> Redirect:
        """Queue the meeting."""
        await services.processing.start(meeting_id)
        return Redirect(f"/meetings/{meeting_id}", status_code=303)

    @post("/cancel")
    async def cancel(self, services: TheServices, meeting_id: Key) -> Redirect:
        """Stop the processing."""
        await services.processing.cancel(meeting_id)
        return Redirect(f"/meetings/{meeting_id}", status_code=303)

    @post("/retry")
    async def retry(self, services: TheServices, meeting_id: Key) -> Redirect:
        """Go on where it stopped."""
        await services.processing.retry(meeting_id)
        return Redirect(f"/meetings/{meeting_id}", status_code=303)

    @post("/again/{stage:str}")
    async def again(self, services: TheServices, meeting_id: Key, stage: Key) -> Redirect:
        """Do one stage again, and what rests on it."""
        await services.processing.run_again(meeting_id, stage)
        return Redirect(f"/meetings/{meeting_id}", status_code=303)

    @get("/progress/events")
    async def events(self, request: AnyRequest, services: TheServices, meeting_id: Key) -> ServerSentEvent:
        """Send the live part of the page after each change; ``finished`` says to load the page again."""
        await services.processing.progress(meeting_id)  # an unknown meeting is a 404, not a broken stream
        watch = services.processing.watch(meeting_id)
        return ServerSentEvent(fragments(watch, translator_of(request)))


async def fragments(
    watch: AsyncIterator[ProgressView], t: Translator
) -> AsyncIterator[ServerSentEventMessage]:
    """Turn each progress into the live part of the page."""
    template = _TEMPLATES.get_template("parts/progress.html")
    async for progress in watch:
        if progress.finished:
            yield ServerSentEventMessage(event="finished", data=progress.state)
            return
        html = template.render(**base_context(t), progress=progress)
        yield ServerSentEventMessage(event="progress", data=html)
