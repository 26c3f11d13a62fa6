"""Correcting the transcript as JSON: stretches of it, corrections, what others did meanwhile."""

from __future__ import annotations

from typing import Annotated, Any, cast
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import JSONBody, QueryParameter

from app.services.correcting import Changes, DeskPage, EditView, EditWishes
from app.web.api.paging import Page, paged
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest

DIGITS = 10
"""More than the number of any correction has."""

SHOWN = 100
"""Corrections in one answer."""

STRETCH = 2000
"""Utterances at most in one answer."""

Before = Annotated[int | None, QueryParameter(name="after", ge=1, description="`next` of the page before")]

Since = Annotated[int, QueryParameter(ge=0, description="Number of the last correction that is known")]


class TakingBack(msgspec.Struct, frozen=True, kw_only=True):
    """A wish to take a correction back."""

    client_id: UUID
    """Another for each wish; sent again where no answer came."""


class CorrectingApi(Controller):
    """Read the transcript as it is worked on, correct it, take corrections back."""

    path = "/meetings/{meeting_id:str}/transcript/work"
    tags = ("results",)

    @get("/", summary="The transcript as it stands, a stretch at a time")
    async def read_transcript_work(
        self,
        services: TheServices,
        meeting_id: Key,
        after: Annotated[str | None, QueryParameter(description="`next` of the stretch before")] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=STRETCH)] = 500,
    ) -> DeskPage:
        """Return utterances with their words' times, voices and items."""
        return await services.correcting.read(meeting_id, after=after, limit=limit)

    @get("/changes", summary="What became of it since a correction, and who else is at it")
    async def read_transcript_changes(
        self,
        services: TheServices,
        meeting_id: Key,
        since: Since,
        at: Annotated[
            str | None, QueryParameter(description="Utterance where you are; others are told")
        ] = None,
    ) -> Changes:
        """Return utterances that read otherwise since; asked again every few seconds."""
        return await services.correcting.changes(meeting_id, since, at=at)

    @post("/edits", summary="Correct the transcript", status_code=200)
    async def correct(
        self, services: TheServices, meeting_id: Key, since: Since, data: JSONBody[EditWishes]
    ) -> Changes:
        """Make corrections one after the other; sent twice one is made once."""
        return await services.correcting.correct(meeting_id, data.edits, since)

    @post("/edits/{seq:str}/undo", summary="Take a correction back", status_code=200)
    async def undo_correction(
        self, services: TheServices, meeting_id: Key, seq: Key, since: Since, data: JSONBody[TakingBack]
    ) -> Changes:
        """Restore what stood there; taken back itself, the correction is made again."""
        return await services.correcting.undo(meeting_id, _number(seq), data.client_id, since)

    @get("/edits", summary="Corrections, the latest first")
    async def list_corrections(
        self,
        request: AnyRequest,
        services: TheServices,
        meeting_id: Key,
        before: Before = None,
        utterance: Annotated[str | None, QueryParameter(description="Only those that touched it")] = None,
    ) -> Response[Page[dict[str, Any]]]:
        """Return who corrected what and when."""
        found: list[EditView] = await services.correcting.history(
            meeting_id, utterance=utterance, before=before, limit=SHOWN + 1
        )
        more = len(found) > SHOWN
        data = [cast("dict[str, Any]", msgspec.to_builtins(one)) for one in found[:SHOWN]]
        return paged(request, data, last=str(found[SHOWN - 1].seq) if more else None)


def _number(seq: str) -> int:
    """Return the number of a correction; 0, which none has, for what is none."""
    return int(seq) if seq.isascii() and seq.isdigit() and len(seq) < DIGITS else 0
