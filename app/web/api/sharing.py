"""Who may read a meeting, as JSON: release to the members, links for single readers."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Controller, Response, delete, get, post
from litestar.params import JSONBody

from app.services import MeetingView
from app.services.access.views import LinkView, NewLink
from app.web.api.paging import After, Limit, Page, cut
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest


class LinkInput(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to make a link."""

    days: Annotated[int, msgspec.Meta(ge=1, le=90)] = 14
    """For how long it holds."""
    nonpublic: bool = False
    """Whether it opens the non-public part too."""
    note: Annotated[str, msgspec.Meta(max_length=200)] = ""
    """For whom it is."""


class SharingApi(Controller):
    """Release a draft, take it back, give and end links."""

    path = "/meetings/{meeting_id:str}"
    tags = ("sharing",)

    @post("/release", summary="Let the members read the draft", status_code=200)
    async def release(self, services: TheServices, meeting_id: Key) -> MeetingView:
        """Release the draft; again is no error."""
        return await services.meetings.release(meeting_id)

    @delete("/release", summary="Let the members no longer read the draft", status_code=200)
    async def take_back(self, services: TheServices, meeting_id: Key) -> MeetingView:
        """Take the draft back."""
        return await services.meetings.take_back(meeting_id)

    @get("/links", summary="Links that open the meeting for single readers")
    async def list_links(
        self,
        request: AnyRequest,
        services: TheServices,
        meeting_id: Key,
        limit: Limit = 100,
        after: After = None,
    ) -> Response[Page[LinkView]]:
        """Return the links, ended ones too, without their secrets."""
        found = await services.links.list(meeting_id)
        return cut(request, found, after=after, limit=limit, name=lambda one: one.id)

    @post("/links", summary="Make a link; its secret is told once")
    async def make_link(self, services: TheServices, meeting_id: Key, data: JSONBody[LinkInput]) -> NewLink:
        """Make a link; it leads to ``/links/SECRET``."""
        return await services.links.make(meeting_id, days=data.days, nonpublic=data.nonpublic, note=data.note)

    @delete("/links/{link_id:str}", summary="End a link")
    async def revoke_link(self, services: TheServices, meeting_id: Key, link_id: Key) -> None:
        """End a link at once."""
        await services.links.revoke(meeting_id, link_id)
