"""The page on which the minutes are written."""

from __future__ import annotations

import json
from typing import Annotated
from urllib.parse import urlencode
from uuid import uuid4

import msgspec
from litestar import Controller, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect, Template

from app.services.writing import Wish
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, page
from app.web.writing import fields_of, part_of, parts_of, read_value
from minutes.editing import AddEntry, ChangePlaceError, Path, RemoveEntry, SetField
from models.errors import InputError, ProtokollantError

SHOWN = 20
"""Changes of the history that the page shows."""

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


class WritingController(Controller):
    """One part of the minutes at a time: head, people, or an item."""

    path = "/meetings/{meeting_id:str}/minutes"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, services: TheServices, meeting_id: Key) -> Template:
        """Show a part."""
        return await _page(request, services, meeting_id)

    @post("/place", status_code=200)
    async def save(
        self, request: AnyRequest, services: TheServices, meeting_id: Key, data: Form
    ) -> Template | Redirect:
        """Save the fields of an entry that differ from what was seen; for browsers without scripts."""
        try:
            path = _path(data)
            for field in fields_of(path):
                seen = data.get(f"seen-{field.name}", "")
                if field.name not in data or data[field.name] == seen:
                    continue
                change = SetField(path=(*path, field.name), value=read_value(field, data[field.name]))
                wish = Wish(client_id=uuid4(), change=change, seen=read_value(field, seen))
                await services.writing.change(meeting_id, wish)
        except InputError as error:
            return await _page(request, services, meeting_id, error=error)
        return _back(request, meeting_id)

    @post("/add", status_code=200)
    async def add(
        self, request: AnyRequest, services: TheServices, meeting_id: Key, data: Form
    ) -> Template | Redirect:
        """Add an entry."""
        try:
            path = _path(data)
            filled = {
                field.name: read_value(field, data.get(field.name, "")) for field in fields_of((*path, ""))
            }
            entry = {name: value for name, value in filled.items() if value not in (None, "", [])}
            await services.writing.change(
                meeting_id, Wish(client_id=uuid4(), change=AddEntry(path=path, entry=entry))
            )
        except InputError as error:
            return await _page(request, services, meeting_id, error=error)
        return _back(request, meeting_id)

    @post("/remove", status_code=200)
    async def remove(
        self, request: AnyRequest, services: TheServices, meeting_id: Key, data: Form
    ) -> Template | Redirect:
        """Remove an entry; the history takes it back."""
        try:
            change = RemoveEntry(path=_path(data))
            await services.writing.change(meeting_id, Wish(client_id=uuid4(), change=change))
        except InputError as error:
            return await _page(request, services, meeting_id, error=error)
        return _back(request, meeting_id)

    @post("/undo/{seq:str}", status_code=200)
    async def undo(
        self, request: AnyRequest, services: TheServices, meeting_id: Key, seq: Key
    ) -> Template | Redirect:
        """Take a change back."""
        try:
            number = int(seq) if seq.isascii() and seq.isdigit() and len(seq) < len("1000000000") else 0
            await services.writing.undo(meeting_id, number, uuid4())
        except InputError as error:
            return await _page(request, services, meeting_id, error=error)
        return _back(request, meeting_id)

    @post("/settle", status_code=200)
    async def settle(
        self, request: AnyRequest, services: TheServices, meeting_id: Key, data: Form
    ) -> Template | Redirect:
        """Take what a newer draft says, or keep what a person entered."""
        try:
            await services.writing.settle(meeting_id, _path(data), uuid4(), take=data.get("take") == "1")
        except InputError as error:
            return await _page(request, services, meeting_id, error=error)
        return _back(request, meeting_id)

    @post("/print")
    async def renew(self, services: TheServices, meeting_id: Key) -> Redirect:
        """Make the documents again, with every change."""
        await services.processing.run_again(meeting_id, "draft")
        return Redirect(f"/meetings/{meeting_id}", status_code=303)


def _path(data: Form) -> Path:
    """Return the place that a form is about.

    Raises:
        ChangePlaceError: it names none.
    """
    try:
        return msgspec.json.decode(data.get("path", ""), type=Path)
    except msgspec.MsgspecError as error:
        raise ChangePlaceError(place=data.get("path", "")[:100]) from error


def _back(request: AnyRequest, meeting_id: str) -> Redirect:
    part = urlencode({"part": request.query_params.get("part", "")})
    return Redirect(f"/meetings/{meeting_id}/minutes?{part}", status_code=303)


async def _page(
    request: AnyRequest, services: TheServices, meeting_id: str, *, error: ProtokollantError | None = None
) -> Template:
    key = request.query_params.get("part", "")
    async with services.database.together():
        meeting = await services.meetings.get_meeting(meeting_id)
        desk = await services.writing.open(meeting_id)
        changes = await services.writing.history(meeting_id, limit=SHOWN)
        heard = bool(meeting.recordings) or await services.recordings.can_be_heard(meeting_id)
    parts = parts_of(desk.minutes)
    chosen = next((part for part in parts if part.key == key), parts[0])
    place = parts.index(chosen)
    sections, points = part_of(desk.minutes, chosen.key)
    return page(
        request,
        "write.html",
        status=422 if error else 200,
        meeting=meeting,
        desk={"duration": meeting.summary.duration},
        written=desk,
        parts=parts,
        part=chosen,
        before=parts[place - 1] if place else None,
        after=parts[place + 1] if place + 1 < len(parts) else None,
        sections=sections,
        points=points,
        changes=changes,
        heard=heard,
        error=error,
        as_json=lambda value: json.dumps(msgspec.to_builtins(value), ensure_ascii=False),
        told=_told,
    )


def _told(value: object) -> str:
    """Return a value in a line of the history."""
    if value is None or value in ([], ()):
        return "–"
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, dict):
        return " · ".join(str(one) for name, one in value.items() if name in TELLING and one)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


TELLING = frozenset({"who", "speaker", "mover", "person", "result", "yes", "no", "abstain", "until", "text"})
"""Fields of an entry by which people know it."""
