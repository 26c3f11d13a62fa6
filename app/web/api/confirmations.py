"""What deserves a look and what people answered, as JSON."""

from __future__ import annotations

from typing import Annotated, Any, cast

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import JSONBody, QueryParameter

from app.services.confirmations import AnswerView, ClaimReply, ReviewShare, RiskView
from app.web.api.paging import After, Limit, Page, cut
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest

Controls = Annotated[
    int,
    QueryParameter(
        ge=0, le=100, description="Plant an item known to be wrong for each so many (2 or more); 0: none"
    ),
]


class ConfirmationApi(Controller):
    """The queue of risks, answers about claims, and how far the review is."""

    path = "/meetings/{meeting_id:str}"
    tags = ("minutes",)

    @get("/risks", summary="What deserves a look, most dangerous first, with answers")
    async def list_risks(  # noqa: PLR0917 - what an address holds
        self,
        request: AnyRequest,
        services: TheServices,
        meeting_id: Key,
        limit: Limit = 100,
        after: After = None,
        controls: Controls = 0,
    ) -> Response[Page[RiskView]]:
        """Return claims with the reason for a look, their evidence and the answer that holds, if any."""
        found = await services.confirmations.queue(meeting_id, controls=0 if controls < 2 else controls)  # noqa: PLR2004 - at least two
        return cut(request, found, after=after, limit=limit, name=lambda risk: risk.id)

    @post("/confirmations", summary="Answer about one claim", status_code=200)
    async def confirm(self, services: TheServices, meeting_id: Key, data: JSONBody[ClaimReply]) -> AnswerView:
        """Keep whether a claim is right, wrong or was changed; one at a time, after looking."""
        return await services.confirmations.answer(meeting_id, data)

    @get("/minutes/confirmed", summary="The draft with who confirmed what")
    async def read_confirmed(self, services: TheServices, meeting_id: Key) -> dict[str, Any]:
        """Return ``minutes.json`` with ``confirmed_by`` and ``confirmed_at`` of votes and decisions."""
        minutes = await services.confirmations.minutes(meeting_id)
        # Litestar cannot describe a structure whose default holds a dictionary (it hashes defaults).
        return cast("dict[str, Any]", msgspec.to_builtins(minutes))

    @get("/review-share", summary="How much was looked at, and the time left")
    async def read_share(self, services: TheServices, meeting_id: Key) -> ReviewShare:
        """Return the share looked at, what is confirmed, and the estimated minutes left."""
        return await services.confirmations.share(meeting_id)
