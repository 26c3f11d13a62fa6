"""Recordings as JSON; the upload is the bare content of one file."""

from __future__ import annotations

from typing import Annotated

from litestar import Controller, Response, delete, get, patch, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody, QueryParameter
from msgspec import UNSET, Struct, UnsetType

from app.services import RecordingView
from app.services.revisions import of_recordings, require_unchanged, resting_on, revision_at
from app.web.api.paging import After, Limit, Page, cut
from app.web.api.revised import revised
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest
from app.web.uploads import display_name, limited
from app.web.validators import REVISION, IfMatch, expected_of


class RecordingChange(Struct, frozen=True):
    """What is to be different about a part; what is left out stays."""

    begins: str | UnsetType | None = UNSET
    """Local time of day at which it begins; null lets it follow the part before."""
    position: int | UnsetType = UNSET
    """Place in the order, from 0."""


class RecordingApi(Controller):
    """The sound of a meeting."""

    path = "/meetings/{meeting_id:str}/recordings"
    tags = ("recordings",)

    @get("/", summary="List the recordings of a meeting in order")
    async def list_recordings(
        self,
        request: AnyRequest,
        services: TheServices,
        meeting_id: Key,
        limit: Limit = 100,
        after: After = None,
    ) -> Response[Page[RecordingView]]:
        """Return the parts of a meeting."""
        await services.meetings.get_meeting(meeting_id)
        found = await services.recordings.list(meeting_id)
        answer = cut(request, found, after=after, limit=limit, name=lambda one: one.id)
        answer.headers[REVISION] = await revision_at(services.database, of_recordings(meeting_id))
        return answer

    @post(
        "/",
        summary="Upload a recording as the last part of a meeting",
        description="The body is the file itself, of any audio or video type; it is streamed. Large files "
        "are better sent as an upload that can be continued (tus 1.0.0).",
        request_max_body_size=None,
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
        begins: Annotated[
            str | None, QueryParameter(max_length=20, description="Local time of day at which it begins")
        ] = None,
    ) -> RecordingView:
        """Store the body of the request."""
        content = limited(request.stream(), services.uploads.limit)
        return await services.recordings.add(meeting_id, display_name(filename), content, begins=begins)

    @patch(
        "/{recording_id:str}",
        summary="Move a recording in the order, or say when it begins",
        description="`If-Match` is the ETag of the list of recordings.",
    )
    async def change_recording(
        self,
        services: TheServices,
        meeting_id: Key,
        recording_id: Key,
        data: JSONBody[RecordingChange],
        if_match: IfMatch = None,
    ) -> Response[tuple[RecordingView, ...]]:
        """Change one part and return all in order."""
        await services.meetings.get_meeting(meeting_id)
        place = of_recordings(meeting_id)
        async with (
            resting_on(services.database, place, expected_of(if_match)),
            services.database.together(),
        ):
            if data.begins is not UNSET:
                await services.recordings.set_begin(meeting_id, recording_id, data.begins)
            if data.position is not UNSET:
                await services.recordings.move(meeting_id, recording_id, data.position)
            found = await services.recordings.list(meeting_id)
            return revised(found, await revision_at(services.database, place))

    @delete(
        "/{recording_id:str}",
        summary="Take a recording away from its meeting",
        description="`If-Match` is the ETag of the list of recordings.",
    )
    async def remove_recording(
        self, services: TheServices, meeting_id: Key, recording_id: Key, if_match: IfMatch = None
    ) -> None:
        """Remove one part."""
        expected = expected_of(if_match)
        if expected is not None:
            await services.meetings.get_meeting(meeting_id)
            # not held meanwhile: the sound is removed by the installation, in a transaction of its own
            require_unchanged(await revision_at(services.database, of_recordings(meeting_id)), expected)
        await services.recordings.remove(meeting_id, recording_id)
