"""Reading JSON files of the contract: unknown members are ignored, wrong ones are named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

import msgspec

from minutes.inputs.errors import (
    InputEncodingError,
    InputMissingError,
    InputUnreadableError,
    InvalidMemberError,
    NotJsonError,
    WrongSchemaError,
)

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")
JsonObject = dict[str, object]


def read_bytes(path: Path) -> bytes:
    """Return the content of a file.

    Raises:
        InputMissingError: there is none.
        InputUnreadableError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputMissingError(file=path) from error
    except OSError as error:
        raise InputUnreadableError(file=path) from error


def read_text(path: Path) -> str:
    """Return the content of a UTF-8 file, without a byte-order mark.

    Raises:
        InputEncodingError: it is not UTF-8.
    """
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputEncodingError(file=path) from error


def parse_object(text: str, *, source: object) -> JsonObject:
    """Return the JSON object in ``text``; ``source`` is named in errors.

    Raises:
        NotJsonError: it is no JSON, or no object.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotJsonError(file=source, line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise NotJsonError(file=source, line=1, column=1) from error
    if not isinstance(data, dict):
        raise NotJsonError(file=source, line=1, column=1)
    return data


def check_schema(data: JsonObject, wanted: str, *, source: object) -> None:
    """Refuse an object that says it is something else; one that says nothing is taken as it is.

    Raises:
        WrongSchemaError: ``schema`` is another.
    """
    found = data.get("schema", wanted)
    if found != wanted:
        raise WrongSchemaError(file=source, found=found, wanted=wanted)


def convert(data: JsonObject, kind: type[T], *, source: object) -> T:
    """Turn parsed JSON into a value.

    Raises:
        InvalidMemberError: a member is wrong or missing; the message says which.
    """
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        problem, _, where = str(error).partition(" - at ")
        name = where.strip("`").removeprefix("$.") or "the object"
        raise InvalidMemberError(file=source, where=name, problem=problem.replace("`", "'")) from error


def as_text(value: object) -> object:
    """Return a number written without quotes as text, as people write numbers of items by hand."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else value
