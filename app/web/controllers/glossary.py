"""The page of a municipality's glossary: what was learnt, and a form for corrections."""

from __future__ import annotations

from typing import Annotated

from litestar import Controller, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect, Template

from app.services.access.errors import ForbiddenError
from app.services.glossary import KINDS
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, page, translator_of
from models.errors import InputError, ProtokollantError

BACK = "/glossary"

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


class GlossaryController(Controller):
    """Terms, corrections."""

    path = BACK
    include_in_schema = False

    @get("/")
    async def choose(self, request: AnyRequest, services: TheServices) -> Template:
        """Show the glossary of the first municipality of who asks, or of the one asked for."""
        bodies = await services.glossary.bodies()
        if not bodies:
            raise ForbiddenError
        return await _page(request, services, request.query_params.get("body") or bodies[0][0])

    @post("/{body_id:str}/corrections", status_code=200)
    async def correct(
        self, request: AnyRequest, services: TheServices, body_id: Key, data: Form
    ) -> Template | Redirect:
        """Learn from the form: with something heard a correction, without it a term entered by hand."""
        heard, written, kind = data.get("heard", ""), data.get("written", ""), data.get("kind", "")
        try:
            if heard.strip():
                await services.glossary.correct(body_id, heard, written, kind)
            else:
                await services.glossary.add(body_id, written, kind)
        except InputError as error:
            return await _page(request, services, body_id, error=error, form=data)
        return Redirect(f"{BACK}?body={body_id}&saved=1", status_code=303)

    @post("/{body_id:str}/terms/{term_id:str}", status_code=200)
    async def change(
        self, request: AnyRequest, services: TheServices, body_id: Key, term_id: Key, data: Form
    ) -> Template | Redirect:
        """Keep the spelling and kind of an entry; whoever does confirms it."""
        try:
            await services.glossary.change(
                body_id, term_id, term=data.get("term", ""), kind=data.get("kind"), confirmed=True
            )
        except InputError as error:
            return await _page(request, services, body_id, error=error)
        return Redirect(f"{BACK}?body={body_id}&saved=1", status_code=303)

    @post("/{body_id:str}/terms/{term_id:str}/remove")
    async def remove(self, services: TheServices, body_id: Key, term_id: Key) -> Redirect:
        """Take an entry out."""
        await services.glossary.remove(body_id, term_id)
        return Redirect(f"{BACK}?body={body_id}&saved=1", status_code=303)


async def _page(
    request: AnyRequest,
    services: TheServices,
    body_id: str,
    *,
    error: ProtokollantError | None = None,
    form: Form | None = None,
) -> Template:
    t, asked = translator_of(request), request.query_params
    bodies = await services.glossary.bodies()
    return page(
        request,
        "glossary.html",
        status=422 if error else 200,
        terms=await services.glossary.list(
            body_id, after=asked.get("after", "")[:100] or None, find=asked.get("find", "")[:100]
        ),
        body_id=body_id,
        body=dict(bodies).get(body_id, ""),
        bodies=bodies,
        kinds=[(kind, t(f"glossary.kind.{kind}")) for kind in KINDS],
        find=asked.get("find", "")[:100],
        form=form or {},
        error=error,
        saved=asked.get("saved") == "1",
    )
