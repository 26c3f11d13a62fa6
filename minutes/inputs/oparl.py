"""An OParl Meeting as agenda (OParl 1.0 and 1.1, "Meeting" and "AgendaItem")."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from datetime import datetime
from typing import TYPE_CHECKING

from minutes.inputs.errors import AgendaAddressError, InvalidMemberError
from minutes.types import Agenda, AgendaItem, MeetingInfo

if TYPE_CHECKING:
    from minutes.inputs.jsonfile import JsonObject

TIMEOUT = 20
LARGEST = 20_000_000


def is_meeting(data: JsonObject) -> bool:
    """Return whether the object says that it is an OParl Meeting."""
    kind = data.get("type")
    return isinstance(kind, str) and kind.rstrip("/").endswith("/Meeting")


def fetch_meeting(url: str) -> JsonObject:
    """Get an object from an OParl server.

    Raises:
        AgendaAddressError: no answer, no JSON, or no Meeting.
    """
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT) as answer:  # noqa: S310  # http(s), asked for by hand
            data = json.loads(answer.read(LARGEST))
    except (OSError, ValueError, urllib.error.URLError) as error:
        raise AgendaAddressError(url=url, problem=str(error) or type(error).__name__) from error
    if not isinstance(data, dict) or not is_meeting(data):
        raise AgendaAddressError(url=url, problem="no object of type Meeting")
    return data


def from_meeting(data: JsonObject, *, source: object) -> Agenda:
    """Turn a Meeting with its embedded agenda items into an agenda.

    Items are put in the order of their ``order`` where they have one; deleted ones and headings
    without a number are left out.

    Raises:
        InvalidMemberError: ``agendaItem`` is no list of objects.
    """
    items = data.get("agendaItem", [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InvalidMemberError(file=source, where="agendaItem", problem="embedded objects are expected")
    alive = [item for item in items if not item.get("deleted")]
    if all(isinstance(item.get("order"), int) for item in alive):
        alive.sort(key=lambda item: item["order"])
    agenda_items = tuple(
        AgendaItem(
            number=str(item["number"]).strip(),
            title=_text(item.get("name")) or "",
            public=item.get("public") is not False,
            paper=_paper(item),
        )
        for item in alive
        if str(item.get("number") or "").strip()
    )
    start = _moment(data.get("start"))
    return Agenda(
        meeting=MeetingInfo(
            body=_name(data.get("body")),
            organization=_name(data.get("organization")),
            number=_text(data.get("number")),
            date=start.date().isoformat() if start else None,
            start=start.strftime("%H:%M") if start else None,
            place=_place(data.get("location")),
        ),
        items=agenda_items,
    )


def _text(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _name(value: object) -> str | None:
    """Return the name of an embedded object, or of the first of a list; an address says nothing."""
    if isinstance(value, list):
        return next((name for name in map(_name, value) if name), None)
    return _text(value.get("name")) if isinstance(value, dict) else None


def _place(value: object) -> str | None:
    if not isinstance(value, dict):
        return _text(value) if isinstance(value, str) and not value.startswith("http") else None
    street = " ".join(filter(None, (_text(value.get("streetAddress")), _text(value.get("locality")))))
    parts = (_text(value.get("room")), _text(value.get("description")), street or None)
    return ", ".join(dict.fromkeys(part for part in parts if part)) or None


def _paper(item: JsonObject) -> str | None:
    """Return the reference of the paper, where consultation and paper are embedded."""
    consultation = item.get("consultation")
    paper = consultation.get("paper") if isinstance(consultation, dict) else None
    return _text(paper.get("reference")) if isinstance(paper, dict) else None


def _moment(value: object) -> datetime | None:
    """Return the local date and time as written (the offset names the place's own clock)."""
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
