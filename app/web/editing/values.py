"""What stands in the form: text as it was typed, whether or not it can be kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_args

import msgspec

from app.services import MeetingView
from diarize.types import SpeakerCount
from minutes.types import Role

ROLES: tuple[str, ...] = get_args(Role)
"""What somebody on the roster can be."""

PRESENCE = {None: "", True: "yes", False: "no"}
"""How "known beforehand" stands in the form."""

MOST_ROWS = 500
"""Items, and people, that a form can have."""

T = TypeVar("T")


class ItemRow(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the agenda as typed."""

    number: str = ""
    title: str = ""
    paper: str = ""
    public: bool = True

    @property
    def blank(self) -> bool:
        """Whether nothing was typed."""
        return not (self.number or self.title or self.paper)


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on the roster as typed."""

    name: str = ""
    role: str = "member"
    office: str = ""
    party: str = ""
    votes: bool = True
    present: str = ""
    """``yes``, ``no``, or empty where it is not known."""

    @property
    def blank(self) -> bool:
        """Whether nothing was typed."""
        return not (self.name or self.office or self.party)


class Speakers(msgspec.Struct, frozen=True, kw_only=True):
    """Number of voices as typed."""

    speakers: str = ""
    min_speakers: str = ""
    max_speakers: str = ""


class EditForm(msgspec.Struct, frozen=True, kw_only=True):
    """The whole form; each field is a part that one person changes, or two."""

    date: str = ""
    start: str = ""
    place: str = ""
    number: str = ""
    items: tuple[ItemRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    glossary: str = ""
    """A term a line."""
    language: str = "de"
    state: str = ""
    """Code; empty: that of the municipality."""
    speakers: Speakers = Speakers()

    @property
    def kept(self) -> str:
        """All of it as JSON, for a hidden field: on what the typed text rests."""
        return msgspec.json.encode(self).decode()


def form_of(meeting: MeetingView) -> EditForm:
    """Return the form of a meeting as it is kept."""
    head = meeting.agenda.meeting
    return EditForm(
        date=head.date or "",
        start=head.start or "",
        place=head.place or "",
        number=head.number or "",
        items=tuple(
            ItemRow(number=one.number, title=one.title, paper=one.paper or "", public=one.public)
            for one in meeting.agenda.items
        ),
        people=tuple(
            PersonRow(
                name=one.name,
                role=one.role,
                office=one.office or "",
                party=one.party or "",
                votes=one.votes,
                present=PRESENCE[one.present],
            )
            for one in meeting.roster.people
        ),
        glossary="\n".join(meeting.glossary),
        language=meeting.language,
        state=meeting.state or "",
        speakers=_speakers(meeting.speakers),
    )


def read_edit(data: Mapping[str, str]) -> EditForm:
    """Return what was typed; rows are numbered from 0, and a box that is not ticked is not sent."""

    def text(name: str) -> str:
        return data.get(name, "").replace("\r\n", "\n").strip()

    def line(name: str) -> str:
        return text(name).replace("\n", " ")

    def row(kind: type[T], prefix: str, boxes: tuple[str, ...]) -> T:
        typed: dict[str, Any] = {
            field: f"{prefix}-{field}" in data if field in boxes else line(f"{prefix}-{field}")
            for field in kind.__struct_fields__  # type: ignore[attr-defined]  # a struct
        }
        return kind(**typed)

    return EditForm(
        date=text("date"),
        start=text("start"),
        place=text("place"),
        number=text("number"),
        items=tuple(row(ItemRow, f"item-{n}", ("public",)) for n in range(_count(data, "items"))),
        people=tuple(row(PersonRow, f"person-{n}", ("votes",)) for n in range(_count(data, "people"))),
        glossary=text("glossary"),
        language=text("language"),
        state=text("state"),
        speakers=row(Speakers, "voices", ()),
    )


def read_kept(text: str) -> EditForm | None:
    """Return the form of a hidden field; None where it is none of ours."""
    try:
        return msgspec.json.decode(text, type=EditForm)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def act(form: EditForm, name: str) -> EditForm | None:
    """Return the form after one of its buttons, which saves nothing; None where it is none of them.

    Args:
        form: as typed.
        name: ``item-add``, ``person-add``, or what is done to which row: ``item-up-3``, ``item-down-3``,
            ``item-remove-3``, ``person-remove-0``.
    """
    _, _, place = name.rpartition("-")
    row = int(place[:6]) if place.isascii() and place.isdigit() else -1
    items, people = form.items, form.people
    pressed: dict[str, Callable[[], dict[str, object]]] = {
        "item-add": lambda: {"items": (*items, ItemRow())[:MOST_ROWS]},
        "person-add": lambda: {"people": (*people, PersonRow())[:MOST_ROWS]},
    }
    if row >= 0:
        pressed |= {
            f"item-up-{place}": lambda: {"items": _swapped(items, row - 1)},
            f"item-down-{place}": lambda: {"items": _swapped(items, row)},
            f"item-remove-{place}": lambda: {"items": _without(items, row)},
            f"person-remove-{place}": lambda: {"people": _without(people, row)},
        }
    made = pressed.get(name)
    return None if made is None else msgspec.structs.replace(form, **made())


def _count(data: Mapping[str, str], name: str) -> int:
    text = data.get(f"{name}-count", "")
    return min(int(text[:6]), MOST_ROWS) if text.isascii() and text.isdigit() else 0


def _without(rows: tuple[T, ...], row: int) -> tuple[T, ...]:
    return (*rows[:row], *rows[row + 1 :])


def _swapped(rows: tuple[T, ...], upper: int) -> tuple[T, ...]:
    """Return rows with one and the next in each other's place; as they are where there are no two."""
    if not 0 <= upper < len(rows) - 1:
        return rows
    return (*rows[:upper], rows[upper + 1], rows[upper], *rows[upper + 2 :])


def _speakers(count: SpeakerCount) -> Speakers:
    exact, least, most = (
        "" if number is None else str(number) for number in (count.exact, count.minimum, count.maximum)
    )
    return Speakers(speakers=exact, min_speakers=least, max_speakers=most)
