"""The agenda in whatever form the town has it (contract: AGENDA)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from minutes.inputs.errors import (
    DuplicateItemError,
    EmptyAgendaError,
    InvalidMemberError,
    UnsupportedFormatError,
)
from minutes.inputs.invitation import parse_invitation
from minutes.inputs.jsonfile import (
    JsonObject,
    as_text,
    check_schema,
    convert,
    parse_object,
    read_bytes,
    read_text,
)
from minutes.inputs.oparl import fetch_meeting, from_meeting, is_meeting
from minutes.types import Agenda

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = "protokollant/agenda/1"


def read_agenda(source: str | Path) -> Agenda:
    """Read an agenda: our JSON, an invitation as docx, pdf or txt, or an OParl Meeting (file or URL).

    Raises:
        InputError: it is missing, of another kind, damaged, encrypted, without text, without any
            item, or two items share a number. One line names the file and what to do.
    """
    if str(source).startswith(("http://", "https://")):
        return _checked(from_meeting(fetch_meeting(str(source)), source=source), source)
    path = Path(source)
    suffix = path.suffix.lower()
    if suffix in _DOCUMENTS:
        read_bytes(path)
        return _checked(parse_invitation(_DOCUMENTS[suffix](path)), path)
    if suffix == ".json":
        return _checked(_from_json(path), path)
    start = read_bytes(path)[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return _checked(_from_json(path), path)
    raise UnsupportedFormatError(file=path)


def _from_json(path: Path) -> Agenda:
    data = parse_object(read_text(path), source=path)
    if is_meeting(data):
        return from_meeting(data, source=path)
    check_schema(data, SCHEMA, source=path)
    return convert(_tidy(data, path), Agenda, source=path)


def _tidy(data: JsonObject, path: Path) -> JsonObject:
    """Read numbers written without quotes as text, and refuse items without one."""
    items = data.get("items")
    if isinstance(items, list):
        tidy = []
        for index, item in enumerate(items):
            if isinstance(item, dict):
                texts = {key: as_text(item[key]) for key in ("number", "title", "paper") if key in item}
                if texts.get("number", "?") in {None, ""}:
                    raise InvalidMemberError(file=path, where=f"items[{index}].number", problem="no number")
                tidy.append({**item, **texts})
            else:
                tidy.append(item)
        data = {**data, "items": tidy}
    meeting = data.get("meeting")
    if isinstance(meeting, dict) and "number" in meeting:
        data = {**data, "meeting": {**meeting, "number": as_text(meeting["number"])}}
    return data


def _checked(agenda: Agenda, source: object) -> Agenda:
    if not agenda.items:
        raise EmptyAgendaError(file=source)
    seen: set[str] = set()
    for item in agenda.items:
        key = " ".join(item.number.split()).casefold()
        if key in seen:
            raise DuplicateItemError(file=source, number=item.number)
        seen.add(key)
    return agenda


def _docx(path: Path) -> list[str]:
    from minutes.inputs.docx import docx_lines  # noqa: PLC0415  # python-docx only for .docx

    return docx_lines(path)


def _pdf(path: Path) -> list[str]:
    from minutes.inputs.pdf import pdf_lines  # noqa: PLC0415  # pypdf only for .pdf

    return pdf_lines(path)


def _txt(path: Path) -> list[str]:
    return read_text(path).splitlines()


_DOCUMENTS: dict[str, Callable[[Path], list[str]]] = {".docx": _docx, ".pdf": _pdf, ".txt": _txt}
