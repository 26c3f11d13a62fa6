"""Writing the minutes as JSON: the draft with what people changed, change by change."""

from __future__ import annotations

from typing import Annotated, Any, cast
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import JSONBody, QueryParameter

from app.services.writing import ChangeView, Made, Wish
from app.web.api.paging import Limit, Page, paged
from app.web.api.revised import revised
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest

DIGITS = 10
"""More than the number of any change has."""

Before = Annotated[int | None, QueryParameter(name="after", ge=1, description="`next` of the page before")]


class Undoing(msgspec.Struct, frozen=True, kw_only=True):
    """A wish to take a change back."""

    client_id: UUID
    """Another for each wish; sent again where no answer came."""


class Settlement(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a difference between a newer draft and what a person entered."""

    path: tuple[str, ...]
    take: bool
    """True: what the newer draft says; false: what the person entered."""
    client_id: UUID


class WritingApi(Controller):
    """Read the minutes as they are worked on, change them, take changes back."""

    path = "/meetings/{meeting_id:str}/minutes/work"
    tags = ("minutes",)

    @get("/", summary="The minutes as they stand, with every change")
    async def read_work(self, services: TheServices, meeting_id: Key) -> Response[dict[str, Any]]:
        """Return the minutes, the number of the last change, and differences to a newer draft."""
        desk = await services.writing.open(meeting_id)
        # Litestar cannot describe a structure whose default holds a dictionary (it hashes defaults).
        return revised(cast("dict[str, Any]", msgspec.to_builtins(desk)), desk.seq)

    @post("/changes", summary="Change a place of the minutes", status_code=200)
    async def change(self, services: TheServices, meeting_id: Key, data: JSONBody[Wish]) -> Made:
        """Set a field, add or remove an entry; sent twice it is done once."""
        return await services.writing.change(meeting_id, data)

    @get("/changes", summary="Changes, the latest first")
    async def list_changes(
        self,
        request: AnyRequest,
        services: TheServices,
        meeting_id: Key,
        limit: Limit = 100,
        before: Before = None,
    ) -> Response[Page[ChangeView]]:
        """Return who changed what and when."""
        found = await services.writing.history(meeting_id, before=before, limit=limit + 1)
        more = len(found) > limit
        return paged(request, found[:limit], last=str(found[limit - 1].seq) if more else None)

    @post("/changes/{seq:str}/undo", summary="Take a change back", status_code=200)
    async def undo(self, services: TheServices, meeting_id: Key, seq: Key, data: JSONBody[Undoing]) -> Made:
        """Make the change that restores what stood there; taken back itself, the change is made again."""
        return await services.writing.undo(meeting_id, _number(seq), data.client_id)

    @post("/differences", summary="Settle a difference to a newer draft", status_code=204)
    async def settle(self, services: TheServices, meeting_id: Key, data: JSONBody[Settlement]) -> None:
        """Take what the newer draft says, or keep what a person entered."""
        await services.writing.settle(meeting_id, data.path, data.client_id, take=data.take)


def _number(seq: str) -> int:
    """Return the number of a change; 0, which none has, for what is none."""
    return int(seq) if seq.isascii() and seq.isdigit() and len(seq) < DIGITS else 0
