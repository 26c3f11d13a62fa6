"""The inbox as JSON."""

from __future__ import annotations

from litestar import Controller, Response, delete, get, post
from litestar.params import JSONBody
from msgspec import Struct

from app.services.inbox import InboxView
from app.web.api.paging import After, Limit, Page, cut
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest


class Assignment(Struct, frozen=True):
    """Where a file belongs."""

    meeting: str
    """Id of the meeting."""


class InboxApi(Controller):
    """What a watched folder brought."""

    path = "/inbox"
    tags = ("inbox",)

    @get("/", summary="List what waits in the inbox")
    async def list_inbox(
        self, request: AnyRequest, services: TheServices, limit: Limit = 100, after: After = None
    ) -> Response[Page[InboxView]]:
        """Return the files, the latest first."""
        found = await services.inbox.list()
        return cut(request, found, after=after, limit=limit, name=lambda one: one.id)

    @post("/{file_id:str}/assign", status_code=204, summary="Make a file the last part of a meeting")
    async def assign(self, services: TheServices, file_id: Key, data: JSONBody[Assignment]) -> None:
        """Assign."""
        await services.inbox.assign(file_id, data.meeting)

    @delete("/{file_id:str}", summary="Put a file aside")
    async def dismiss(self, services: TheServices, file_id: Key) -> None:
        """Dismiss."""
        await services.inbox.dismiss(file_id)
