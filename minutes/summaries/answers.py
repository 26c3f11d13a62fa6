"""Reading what a language model answered: JSON, or nearly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

import msgspec

_FENCE = re.compile(r"```(?:json)?|<think>.*?</think>", re.DOTALL | re.IGNORECASE)
_OBJECT = re.compile(r'\{\s*"(?:text|ids)"')


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence as a model wrote it."""

    text: str
    ids: tuple[str, ...] = ()


def schema_of(ids: Iterable[str], most: int) -> dict[str, object]:
    """Return the JSON schema of an answer: sentences that each name at least one of these ids."""
    sentence = {
        "type": "object",
        "properties": {
            "text": {"type": "string"},
            "ids": {
                "type": "array",
                "minItems": 1,
                "maxItems": 6,
                "items": {"type": "string", "enum": list(ids)},
            },
        },
        "required": ["text", "ids"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"sentences": {"type": "array", "maxItems": most, "items": sentence}},
        "required": ["sentences"],
        "additionalProperties": False,
    }


def read_answer(answer: str) -> tuple[Written, ...] | None:
    """Return the sentences of an answer; None where nothing of it can be read.

    Fences, thoughts and words around the JSON are dropped; of an answer cut off in the middle the whole
    sentences before the cut are kept.
    """
    text = _FENCE.sub(" ", answer).strip()
    found = tuple(_whole(text) or _pieces(text))
    return found or (() if re.search(r'"sentences"\s*:\s*\[\s*\]', text) else None)


def _whole(text: str) -> list[Written]:
    start = min((place for place in (text.find("{"), text.find("[")) if place >= 0), default=-1)
    if start < 0:
        return []
    try:
        value, _ = json.JSONDecoder().raw_decode(text[start:])
    except ValueError:
        return []
    entries = value.get("sentences", []) if isinstance(value, dict) else value
    return (
        [written for entry in entries if (written := _sentence(entry))] if isinstance(entries, list) else []
    )


def _pieces(text: str) -> Iterator[Written]:
    """Read each complete sentence of an answer that is no valid JSON as a whole."""
    for match in _OBJECT.finditer(text):
        try:
            value, _ = json.JSONDecoder().raw_decode(text[match.start() :])
        except ValueError:
            continue
        if written := _sentence(value):
            yield written


def _sentence(entry: object) -> Written | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str) or not entry["text"].strip():
        return None
    ids = entry.get("ids", [])
    named = ids if isinstance(ids, list) else [ids]
    return Written(text=" ".join(entry["text"].split()), ids=tuple(str(one) for one in named))
