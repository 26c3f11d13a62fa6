"""Recordings of a meeting: take them in by a plain form, take one away, play them."""

from __future__ import annotations

from litestar import Controller, HttpMethod, post, route
from litestar.response import Redirect, Response, Stream, Template

from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, page, translator_of
from app.web.problems import status_of
from app.web.ranges import serve_file, serve_head
from app.web.uploads import display_name, limited, parts, read_form
from models.errors import InputError

MOST_DIGITS = 4
"""Of a place in the order."""


class RecordingController(Controller):
    """The sound of a meeting. Pages with JavaScript upload through the JSON interface instead."""

    path = "/meetings/{meeting_id:str}"
    include_in_schema = False

    @post("/recordings", request_max_body_size=None)
    async def upload(
        self, request: AnyRequest, services: TheServices, meeting_id: Key
    ) -> Redirect | Template:
        """Store every file of the form as the next part of the meeting."""
        try:
            async for part in parts(request):
                if part.name == "recording" and part.filename:
                    name = display_name(part.filename)
                    content = limited(part.chunks, services.uploads.limit)
                    await services.recordings.add(meeting_id, name, content)
        except InputError as error:
            meeting = await services.meetings.get_meeting(meeting_id)
            text = error.text(translator_of(request).language)
            return page(request, "prepare.html", status=status_of(error), meeting=meeting, error=text)
        return Redirect(f"/meetings/{meeting_id}", status_code=303)

    @post("/recordings/{recording_id:str}/move")
    async def move(
        self, request: AnyRequest, services: TheServices, meeting_id: Key, recording_id: Key
    ) -> Redirect:
        """Put a part at another place of the order."""
        text = (await read_form(request)).fields.get("position", "")
        position = int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0
        await services.recordings.move(meeting_id, recording_id, position)
        return Redirect(f"/meetings/{meeting_id}", status_code=303)

    @post("/recordings/{recording_id:str}/begin")
    async def begin(
        self, request: AnyRequest, services: TheServices, meeting_id: Key, recording_id: Key
    ) -> Redirect | Template:
        """Say at which time of day a part begins."""
        begins = (await read_form(request)).fields.get("begins")
        try:
            await services.recordings.set_begin(meeting_id, recording_id, begins)
        except InputError as error:
            meeting = await services.meetings.get_meeting(meeting_id)
            text = error.text(translator_of(request).language)
            return page(request, "prepare.html", status=status_of(error), meeting=meeting, error=text)
        return Redirect(f"/meetings/{meeting_id}", status_code=303)

    @post("/recordings/{recording_id:str}/remove")
    async def remove(self, services: TheServices, meeting_id: Key, recording_id: Key) -> Redirect:
        """Take a recording away."""
        await services.recordings.remove(meeting_id, recording_id)
        return Redirect(f"/meetings/{meeting_id}", status_code=303)

    @route("/audio", http_method=[HttpMethod.GET, HttpMethod.HEAD])
    async def play(
        self, request: AnyRequest, services: TheServices, meeting_id: Key
    ) -> Response[bytes] | Stream:
        """Send the sound in the stretches the player asks for, or only tell its length and kind."""
        sound = await services.recordings.open_playback(meeting_id)
        if request.method == HttpMethod.HEAD:
            return serve_head(request.headers, size=sound.size, mime=sound.mime, etag=sound.etag)
        return serve_file(request.headers, read=sound.read, size=sound.size, mime=sound.mime, etag=sound.etag)
