"""The pages on which minutes leave for Word and come back."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Annotated, get_args
from uuid import uuid4

import msgspec
from litestar import Controller, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect, Template

from app.services.writing import Wish, WordReview
from app.services.writing.word import LARGEST
from app.web.api.word import as_file
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, page
from app.web.uploads import read_form
from minutes.editing import Change, ChangePlaceError, RemoveEntry, SetField
from minutes.types import MinutesKind
from models.errors import InputError, ProtokollantError

KINDS: tuple[MinutesKind, ...] = get_args(MinutesKind)
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
ENTRY, TITLE = 5, 3
"""Names on the way to a text of an entry, and to the title of an item, which always has one."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A difference that somebody takes over."""

    path: tuple[str, ...]
    back: str | None
    now: str | None


class WordController(Controller):
    """Out, back, and what of it is taken over."""

    path = "/meetings/{meeting_id:str}/minutes/word"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, services: TheServices, meeting_id: Key) -> Template:
        """Show how it goes."""
        return await _page(request, services, meeting_id)

    @post("/", status_code=200)
    async def send(self, services: TheServices, meeting_id: Key, data: Form) -> Response[bytes]:
        """Download the minutes for Word."""
        wanted = data.get("kind", "course")
        kind: MinutesKind = next((one for one in KINDS if one == wanted), "course")
        return as_file(await services.word.send(meeting_id, kind))

    @post("/back", status_code=200, request_max_body_size=LARGEST + 2**20)
    async def receive(self, request: AnyRequest, services: TheServices, meeting_id: Key) -> Template:
        """Show what was changed in Word."""
        await services.writing.open(meeting_id)  # refuses who may not, before anything is read
        try:
            form = await read_form(request, limit=LARGEST)
            file = form.files.get("file")
            review = await services.word.receive(meeting_id, file.data if file else b"")
        except InputError as error:
            return await _page(request, services, meeting_id, error=error)
        return await _page(request, services, meeting_id, review=review)

    @post("/take", status_code=200)
    async def take(self, request: AnyRequest, services: TheServices, meeting_id: Key) -> Template | Redirect:
        """Take over what was chosen, change by change; each can be taken back on the page of the minutes."""
        await services.writing.open(meeting_id)  # refuses who may not, before anything is read
        try:
            for text in (await request.form()).getall("take", []):
                taken = _taken(text)
                await services.writing.change(
                    meeting_id, Wish(client_id=uuid4(), change=_change(taken), seen=taken.now)
                )
        except InputError as error:
            return await _page(request, services, meeting_id, error=error)
        return Redirect(f"/meetings/{meeting_id}/minutes", status_code=303)


def _taken(text: str) -> Taken:
    try:
        return msgspec.json.decode(text, type=Taken)
    except msgspec.MsgspecError as error:
        raise ChangePlaceError(place=text[:100]) from error


def _change(taken: Taken) -> Change:
    if taken.back is None and len(taken.path) == ENTRY:
        return RemoveEntry(path=taken.path[:-1])
    return SetField(path=taken.path, value=taken.back)


async def _page(
    request: AnyRequest,
    services: TheServices,
    meeting_id: str,
    *,
    review: WordReview | None = None,
    error: ProtokollantError | None = None,
) -> Template:
    async with services.database.together():
        meeting = await services.meetings.get_meeting(meeting_id)
        await services.writing.open(meeting_id)
    changes = [
        {
            "one": one,
            "place": one.path[:3],
            "marked": marked(one.sent, one.back or ""),
            "taken": msgspec.json.encode(Taken(path=one.path, back=one.back, now=one.now)).decode(),
            "possible": one.back is not None or len(one.path) != TITLE,
        }
        for one in (review.changes if review else ())
    ]
    return page(
        request,
        "word.html",
        status=422 if error else 200,
        meeting=meeting,
        review=review,
        changes=changes,
        kinds=KINDS,
        error=error,
    )


def marked(before: str, after: str) -> list[tuple[str, str]]:
    """Return two texts as one: pieces that stayed (empty name), went (``del``) and came (``ins``)."""
    old, new = before.split(), after.split()
    pieces = []
    for kind, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("", " ".join(old[first:last])))
            continue
        sides = (("del", old[first:last]), ("ins", new[begin:end]))
        pieces += [(name, " ".join(words)) for name, words in sides if words]
    return pieces
