"""Meetings as JSON."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Controller, delete, get, post
from litestar.params import JSONBody, QueryParameter

from app.services import MeetingSummary, MeetingView
from app.web.inject import DefaultProfile, Key, TheServices
from app.web.uploads import DOCUMENT_LIMIT
from diarize.types import SpeakerCount
from minutes.types import Agenda, Roster


class MeetingInput(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to enter a meeting."""

    agenda: Agenda
    roster: Roster = Roster()
    glossary: tuple[str, ...] = ()
    language: str = "de"
    profile: str | None = None
    """Set of speech models; that of the installation where left out."""
    speakers: SpeakerCount = SpeakerCount()
    """How many people speak, where it is known."""


class MeetingApi(Controller):
    """List, enter, read and delete meetings."""

    path = "/meetings"
    tags = ("meetings",)

    @get("/", summary="List meetings, the latest first")
    async def list_meetings(
        self,
        services: TheServices,
        limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
        offset: Annotated[int, QueryParameter(ge=0, le=2**31 - 1)] = 0,
    ) -> tuple[MeetingSummary, ...]:
        """Return a stretch of the list."""
        return await services.meetings.list_meetings(limit=limit, offset=offset)

    @post("/", summary="Enter a meeting", request_max_body_size=DOCUMENT_LIMIT)
    async def create_meeting(
        self, services: TheServices, profile: DefaultProfile, data: JSONBody[MeetingInput]
    ) -> MeetingView:
        """Enter a meeting from agenda and roster."""
        return await services.meetings.create_meeting(
            data.agenda,
            data.roster,
            glossary=data.glossary,
            language=data.language,
            profile=data.profile or profile,
            speakers=data.speakers,
        )

    @get("/{meeting_id:str}", summary="Read a meeting")
    async def read_meeting(self, services: TheServices, meeting_id: Key) -> MeetingView:
        """Return one meeting with agenda, roster and recordings."""
        return await services.meetings.get_meeting(meeting_id)

    @delete("/{meeting_id:str}", summary="Delete a meeting with everything that belongs to it")
    async def delete_meeting(self, services: TheServices, meeting_id: Key) -> None:
        """Delete one meeting."""
        await services.meetings.delete_meeting(meeting_id)
