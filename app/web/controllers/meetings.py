"""Pages of meetings: the list, and the one page of a meeting, which follows its state."""

from __future__ import annotations

from litestar import Controller, get, post
from litestar.response import Redirect, Template

from app.access import Permission
from app.services import Services
from app.web.fragments import DeskFragments
from app.web.inject import Key, TheFragments, TheServices
from app.web.pages import AnyRequest, environment_of, page, translator_of

PER_PAGE = 50
"""Meetings on one page of the list."""

MOST_DIGITS = 6
"""Of the number of a page."""

WATCHING = frozenset({Permission.DRAFT_READ, Permission.PROCESSING_READ})
"""Permissions with which the processing can be watched."""

PREPARING = frozenset({"no recording", "recorded"})
"""States in which the recordings can still be changed."""


class MeetingController(Controller):
    """List, page and deletion of meetings."""

    path = "/meetings"
    include_in_schema = False

    @get("/")
    async def show_list(self, request: AnyRequest, services: TheServices) -> Template:
        """Show the meetings, the latest first."""
        text = request.query_params.get("page", "1")
        number = max(1, int(text[:MOST_DIGITS])) if text.isdecimal() else 1
        found = await services.meetings.list_meetings(limit=PER_PAGE + 1, offset=(number - 1) * PER_PAGE)
        return page(
            request,
            "meetings.html",
            meetings=found[:PER_PAGE],
            number=number,
            more=len(found) > PER_PAGE,
        )

    @get("/{meeting_id:str}")
    async def show(
        self, request: AnyRequest, services: TheServices, fragments: TheFragments, meeting_id: Key
    ) -> Template:
        """Show a meeting: what to upload, how far it is, or what came out."""
        async with services.database.together():
            return await self._shown(request, services, fragments, meeting_id)

    async def _shown(
        self, request: AnyRequest, services: Services, fragments: DeskFragments, meeting_id: str
    ) -> Template:
        changed = request.query_params.get("changed") == "1"
        meeting = await services.meetings.get_meeting(meeting_id)
        done, edits = meeting.summary.state == "done", Permission.MEETING_EDIT in meeting.rights
        if not meeting.readable or not (done or edits or meeting.rights & WATCHING):
            return page(request, "withheld.html", meeting=meeting)
        if not edits and meeting.summary.state in PREPARING:
            return page(request, "withheld.html", meeting=meeting)
        if meeting.summary.state in PREPARING:
            return page(request, "prepare.html", meeting=meeting, error=None, changed=changed)
        if meeting.summary.state == "done":
            found = await services.results.latest(meeting_id)
            heard = bool(meeting.recordings) or await services.recordings.can_be_heard(meeting_id)
            made = fragments.get(environment_of(request), translator_of(request), meeting, found)
            return page(
                request,
                "result.html",
                meeting=meeting,
                desk=made.desk,
                desk_body=made.body,
                downloads=made.downloads,
                heard=heard,
                second=_second(request.query_params.get("at", "")),
                changed=changed,
            )
        progress = await services.processing.progress(meeting_id)
        return page(request, "progress.html", meeting=meeting, progress=progress, changed=changed)

    @post("/{meeting_id:str}/delete")
    async def delete(self, services: TheServices, meeting_id: Key) -> Redirect:
        """Delete a meeting and go back to the list."""
        await services.meetings.delete_meeting(meeting_id)
        return Redirect("/meetings", status_code=303)


def _second(text: str) -> float | None:
    """Return the second at which the sound is to begin, as a link of the search says it."""
    whole, _, part = text[:12].partition(".")
    return float(f"{whole}.{part or 0}") if whole.isdecimal() and (not part or part.isdecimal()) else None
