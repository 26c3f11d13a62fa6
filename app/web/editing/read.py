"""From what was typed to a change of the meeting; a field that cannot be kept says why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

import msgspec
from msgspec import UNSET

from app.services import MeetingView
from app.services.amending import MeetingChange
from app.services.states import state_code
from app.web.editing.values import PRESENCE, ROLES, EditForm, ItemRow, PersonRow, form_of
from app.web.forms import SPOKEN, read_speakers, read_upload
from app.web.i18n import Translator
from app.web.uploads import FormFile
from minutes.inputs import read_glossary
from minutes.types import Agenda, AgendaItem, MeetingInfo, Person, Roster
from models.errors import InputError

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")

T = TypeVar("T")


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the form."""

    change: MeetingChange | None
    """None where nothing is different, or something is wrong."""
    errors: dict[str, str]
    """Field, as it is called on the page, to sentence."""


def read_change(form: EditForm, meeting: MeetingView, t: Translator) -> Read:
    """Return how a meeting is to be changed so that it is as typed.

    Only what is different is changed: what somebody did not touch stays, odd as it may be.

    Args:
        form: as typed.
        meeting: as it is kept.
        t: for what is wrong.
    """
    kept, errors = form_of(meeting), dict[str, str]()
    different = {name for name in EditForm.__struct_fields__ if getattr(form, name) != getattr(kept, name)}
    agenda = (
        _agenda(form, kept, t, errors) if different & {"date", "start", "place", "number", "items"} else None
    )
    roster = _roster(form.people, t, errors) if "people" in different else None
    glossary = speakers = None
    state = UNSET if "state" not in different else form.state or None
    if "glossary" in different:
        words = FormFile(f"{t('new.glossary')}.txt", form.glossary.encode())
        glossary = (
            _try(errors, "glossary", t, lambda: read_upload(words, read_glossary)) if form.glossary else ()
        )
    if "language" in different and form.language not in SPOKEN:
        errors["language"] = t("new.language_unknown")
    if "speakers" in different:
        speakers = _try(errors, "speakers", t, lambda: read_speakers(msgspec.structs.astuple(form.speakers)))
    if state:
        _try(errors, "state", t, lambda: state_code(form.state))
    if errors or not different:
        return Read(change=None, errors=errors)
    change = MeetingChange(
        agenda=agenda,
        roster=roster,
        glossary=None if glossary is None else tuple(glossary),
        language=form.language if "language" in different else None,
        speakers=speakers,
        state=state,
    )
    return Read(change=change, errors={})


def _agenda(form: EditForm, kept: EditForm, t: Translator, errors: dict[str, str]) -> Agenda:
    if form.date and form.date != kept.date and not _is_date(form.date):
        errors["date"] = t("edit.date_wrong")
    if form.start and form.start != kept.start and not CLOCK.fullmatch(form.start):
        errors["start"] = t("edit.start_wrong")
    return Agenda(
        meeting=MeetingInfo(
            number=form.number or None,
            date=form.date or None,
            start=form.start or None,
            place=form.place or None,
        ),
        items=tuple(_items(form.items, t, errors)),
    )


def _items(rows: Sequence[ItemRow], t: Translator, errors: dict[str, str]) -> list[AgendaItem]:
    found: list[AgendaItem] = []
    for place, row in enumerate(rows):
        if row.blank:
            continue
        if not row.number:
            errors[f"item-{place}-number"] = t("edit.item_number_missing", n=place + 1)
        elif any(row.number == one.number for one in found):
            errors[f"item-{place}-number"] = t("edit.item_number_twice", number=row.number)
        if not row.title:
            errors[f"item-{place}-title"] = t("edit.item_title_missing", number=row.number or place + 1)
        found.append(
            AgendaItem(number=row.number, title=row.title, public=row.public, paper=row.paper or None)
        )
    return found


def _roster(rows: Sequence[PersonRow], t: Translator, errors: dict[str, str]) -> Roster:
    people: list[Person] = []
    known = {text: value for value, text in PRESENCE.items()}
    for place, row in enumerate(rows):
        if row.blank:
            continue
        if not row.name:
            errors[f"person-{place}-name"] = t("edit.person_name_missing", n=place + 1)
        if row.role not in ROLES:
            errors[f"person-{place}-role"] = t("edit.person_role_wrong", name=row.name)
            continue
        people.append(
            msgspec.convert(
                {
                    "name": row.name,
                    "role": row.role,
                    "office": row.office or None,
                    "party": row.party or None,
                    "votes": row.votes,
                    "present": known.get(row.present),
                },
                Person,
            )
        )
    return Roster(people=tuple(people))


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _try(errors: dict[str, str], field: str, t: Translator, read: Callable[[], T]) -> T | None:
    try:
        return read()
    except InputError as error:
        errors[field] = error.text(t.language)
        return None
