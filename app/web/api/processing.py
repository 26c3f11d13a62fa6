"""Processing as JSON, and as a stream of JSON events."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
from litestar import Controller, get, post
from litestar.response import ServerSentEvent, ServerSentEventMessage

from app.services import ProgressView
from app.services.queue_views import QueueView
from app.web.inject import Key, TheServices


class ProcessingApi(Controller):
    """Start, stop and watch."""

    path = "/meetings/{meeting_id:str}/processing"
    tags = ("processing",)

    @get("/", summary="How far is it?")
    async def read_progress(self, services: TheServices, meeting_id: Key) -> ProgressView:
        """Return state, stages and time left."""
        return await services.processing.progress(meeting_id)

    @post("/start", status_code=202, summary="Queue a meeting")
    async def start_processing(self, services: TheServices, meeting_id: Key) -> ProgressView:
        """Start."""
        return await services.processing.start(meeting_id)

    @post("/cancel", status_code=202, summary="Stop; finished parts are kept")
    async def cancel_processing(self, services: TheServices, meeting_id: Key) -> ProgressView:
        """Stop."""
        return await services.processing.cancel(meeting_id)

    @post("/retry", status_code=202, summary="Continue what failed or was cancelled")
    async def retry_processing(self, services: TheServices, meeting_id: Key) -> ProgressView:
        """Start again."""
        return await services.processing.retry(meeting_id)

    @post("/forward", status_code=202, summary="Move a waiting meeting ahead of the others of its body")
    async def forward_processing(self, services: TheServices, meeting_id: Key) -> ProgressView:
        """Move forward; other bodies keep their turns."""
        return await services.processing.forward(meeting_id)

    @post("/again/{stage:str}", status_code=202, summary="Do one stage again, and what rests on it")
    async def repeat_stage(self, services: TheServices, meeting_id: Key, stage: Key) -> ProgressView:
        """Repeat ``decode``, ``transcribe``, ``diarize`` or ``draft``; all other results are kept."""
        return await services.processing.run_again(meeting_id, stage)

    @get("/events", summary="Watch the progress as server-sent events")
    async def watch_progress(self, services: TheServices, meeting_id: Key) -> ServerSentEvent:
        """Send each change as an event ``progress`` with the same JSON; ends when it is finished."""
        await services.processing.progress(meeting_id)  # an unknown meeting is a 404, not a broken stream
        return ServerSentEvent(as_events(services.processing.watch(meeting_id)))


class QueueApi(Controller):
    """The queue and the workers."""

    path = "/processing"
    tags = ("processing",)

    @get("/", summary="What runs, waits and ended lately, and who works on it")
    async def read_queue(self, services: TheServices) -> QueueView:
        """Return everything that the account may see; nothing of other bodies."""
        return await services.queue.overview()

    @get("/events", summary="Watch the queue as server-sent events")
    async def watch_queue(self, services: TheServices) -> ServerSentEvent:
        """Send the same JSON as an event ``queue`` after each change, at most once a second."""
        return ServerSentEvent(queue_events(services.queue.watch()))


async def queue_events(watch: AsyncIterator[QueueView]) -> AsyncIterator[ServerSentEventMessage]:
    """Turn each view into an event."""
    async for view in watch:
        yield ServerSentEventMessage(event="queue", data=msgspec.json.encode(view).decode())


async def as_events(watch: AsyncIterator[ProgressView]) -> AsyncIterator[ServerSentEventMessage]:
    """Turn each progress into an event."""
    async for progress in watch:
        yield ServerSentEventMessage(event="progress", data=msgspec.json.encode(progress).decode())
