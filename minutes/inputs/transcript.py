"""A transcript handed to ``segment`` (contract: TRANSCRIPT)."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from minutes.inputs.errors import DuplicateUtteranceError, InvalidMemberError
from minutes.inputs.jsonfile import as_text, check_schema, convert, parse_object, read_text
from minutes.types import Transcript
from transcribe.types import Flag

SCHEMA = "protokollant/transcript/1"


def read_transcript(path: str | Path) -> Transcript:
    """Read a transcript. Only ``utterances[].id``, ``speaker`` and ``text`` are needed.

    Flags that we do not know are dropped; ids that are numbers are read as text.

    Raises:
        InputError: the file is missing, no JSON, of another kind, has no list of utterances, or an
            utterance lacks its id or text or shares its id with another.
    """
    path = Path(path)
    data = parse_object(read_text(path), source=path)
    check_schema(data, SCHEMA, source=path)
    utterances = data.get("utterances")
    if not isinstance(utterances, list):
        raise InvalidMemberError(file=path, where="utterances", problem="a list is expected")
    seen: set[object] = set()
    tidy: list[object] = []
    for entry in utterances:
        if not isinstance(entry, dict):
            tidy.append(entry)
            continue
        entry = _tidy(entry)  # noqa: PLW2901  # from here on only the tidied one counts
        identity = entry.get("id")
        if identity is not None and identity in seen:
            raise DuplicateUtteranceError(file=path, utterance=identity)
        seen.add(identity)
        tidy.append(entry)
    return convert({**data, "utterances": tidy}, Transcript, source=path)


def _tidy(entry: dict[str, object]) -> dict[str, object]:
    entry = {key: value for key, value in entry.items() if value is not None or key in {"id", "text"}}
    if "id" in entry:
        entry["id"] = as_text(entry["id"])
    if "speaker" in entry:
        entry["speaker"] = as_text(entry["speaker"])
    flags = entry.get("flags")
    if isinstance(flags, list):
        entry["flags"] = [flag for flag in flags if flag in get_args(Flag)]
    return entry
