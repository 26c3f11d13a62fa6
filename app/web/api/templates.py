"""A municipality's own template of Word as JSON and files."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from litestar import Controller, Response, delete, get, post, put
from litestar.params import QueryParameter

from app.services.templates import LARGEST, TemplateCheck, TemplateView
from app.web.api.word import DOCX
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest
from minutes.render.checking import standard_template
from minutes.types import MinutesKind

Kind = Annotated[MinutesKind, QueryParameter(description="Kind of minutes")]
Name = Annotated[str, QueryParameter(max_length=200, description="Name of the file")]
LIMIT = LARGEST + 2**10
"""A byte too many is told by the check, in words."""


class TemplateApi(Controller):
    """The letterhead in which minutes are printed."""

    path = "/bodies/{body_id:str}/template"
    tags = ("templates",)

    @get("/", summary="The template in force")
    async def read_template(self, services: TheServices, body_id: Key) -> TemplateView:
        """Return what is known of it; 404 where the standard one holds."""
        return await services.templates.get(body_id)

    @put("/", summary="Put a template in force", status_code=200, request_max_body_size=LIMIT)
    async def put_template(
        self, request: AnyRequest, services: TheServices, body_id: Key, name: Name = "vorlage.docx"
    ) -> TemplateView:
        """Check the document in the body of the request and use it for what is printed from now on."""
        return await services.templates.put(body_id, name, await request.body())

    @delete("/", summary="Let the standard template hold again")
    async def remove_template(self, services: TheServices, body_id: Key) -> None:
        """Remove the template; documents that were made with it stay as they are."""
        await services.templates.remove(body_id)

    @post("/check", summary="Check a template", status_code=200, request_max_body_size=LIMIT)
    async def check_template(self, request: AnyRequest, services: TheServices, body_id: Key) -> TemplateCheck:
        """Say what is wrong with the document in the body of the request; nothing is kept."""
        return await services.templates.check(body_id, await request.body())

    @get("/file", summary="Download the template in force", media_type=DOCX)
    async def read_template_file(self, services: TheServices, body_id: Key) -> Response[bytes]:
        """Return the file as it was uploaded."""
        name, data = await services.templates.file(body_id)
        return download(name, data)

    @get("/preview", summary="Sample minutes in the template in force", media_type=DOCX)
    async def preview_template(
        self, services: TheServices, body_id: Key, kind: Kind = "course"
    ) -> Response[bytes]:
        """Return a document of Word with the minutes of a town that does not exist."""
        return download("muster.docx", await services.templates.preview(body_id, kind))

    @get("/standard", summary="Download the standard template", media_type=DOCX, sync_to_thread=False)
    def read_standard_template(self, body_id: Key) -> Response[bytes]:
        """Return the template that comes along, to begin with."""
        del body_id  # the same for everybody
        return download("niederschrift.docx", standard_template())


def download(name: str, data: bytes) -> Response[bytes]:
    """Return a document of Word to be kept under a name."""
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "cache-control": "no-store",
    }
    return Response(data, media_type=DOCX, headers=headers)
