"""The description of the JSON interface: OpenAPI 3.1, made from the routes and completed here.

Litestar knows parameters, bodies and answers. What it cannot know is added: how to sign in, what the tags
mean, that every refusal is a problem (RFC 9457), and examples.
"""

from __future__ import annotations

import copy
from importlib.metadata import version
from typing import Any

import msgspec
from litestar import Request
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, License, SecurityScheme, Tag

from app.web.cookies import SECURE
from app.web.openapi_answers import with_answers
from app.web.openapi_examples import BODIES
from app.web.problems import ABOUT, PROBLEM

PATH = "/api/v1"

TAGS = {
    "meetings": "Enter, read, change and delete meetings.",
    "recordings": "The sound of a meeting, in parts that have an order.",
    "uploads": "Large files, sent in pieces that can be continued (tus 1.0.0).",
    "inbox": "What a watched folder brought.",
    "processing": "From sound to minutes: start, stop, watch.",
    "minutes": "The minutes as they are written: changes by hand, taken back, carried over to newer drafts.",
    "results": "Transcript, outcomes, minutes, and the documents made of them.",
    "editions": "The life of minutes: moves, signatures, editions, terms.",
    "search": "Find what was said and decided, in all that may be read.",
    "sharing": "Who may read a meeting: its members, and single readers by link.",
    "glossary": "Names and terms that the recogniser is to know.",
    "notifications": "Mail and webhooks.",
    "accounts": "Accounts, roles, municipalities and councils.",
    "templates": "A municipality's own template of Word: checked, in force, removed.",
    "records": "Audit log, retention, legal holds.",
    "me": "One's own account, sessions and tokens.",
    "problems": "What the codes of refusals mean.",
    "ai": "Which AI systems this installation uses, for what, and with what limits.",
    "service": "Whether the service lives and can work.",
}

PUBLIC = frozenset({"ai", "problems", "service"})
"""Tags of what anybody may ask."""

READINESS = "/health/ready"

METHODS = ("get", "put", "post", "patch", "delete", "options", "head")

_TEXT = {"type": "string"}

PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "Why a request was refused or failed (RFC 9457).",
    "type": "object",
    "required": [
        "type", "title", "status", "code", "detail", "detail_de", "detail_en", "instance", "request_id",
    ],
    "properties": {
        "type": {**_TEXT, "format": "uri-reference", "description": "Where the code is explained."},
        "title": _TEXT,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {**_TEXT, "pattern": "^[a-z0-9-]+$", "description": "Stable; programs decide by it."},
        "detail": {**_TEXT, "description": "One sentence in the language of `Accept-Language`."},
        "detail_de": _TEXT,
        "detail_en": _TEXT,
        "instance": {**_TEXT, "description": "Path that was asked."},
        "request_id": {**_TEXT, "description": "Also in the header `x-request-id` and in the log."},
    },
}  # fmt: skip

PROBLEM_EXAMPLE = {
    "type": f"{ABOUT}/not-signed-in",
    "title": "Please sign in; there is no session or token, or it has ended.",
    "status": 401,
    "code": "not-signed-in",
    "detail": "Please sign in; there is no session or token, or it has ended.",
    "detail_de": "Bitte anmelden; die Sitzung im Browser oder der API-Schlüssel gilt nicht (mehr).",
    "detail_en": "Please sign in; there is no session or token, or it has ended.",
    "instance": "/api/v1/meetings",
    "request_id": "7d0f3a9c51e24b68",
}


def configuration() -> OpenAPIConfig:
    """Return how the application describes itself."""
    return OpenAPIConfig(
        title="Protokollant",
        version=version("protokollant"),
        summary="Minutes of councils and committees.",
        license=License(name="EUPL-1.2", identifier="EUPL-1.2"),
        path=PATH,
        tags=[Tag(name=name, description=about) for name, about in TAGS.items()],
        security=[{"bearer": []}, {"cookie": []}],
        components=Components(
            security_schemes={
                "bearer": SecurityScheme(
                    type="http", scheme="bearer", description="A personal token, made under “My account”."
                ),
                "cookie": SecurityScheme(
                    type="apiKey",
                    name=SECURE,
                    security_scheme_in="cookie",
                    description="A browser's session, without TLS named `session`; changes need `Origin` "
                    "or `Sec-Fetch-Site` too.",
                ),
            }
        ),
        render_plugins=[Description()],
    )


class Description(JsonRenderPlugin):
    """Serves the completed description."""

    def __init__(self) -> None:
        super().__init__()
        self._rendered: bytes | None = None

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """Return the description, made at the first request."""
        del request
        if self._rendered is None:
            self._rendered = msgspec.json.encode(complete(openapi_schema))
        return self._rendered


def complete(described: dict[str, Any]) -> dict[str, Any]:
    """Return Litestar's description with problems and examples; the given one stays as it is."""
    made: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(copy.deepcopy(described)))
    components = made["components"]
    components["schemas"]["Problem"] = PROBLEM_SCHEMA
    components["responses"] = {
        "Problem": {
            "description": "Refused or failed; `code` tells why.",
            "headers": {"x-request-id": {"schema": _TEXT, "description": "Id of the request in the log."}},
            "content": {
                PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": PROBLEM_EXAMPLE}
            },
        }
    }
    for name, example in BODIES.items():
        if name in components["schemas"]:
            components["schemas"][name]["examples"] = [example]
    for path, item in made["paths"].items():
        for method in METHODS:
            if method in item:
                with_answers(method, path, item[method], components)
                _with_problems(item[method])
    ready = made["paths"][READINESS]["get"]["responses"]
    ready["503"] = ready["200"] | {"description": "Something that is needed is away"}
    return made


def _with_problems(operation: dict[str, Any]) -> None:
    answers = {status: one for status, one in operation["responses"].items() if status < "400"}
    problem = {"$ref": "#/components/responses/Problem"}
    if PUBLIC & set(operation["tags"]):
        operation["security"] = []
    operation["responses"] = answers | {"4XX": problem, "5XX": problem}
