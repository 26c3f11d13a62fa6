"""Meetings as JSON."""

from __future__ import annotations

import msgspec
from litestar import Controller, Response, delete, get, patch, post
from litestar.params import JSONBody

from app.services import MeetingSummary, MeetingView
from app.services.amending import MeetingChange
from app.web.api.paging import After, Limit, Page, paged
from app.web.api.revised import revised
from app.web.inject import DefaultProfile, Key, TheServices
from app.web.pages import AnyRequest
from app.web.uploads import DOCUMENT_LIMIT
from app.web.validators import IfMatch, revision_of
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
    state: str | None = None
    """State whose law the minutes follow, by code or name ("NW", "Bayern"), where it is not the one of the
    municipality; one that the agenda names counts as well."""


class MeetingApi(Controller):
    """List, enter, read and delete meetings."""

    path = "/meetings"
    tags = ("meetings",)

    @get("/", summary="List meetings, the latest first")
    async def list_meetings(
        self, request: AnyRequest, services: TheServices, limit: Limit = 100, after: After = None
    ) -> Response[Page[MeetingSummary]]:
        """Return a stretch of the list."""
        found = await services.meetings.list_meetings(limit=limit + 1, after=after)
        more = len(found) > limit
        return paged(request, found[:limit], last=found[limit - 1].id if more else None)

    @post("/", summary="Enter a meeting", request_max_body_size=DOCUMENT_LIMIT)
    async def create_meeting(
        self, services: TheServices, profile: DefaultProfile, data: JSONBody[MeetingInput]
    ) -> Response[MeetingView]:
        """Enter a meeting from agenda and roster."""
        made = await services.meetings.create_meeting(
            data.agenda,
            data.roster,
            glossary=data.glossary,
            language=data.language,
            profile=data.profile or profile,
            speakers=data.speakers,
            state=data.state,
        )
        return _answer(made)

    @get("/{meeting_id:str}", summary="Read a meeting")
    async def read_meeting(self, services: TheServices, meeting_id: Key) -> Response[MeetingView]:
        """Return one meeting with agenda, roster and recordings; its ETag is needed to change it."""
        return _answer(await services.meetings.get_meeting(meeting_id))

    @patch(
        "/{meeting_id:str}",
        summary="Change what was entered of a meeting",
        description="`If-Match` names the ETag with which it was read: 412 where somebody else has changed "
        "it since. What is left out stays. Where items of the agenda change, the public form of a draft is "
        "withdrawn until the next one is made.",
        request_max_body_size=DOCUMENT_LIMIT,
    )
    async def change_meeting(
        self,
        services: TheServices,
        meeting_id: Key,
        data: JSONBody[MeetingChange],
        if_match: IfMatch = None,
    ) -> Response[MeetingView]:
        """Change it and return it."""
        revision = revision_of(if_match)
        return _answer(await services.meetings.change_meeting(meeting_id, data, revision=revision))

    @delete("/{meeting_id:str}", summary="Delete a meeting with everything that belongs to it")
    async def delete_meeting(self, services: TheServices, meeting_id: Key, if_match: IfMatch = None) -> None:
        """Delete one meeting."""
        revision = None if if_match == "*" else revision_of(if_match)
        await services.meetings.delete_meeting(meeting_id, revision=revision)


def _answer(view: MeetingView) -> Response[MeetingView]:
    return revised(view, view.revision)
