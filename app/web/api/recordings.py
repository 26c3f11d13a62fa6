"""Recordings as JSON; the upload is the bare content of one file."""

from __future__ import annotations

from typing import Annotated

from litestar import Controller, delete, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter

from app.services import RecordingView
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest
from app.web.uploads import RECORDING_LIMIT, display_name, limited


class RecordingApi(Controller):
    """The sound of a meeting."""

    path = "/meetings/{meeting_id:str}/recordings"
    tags = ("recordings",)

    @get("/", summary="List the recordings of a meeting in order")
    async def list_recordings(self, services: TheServices, meeting_id: Key) -> tuple[RecordingView, ...]:
        """Return the parts of a meeting."""
        await services.meetings.get_meeting(meeting_id)
        return await services.recordings.list(meeting_id)

    @post(
        "/",
        summary="Upload a recording as the last part of a meeting",
        description="The body is the file itself, of any audio or video type, up to 20 GiB; it is streamed.",
        request_max_body_size=RECORDING_LIMIT + 2**20,
        responses={201: ResponseSpec(RecordingView, description="Stored")},
    )
    async def upload_recording(
        self,
        request: AnyRequest,
        services: TheServices,
        meeting_id: Key,
        filename: Annotated[
            str, QueryParameter(max_length=1000, description="Name of the file, for display")
        ],
    ) -> RecordingView:
        """Store the body of the request."""
        content = limited(request.stream())
        return await services.recordings.add(meeting_id, display_name(filename), content)

    @delete("/{recording_id:str}", summary="Take a recording away from its meeting")
    async def remove_recording(self, services: TheServices, meeting_id: Key, recording_id: Key) -> None:
        """Remove one part."""
        await services.recordings.remove(meeting_id, recording_id)
