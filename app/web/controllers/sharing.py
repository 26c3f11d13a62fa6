"""The page "Freigabe": release to the members, links for single readers."""

from __future__ import annotations

from litestar import Controller, get, post
from litestar.response import Redirect, Template

from app.access import Permission
from app.services import Services
from app.services.access.errors import ForbiddenError
from app.web.controllers.users import absolute
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, page, translator_of
from app.web.problems import status_of
from models.errors import InputError

LONGEST_NUMBER = 3


class SharingController(Controller):
    """Who may read a meeting."""

    path = "/meetings/{meeting_id:str}/sharing"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, services: TheServices, meeting_id: Key) -> Template:
        """Show whether the draft is released, and the links."""
        return await _page(request, services, meeting_id)

    @post("/release")
    async def release(self, services: TheServices, meeting_id: Key) -> Redirect:
        """Let the members read the draft."""
        await services.meetings.release(meeting_id)
        return Redirect(f"/meetings/{meeting_id}/sharing", status_code=303)

    @post("/take-back")
    async def take_back(self, services: TheServices, meeting_id: Key) -> Redirect:
        """Let the members no longer read it."""
        await services.meetings.take_back(meeting_id)
        return Redirect(f"/meetings/{meeting_id}/sharing", status_code=303)

    @post("/links", status_code=200)
    async def make_link(self, request: AnyRequest, services: TheServices, meeting_id: Key) -> Template:
        """Make a link and show it, this once."""
        form = {key: str(value) for key, value in (await request.form()).items()}
        days = form.get("days", "")
        try:
            made = await services.links.make(
                meeting_id,
                days=int(days) if days.isdecimal() and len(days) <= LONGEST_NUMBER else 0,
                nonpublic="nonpublic" in form,
                note=form.get("note", ""),
            )
        except InputError as error:
            return await _page(request, services, meeting_id, error=error, form=form)
        return await _page(request, services, meeting_id, address=absolute(request, f"/links/{made.secret}"))

    @post("/links/{link_id:str}/revoke")
    async def revoke(self, services: TheServices, meeting_id: Key, link_id: Key) -> Redirect:
        """End a link."""
        await services.links.revoke(meeting_id, link_id)
        return Redirect(f"/meetings/{meeting_id}/sharing", status_code=303)


async def _page(
    request: AnyRequest,
    services: Services,
    meeting_id: str,
    *,
    error: InputError | None = None,
    form: dict[str, str] | None = None,
    address: str = "",
) -> Template:
    meeting = await services.meetings.get_meeting(meeting_id)
    if not meeting.rights & {Permission.MEETING_RELEASE, Permission.LINK_GIVE}:
        raise ForbiddenError
    return page(
        request,
        "sharing.html",
        status=status_of(error) if error else 200,
        meeting=meeting,
        given=await services.links.list(meeting_id),
        address=address,
        form=form or {},
        error=error.text(translator_of(request).language) if error else "",
    )
