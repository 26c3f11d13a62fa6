"""The page on which claims of the draft are checked, the most dangerous first."""

from __future__ import annotations

import json
import math
from typing import Annotated, cast, get_args
from urllib.parse import urlencode
from uuid import UUID, uuid4

from litestar import Controller, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect, Template

from app.services.access.signin_errors import TooManyAttempts
from app.services.confirmations import ClaimReply, Heard
from app.services.errors import NotFound
from app.web.checking import claim_of, next_open, position_of, window
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, page, translator_of
from app.web.problems import status_of
from minutes.review.confirm import Answer
from models.errors import InputError, ProtokollantError

CONTROLS = 8
"""Claims for each planted one, where they are wished."""

REFUSED = (InputError, NotFound, TooManyAttempts)
"""What is told above the claim."""

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


class CheckingController(Controller):
    """One claim at a time; with scripts its answers go through the JSON interface."""

    path = "/meetings/{meeting_id:str}/check"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, services: TheServices, meeting_id: Key) -> Template:
        """Show the claim that is asked for, else the first open one."""
        return await _page(request, services, meeting_id)

    @post("/", status_code=200)
    async def answer(
        self, request: AnyRequest, services: TheServices, meeting_id: Key, data: Form
    ) -> Template | Redirect:
        """Keep an answer and show what comes next; for browsers without scripts."""
        try:
            await services.confirmations.answer(meeting_id, _reply(data))
        except REFUSED as error:
            return await _page(request, services, meeting_id, error=error)
        query = {"claim": data.get("next", "")} | ({"controls": "1"} if data.get("controls") else {})
        return Redirect(f"/meetings/{meeting_id}/check?{urlencode(query)}", status_code=303)


def _reply(data: dict[str, str]) -> ClaimReply:
    try:
        number = UUID(data.get("client_id", ""))
    except ValueError:
        number = uuid4()
    answer = data.get("answer", "")
    return ClaimReply(
        claim=data.get("claim", "")[:100],
        answer=cast("Answer", answer if answer in get_args(Answer) else "wrong"),
        client_id=number,
        heard=Heard(utterances=tuple(data.get("utterances", "").split()), seconds=_seconds(data)),
        without_listening=data.get("without_listening") == "1",
    )


def _seconds(data: dict[str, str]) -> float:
    try:
        told = float(data.get("seconds", "0"))
    except ValueError:
        return 0.0
    return told if math.isfinite(told) and told > 0 else 0.0


async def _page(
    request: AnyRequest, services: TheServices, meeting_id: str, *, error: ProtokollantError | None = None
) -> Template:
    t = translator_of(request)
    controls = request.query_params.get("controls") == "1"
    async with services.database.together():
        meeting = await services.meetings.get_meeting(meeting_id)
        queue = await services.confirmations.queue(meeting_id, controls=CONTROLS if controls else 0)
        share = await services.confirmations.share(meeting_id)
        draft = await services.confirmations.draft(meeting_id)
        heard = bool(meeting.recordings) or await services.recordings.can_be_heard(meeting_id)
    place = position_of(queue, request.query_params.get("claim", ""))
    claim = after = before = following = None
    if place is not None:
        claim = claim_of(queue[place], draft.minutes, draft.transcript)
        open_one = next_open(queue, place)
        after = queue[open_one].id if open_one is not None else ""
        before = queue[place - 1].id if place else None
        following = queue[place + 1].id if place + 1 < len(queue) else None
    timed = claim is not None and any(one.start is not None for one in claim.passages)
    return page(
        request,
        "check.html",
        status=status_of(error) if error else 200,
        meeting=meeting,
        claim=claim,
        place=place,
        total=len(queue),
        rows=window(queue, place) if place is not None else [],
        after=after,
        before=before,
        following=following,
        share=share,
        answered=share.looked + share.unheard,
        left=math.ceil(share.minutes_left),
        sound=heard and timed,
        passages=json.dumps([[one.utterance, one.start, one.end] for one in claim.passages])
        if claim
        else "[]",
        controls=controls,
        client_id=uuid4(),
        error=error.text(t.language) if error else "",
        where=lambda identity: "?" + urlencode({"claim": identity} | ({"controls": "1"} if controls else {})),
    )
