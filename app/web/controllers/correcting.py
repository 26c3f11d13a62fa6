"""The page on which the transcript is corrected."""

from __future__ import annotations

import json

from litestar import Controller, get
from litestar.response import Template

from app.web.i18n import Translator
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, page, translator_of

TEXTS = "correct.js."
"""Beginning of the keys of texts that scripts show."""


class CorrectingController(Controller):
    """The desk: everything on it is read and changed through the JSON interface."""

    path = "/meetings/{meeting_id:str}/transcript"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, services: TheServices, meeting_id: Key) -> Template:
        """Show the desk; the transcript itself comes in stretches."""
        async with services.database.together():
            meeting = await services.meetings.get_meeting(meeting_id)
            first = await services.correcting.read(meeting_id, limit=1)
            heard = bool(meeting.recordings) or await services.recordings.can_be_heard(meeting_id)
        return page(
            request,
            "correct.html",
            meeting=meeting,
            first=first,
            heard=heard,
            texts=json.dumps(texts_for_scripts(translator_of(request)), ensure_ascii=False),
        )


def texts_for_scripts(translator: Translator) -> dict[str, str]:
    """Return the texts that scripts show, by their names there."""
    return {
        key.removeprefix(TEXTS): text for key, text in translator.messages.items() if key.startswith(TEXTS)
    }
