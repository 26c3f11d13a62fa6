"""The form "new meeting"."""

from __future__ import annotations

from litestar import Controller, get, post
from litestar.response import Redirect, Template

from app.services.states import state_choices
from app.web.forms import NewMeeting, agenda_of, read_new_meeting
from app.web.inject import DefaultProfile, TheServices
from app.web.pages import AnyRequest, page, translator_of
from app.web.uploads import DOCUMENT_LIMIT, read_form
from minutes.types import Roster

UNPROCESSABLE = 422


class NewMeetingController(Controller):
    """Enters a meeting: invitation, people, words."""

    path = "/meetings/new"
    include_in_schema = False
    request_max_body_size = DOCUMENT_LIMIT + 2**20

    @get("/")
    async def show(self, request: AnyRequest) -> Template:
        """Show the empty form."""
        return page(request, "new.html", form=NewMeeting(), states=state_choices())

    @post("/")
    async def create(
        self, request: AnyRequest, services: TheServices, profile: DefaultProfile
    ) -> Template | Redirect:
        """Enter the meeting and go to its page, or show the form again with what is wrong."""
        form = read_new_meeting(await read_form(request), translator_of(request))
        if form.agenda is None or form.errors:
            return page(request, "new.html", status=UNPROCESSABLE, form=form, states=state_choices())
        view = await services.meetings.create_meeting(
            form.agenda,
            form.roster or Roster(),
            glossary=form.glossary,
            language=form.language,
            profile=profile,
            speakers=form.speakers,
            state=form.state or None,
        )
        return Redirect(f"/meetings/{view.summary.id}", status_code=303)

    @post("/agenda", status_code=200)
    async def preview(self, request: AnyRequest) -> Template:
        """Return what was recognised in the chosen agenda, as a fragment."""
        form = agenda_of(await read_form(request), translator_of(request))
        return page(request, "parts/agenda.html", form=form, preview=True)
