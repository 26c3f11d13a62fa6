"""The form "new meeting": read what was entered, and say at the field what is wrong with it.

Uploaded files are read by :mod:`minutes.inputs`, which takes paths: the content is written to a
temporary folder under a name of ours, and errors name the file as the user knows it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import TypeVar

import msgspec

from app.services.errors import SpeakersContradict
from app.services.speakers import bounds_of
from app.services.states import state_code
from app.web.i18n import Translator
from app.web.uploads import Form, FormFile
from diarize.types import SpeakerCount
from minutes.inputs import read_agenda, read_glossary, read_roster
from minutes.types import Agenda, Roster
from models.errors import InputError

SUFFIXES = frozenset({".docx", ".json", ".pdf", ".txt"})
"""Endings of names that are kept; they tell the reader which kind of file it is."""

SPOKEN = ("de", "en")
"""Languages spoken in a meeting that can be chosen."""

SPEAKER_FIELDS = ("speakers", "min_speakers", "max_speakers")
"""Exactly so many voices, at least, at most; an empty field is unknown."""

T = TypeVar("T")


class NewMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """What was entered, so far as it could be understood, and what is wrong."""

    agenda: Agenda | None = None
    agenda_name: str = ""
    """File the agenda was read from; empty where it was pasted."""
    agenda_text: str = ""
    roster: Roster | None = None
    roster_name: str = ""
    glossary: tuple[str, ...] = ()
    glossary_text: str = ""
    language: str = "de"
    speakers: SpeakerCount = SpeakerCount()
    speakers_text: dict[str, str] = {}
    """What was entered as exact, least and greatest number, by the name of the field."""
    state: str = ""
    """Code of the state whose law the minutes follow; empty: that of the municipality."""
    errors: dict[str, str] = {}
    """Field to sentence."""

    @property
    def agenda_kept(self) -> str:
        """The understood agenda as JSON, for a hidden field: a file input forgets its file."""
        return msgspec.json.encode(self.agenda).decode() if self.agenda else ""

    @property
    def roster_kept(self) -> str:
        """The understood roster as JSON, likewise."""
        return msgspec.json.encode(self.roster).decode() if self.roster else ""


def read_upload(file: FormFile, reader: Callable[[Path], T]) -> T:
    """Read a small uploaded file.

    Raises:
        InputError: the reader refuses it; the message names the file as it was uploaded.
    """
    suffix = PurePosixPath(file.filename).suffix.lower()
    with tempfile.TemporaryDirectory(prefix="protokollant-") as folder:
        path = Path(folder) / f"upload{suffix if suffix in SUFFIXES else '.bin'}"
        path.write_bytes(file.data)
        try:
            return reader(path)
        except InputError as error:
            raise type(error)(**{**error.data, "file": file.filename}) from error


def read_new_meeting(form: Form, t: Translator) -> NewMeeting:
    """Read the whole form; a field that is wrong goes into ``errors`` and keeps nothing but its text."""
    errors: dict[str, str] = {}
    agenda, agenda_name = _read_agenda(form, t, errors)
    roster, roster_name = _read_roster(form, t, errors)
    glossary_text = form.fields.get("glossary", "").strip()
    glossary: tuple[str, ...] = ()
    if glossary_text:
        words = _text_file(t("new.glossary"), glossary_text)
        glossary = _try(errors, "glossary", t, lambda: read_upload(words, read_glossary)) or ()
    language = form.fields.get("language", "de")
    if language not in SPOKEN:
        errors["language"] = t("new.language_unknown")
    entered = tuple(form.fields.get(name, "").strip() for name in SPEAKER_FIELDS)
    speakers = _try(errors, "speakers", t, lambda: read_speakers(entered))
    state = _try(errors, "state", t, lambda: state_code(form.fields.get("state")))
    return NewMeeting(
        state=state or "",
        speakers=speakers or SpeakerCount(),
        speakers_text={name: form.fields.get(name, "").strip() for name in SPEAKER_FIELDS},
        agenda=agenda,
        agenda_name=agenda_name,
        agenda_text=form.fields.get("agenda_text", ""),
        roster=roster,
        roster_name=roster_name,
        glossary=glossary,
        glossary_text=glossary_text,
        language=language if language in SPOKEN else "de",
        errors=errors,
    )


def agenda_of(form: Form, t: Translator) -> NewMeeting:
    """Read only the agenda of the form, for the preview."""
    errors: dict[str, str] = {}
    agenda, name = _read_agenda(form, t, errors)
    return NewMeeting(agenda=agenda, agenda_name=name, errors=errors)


def _read_agenda(form: Form, t: Translator, errors: dict[str, str]) -> tuple[Agenda | None, str]:
    """Return the agenda of the file, of the pasted text, or as it was understood the last time."""
    file = form.files.get("agenda")
    text = form.fields.get("agenda_text", "").strip()
    kept = form.fields.get("agenda_kept", "")
    if file:
        return _try(errors, "agenda", t, lambda: read_upload(file, read_agenda)), file.filename
    if text:
        pasted = _text_file(t("new.agenda_pasted"), text)
        return _try(errors, "agenda", t, lambda: read_upload(pasted, read_agenda)), ""
    if kept:
        stored = FormFile("agenda.json", kept.encode())
        name = form.fields.get("agenda_name", "")
        return _try(errors, "agenda", t, lambda: read_upload(stored, read_agenda)), name
    errors["agenda"] = t("new.agenda_missing")
    return None, ""


def _read_roster(form: Form, t: Translator, errors: dict[str, str]) -> tuple[Roster | None, str]:
    file = form.files.get("roster")
    kept = form.fields.get("roster_kept", "")
    if file:
        return _try(errors, "roster", t, lambda: read_upload(file, read_roster)), file.filename
    if kept:
        stored = FormFile("roster.json", kept.encode())
        name = form.fields.get("roster_name", "")
        return _try(errors, "roster", t, lambda: read_upload(stored, read_roster)), name
    return None, ""


def read_speakers(entered: Sequence[str]) -> SpeakerCount:
    """Return how many people speak.

    Args:
        entered: as in :data:`SPEAKER_FIELDS`.

    Raises:
        SpeakersContradict: no number, or numbers that exclude each other.
    """
    for text in entered:
        if text and not (text.isascii() and text.isdigit()):
            raise SpeakersContradict(detail=text[:20])
    exact, least, most = (int(text[:9]) if text else None for text in entered)
    count = SpeakerCount(exact=exact, minimum=least, maximum=most)
    bounds_of(count)
    return count


def _text_file(name: str, text: str) -> FormFile:
    """Return pasted text as a file; the ending tells its kind, the error shows ``name``."""
    return FormFile(f"{name}.txt", text.encode())


def _try(errors: dict[str, str], field: str, t: Translator, read: Callable[[], T]) -> T | None:
    """Return what ``read`` returns, or None and the sentence why at the field."""
    try:
        return read()
    except InputError as error:
        errors[field] = error.text(t.language)
        return None
