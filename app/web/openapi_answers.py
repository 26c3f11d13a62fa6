"""Examples of what is answered, in the description of the JSON interface.

They were recorded (``make api-examples``): the demonstration's town was asked for everything, and what it
answered is shortened and freed of secrets. For an operation that came later and was not recorded yet one is
made up from its schema, and says so.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

ANSWERS = Path(__file__).with_name("openapi_answers.json")

EVENTS = "text/event-stream"

DEEPEST = 8
"""Levels of a made-up example; structures that hold themselves end there."""

TEXTS = {
    "date-time": "2026-05-22T09:30:00Z",
    "date": "2026-05-22",
    "time": "19:00:00",
    "uuid": "0199f0c2-7d31-7c55-9c1e-3b2f6a1d8e44",
    "binary": "…",
}
"""Of a text by its format."""


@cache
def recorded() -> dict[str, dict[str, Any]]:
    """Return what was answered, by method and path: ``status``, media ``type``, ``value``."""
    found: dict[str, dict[str, Any]] = json.loads(ANSWERS.read_text(encoding="utf-8"))
    return found


def with_answers(method: str, path: str, operation: dict[str, Any], components: dict[str, Any]) -> None:
    """Put an example on each successful answer of an operation; answers without content lose theirs."""
    kept = recorded().get(f"{method.upper()} {path}", {})
    for status, answer in operation["responses"].items():
        if not status.startswith("2"):
            continue
        if path.endswith("/events"):
            answer["content"] = {EVENTS: {"schema": {"type": "string"}}}
        content = answer.get("content", {})
        if status == "204" or any(one.get("schema") == {"type": "null"} for one in content.values()):
            answer.pop("content", None)
            continue
        for kind, shown in content.items():
            schema = shown.get("schema", {})
            if kept.get("status") == int(status):
                name, told, value = "recorded", "What the demonstration answered, shortened", kept["value"]
            else:
                name, told, value = "made-up", "Made up from the schema", made_up(schema, components)
            if kind == "application/octet-stream":
                shown["schema"] = {"type": "string", "format": "binary"}
            shown["examples"] = {name: {"summary": told, "value": value}}


def made_up(schema: dict[str, Any], components: dict[str, Any], depth: int = 0) -> Any:
    """Return the smallest value that fits a schema of ours."""
    if "$ref" in schema:
        return made_up(components["schemas"][schema["$ref"].rpartition("/")[2]], components, depth)
    for key in ("example", "default", "const"):
        if key in schema:
            return schema[key]
    if schema.get("examples"):
        return schema["examples"][0]
    if schema.get("enum"):
        return schema["enum"][0]
    choices = schema.get("oneOf") or schema.get("anyOf")
    if choices:
        chosen = choices[-1] if depth > DEEPEST else choices[0]
        return made_up(chosen, components, depth + 1)
    return _of_kind(schema, components, depth)


def _of_kind(schema: dict[str, Any], components: dict[str, Any], depth: int) -> Any:
    kind = schema.get("type", "object" if "properties" in schema else "string")
    if isinstance(kind, list):
        kind = kind[0]
    if kind == "object":
        wanted = schema.get("required", ()) if depth > DEEPEST else schema.get("properties", {})
        found = schema.get("properties", {})
        return {name: made_up(found[name], components, depth + 1) for name in wanted}
    if kind == "array":
        if "items" not in schema:
            return [made_up(one, components, depth + 1) for one in schema.get("prefixItems", ())]
        many = 0 if depth > DEEPEST else 1
        return [made_up(schema["items"], components, depth + 1)] * max(many, schema.get("minItems", 0))
    least = schema.get("minimum", 0)
    simple = {"integer": least, "number": least, "boolean": False, "null": None}
    return simple.get(kind, TEXTS.get(schema.get("format", ""), "…"))
