"""Agendas as JSON: what an invitation says, before a meeting is entered with it."""

from __future__ import annotations

import asyncio
from typing import Annotated

from litestar import Controller, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter

from app.web.forms import read_upload
from app.web.pages import AnyRequest
from app.web.uploads import DOCUMENT_LIMIT, FormFile, display_name, limited
from minutes.inputs import read_agenda
from minutes.types import Agenda


class AgendaApi(Controller):
    """Recognition of agendas."""

    path = "/agendas"
    tags = ("meetings",)

    @post(
        "/recognition",
        status_code=200,
        summary="Recognise the agenda in an invitation",
        description="The body is the file itself: an invitation as docx, pdf or txt, an agenda as JSON, or "
        "an OParl Meeting as JSON. Nothing is stored; the answer can be corrected and then be entered with "
        "`POST /api/v1/meetings`.",
        request_max_body_size=DOCUMENT_LIMIT,
        responses={200: ResponseSpec(Agenda, description="What was recognised")},
    )
    async def recognise(
        self,
        request: AnyRequest,
        filename: Annotated[
            str, QueryParameter(max_length=1000, description="Name of the file; its ending tells the kind")
        ],
    ) -> Agenda:
        """Read the body of the request."""
        content = b"".join([chunk async for chunk in limited(request.stream(), DOCUMENT_LIMIT)])
        file = FormFile(display_name(filename), content)
        return await asyncio.to_thread(read_upload, file, read_agenda)
