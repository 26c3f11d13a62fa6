"""The page that changes what was entered of a meeting."""

from __future__ import annotations

from typing import Annotated

from litestar import Controller, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect, Template

from app.access import Permission
from app.services import MeetingView, Services
from app.services.access.errors import ForbiddenError
from app.services.errors import AlreadyRunning, ChangedMeanwhile
from app.services.lookup import BUSY
from app.services.states import state_choices
from app.web.editing import (
    ROLES,
    EditForm,
    Merged,
    act,
    form_of,
    merge,
    read_change,
    read_edit,
    read_kept,
    take,
)
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, page, translator_of
from app.web.problems import status_of
from models.errors import InputError, ProtokollantError

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]

UNPROCESSABLE = 422

THEIRS = "theirs-"
"""Begin of the name of a button that takes one part as somebody else left it."""


class EditController(Controller):
    """Date, place, agenda, people, words, language, law."""

    path = "/meetings/{meeting_id:str}/edit"
    include_in_schema = False
    request_max_body_size = 4 * 2**20

    @get("/")
    async def show(self, request: AnyRequest, services: TheServices, meeting_id: Key) -> Template:
        """Show the form as the meeting is kept."""
        meeting = await _open(services, meeting_id)
        return _page(request, meeting, form_of(meeting))

    @post("/", status_code=200)
    async def change(
        self, request: AnyRequest, services: TheServices, meeting_id: Key, data: Form
    ) -> Template | Redirect:
        """Keep the form; or do what one of its buttons says, which keeps nothing."""
        meeting, form = await _open(services, meeting_id), read_edit(data)
        again = _pressed(request, meeting, form, data)
        if again is not None:
            return again
        read = read_change(form, meeting, translator_of(request))
        if read.errors:
            return _page(request, meeting, form, errors=read.errors)
        if read.change is None:
            return Redirect(f"/meetings/{meeting_id}", status_code=303)
        try:
            await services.meetings.change_meeting(meeting_id, read.change, revision=meeting.revision)
        except ChangedMeanwhile:
            return _clash(request, await _open(services, meeting_id), form, data)
        except (AlreadyRunning, InputError) as error:
            return _page(request, meeting, form, error=error)
        return Redirect(f"/meetings/{meeting_id}?changed=1", status_code=303)


def _pressed(request: AnyRequest, meeting: MeetingView, form: EditForm, data: Form) -> Template | None:
    """Return the form again where a button that keeps nothing was pressed, or somebody else was faster."""
    pressed, revision = data.get("do", ""), data.get("revision", "")
    acted = act(form, pressed)
    if acted is not None:
        return _page(request, meeting, acted, base=_base(meeting, data), revision=revision, focus=pressed)
    if revision != str(meeting.revision):
        return _clash(request, meeting, form, data)
    if pressed.startswith(THEIRS):
        return _page(request, meeting, take(form, form_of(meeting), pressed.removeprefix(THEIRS)))
    return None


def _clash(request: AnyRequest, meeting: MeetingView, form: EditForm, data: Form) -> Template:
    merged = merge(_base(meeting, data), form, form_of(meeting), translator_of(request))
    return _page(request, meeting, form, merged=merged)


def _base(meeting: MeetingView, data: Form) -> EditForm:
    """Return on what the typed text rests."""
    return read_kept(data.get("base", "")) or form_of(meeting)


async def _open(services: Services, meeting_id: str) -> MeetingView:
    """Return a meeting that who asks may change, whole: what is cut would be lost when it is kept."""
    meeting = await services.meetings.get_meeting(meeting_id)
    if Permission.MEETING_EDIT not in meeting.rights or not meeting.whole:
        raise ForbiddenError
    return meeting


def _page(
    request: AnyRequest,
    meeting: MeetingView,
    form: EditForm,
    *,
    base: EditForm | None = None,
    revision: str | None = None,
    errors: dict[str, str] | None = None,
    error: ProtokollantError | None = None,
    merged: Merged | None = None,
    focus: str = "",
) -> Template:
    status = status_of(ChangedMeanwhile()) if merged else UNPROCESSABLE if errors else 200
    return page(
        request,
        "edit.html",
        status=status_of(error) if error else status,
        meeting=meeting,
        form=merged.form if merged else form,
        base=base or form_of(meeting),
        revision=revision or str(meeting.revision),
        errors=errors or {},
        error=error.text(translator_of(request).language) if error else "",
        merged=merged,
        busy=meeting.summary.state in BUSY,
        roles=ROLES,
        states=state_choices(),
        focus=focus,
    )
