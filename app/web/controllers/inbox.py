"""The inbox: what a watched folder brought, to be assigned to meetings."""

from __future__ import annotations

from litestar import Controller, get, post
from litestar.response import Redirect, Template

from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, page, translator_of
from app.web.problems import status_of
from app.web.uploads import read_form
from models.errors import ProtokollantError


class InboxController(Controller):
    """List, assignment and dismissal."""

    path = "/inbox"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, services: TheServices) -> Template:
        """Show what waits."""
        return page(request, "inbox.html", files=await services.inbox.list(), error=None)

    @post("/{file_id:str}/assign")
    async def assign(self, request: AnyRequest, services: TheServices, file_id: Key) -> Redirect | Template:
        """Make a file a part of the meeting that was chosen, and go there."""
        meeting = (await read_form(request)).fields.get("meeting", "")
        try:
            await services.inbox.assign(file_id, meeting)
        except ProtokollantError as error:
            text = error.text(translator_of(request).language)
            files = await services.inbox.list()
            return page(request, "inbox.html", status=status_of(error), files=files, error=text)
        return Redirect(f"/meetings/{meeting}", status_code=303)

    @post("/{file_id:str}/dismiss")
    async def dismiss(self, services: TheServices, file_id: Key) -> Redirect:
        """Put a file aside."""
        await services.inbox.dismiss(file_id)
        return Redirect("/inbox", status_code=303)
