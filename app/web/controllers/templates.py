"""The page of a municipality's own template of Word."""

from __future__ import annotations

from litestar import Controller, get, post
from litestar.response import Redirect, Template

from app.services.access.errors import ForbiddenError
from app.services.templates import LARGEST, TemplateCheck, TemplateNotFound, TemplateUnusable
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, page, translator_of
from app.web.uploads import read_form
from minutes.render.checking import field_rows
from models.errors import InputError, ProtokollantError

BACK = "/templates"


class TemplateController(Controller):
    """Upload, result of the check, removal."""

    path = BACK
    include_in_schema = False

    @get("/")
    async def choose(self, request: AnyRequest, services: TheServices) -> Template:
        """Show the first municipality that who asks manages, or the one asked for."""
        bodies = await services.templates.bodies()
        if not bodies:
            raise ForbiddenError
        return await _page(request, services, request.query_params.get("body") or bodies[0][0])

    @post("/{body_id:str}", status_code=200, request_max_body_size=LARGEST + 2**20)
    async def upload(self, request: AnyRequest, services: TheServices, body_id: Key) -> Template | Redirect:
        """Check a file; put it in force where that was asked for and minutes can be made from it."""
        await services.templates.check(body_id, b"")  # refuses who may not, before anything is read
        checked: TemplateCheck | None = None
        try:
            form = await read_form(request, limit=LARGEST + 2**10)
            file = form.files.get("file")
            data = file.data if file else b""
            if "check" in form.fields:
                checked = await services.templates.check(body_id, data)
                return await _page(request, services, body_id, checked=checked)
            await services.templates.put(body_id, file.filename if file else "", data)
        except TemplateUnusable:
            checked = await services.templates.check(body_id, data)
            return await _page(request, services, body_id, checked=checked, refused=True)
        except InputError as error:
            return await _page(request, services, body_id, error=error)
        return Redirect(f"{BACK}?body={body_id}&saved=1", status_code=303)

    @post("/{body_id:str}/remove")
    async def remove(self, services: TheServices, body_id: Key) -> Redirect:
        """Let the standard template hold again."""
        await services.templates.remove(body_id)
        return Redirect(f"{BACK}?body={body_id}", status_code=303)


async def _page(
    request: AnyRequest,
    services: TheServices,
    body_id: str,
    *,
    checked: TemplateCheck | None = None,
    refused: bool = False,
    error: ProtokollantError | None = None,
) -> Template:
    async with services.database.together():
        try:
            own = await services.templates.get(body_id)
        except TemplateNotFound:
            own = None
        bodies = await services.templates.bodies()
    return page(
        request,
        "templates.html",
        status=422 if error or refused else 200,
        body_id=body_id,
        body=dict(bodies).get(body_id, ""),
        bodies=bodies,
        own=own,
        checked=checked,
        refused=refused,
        fields=list(field_rows(translator_of(request).language)),
        error=error,
        saved=request.query_params.get("saved") == "1",
    )
