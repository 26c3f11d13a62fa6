"""Results as JSON, and the documents."""

from __future__ import annotations

from typing import Any, cast

import msgspec
from litestar import Controller, get
from litestar.response import Response

from app.web.api.paging import After, Limit, Page, cut
from app.web.controllers.documents import disposition
from app.web.guard import DOCUMENT_POLICY
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest
from minutes.types import Outcomes, Transcript


class ResultApi(Controller):
    """What processing made of a meeting."""

    path = "/meetings/{meeting_id:str}"
    tags = ("results",)

    @get("/transcript", summary="The transcript by item and speaker")
    async def read_transcript(self, services: TheServices, meeting_id: Key) -> Transcript:
        """Return ``transcript.json``."""
        return await services.results.transcript(meeting_id)

    @get("/outcomes", summary="Items, votes, motions, attendance")
    async def read_outcomes(self, services: TheServices, meeting_id: Key) -> Outcomes:
        """Return ``outcomes.json``."""
        return await services.results.outcomes(meeting_id)

    @get("/minutes", summary="The draft minutes as structure")
    async def read_minutes(self, services: TheServices, meeting_id: Key) -> dict[str, Any]:
        """Return ``minutes.json`` (schema ``protokollant/minutes/1``)."""
        minutes = await services.results.minutes(meeting_id)
        # Litestar cannot describe a structure whose default holds a dictionary (it hashes defaults).
        return cast("dict[str, Any]", msgspec.to_builtins(minutes))

    @get("/documents", summary="Names of the documents there are")
    async def list_documents(
        self,
        request: AnyRequest,
        services: TheServices,
        meeting_id: Key,
        limit: Limit = 100,
        after: After = None,
    ) -> Response[Page[str]]:
        """Return the names, sorted."""
        found = await services.results.documents(meeting_id)
        return cut(request, found, after=after, limit=limit, name=str)

    @get("/documents/{name:str}", summary="One document", media_type="application/octet-stream")
    async def read_document(self, services: TheServices, meeting_id: Key, name: Key) -> Response[bytes]:
        """Return the file."""
        document = await services.results.document(meeting_id, name)
        headers = {"content-disposition": disposition(document), "etag": f'"{document.etag}"'}
        if name.endswith(".html"):
            headers["content-security-policy"] = DOCUMENT_POLICY
        return Response(document.data, media_type=document.mime, headers=headers)
