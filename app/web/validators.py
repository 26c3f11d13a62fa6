"""Validators of the JSON interfaces: every answer has an ETag, and a GET is answered 304 where it is known.

The ETag is a hash of what is sent (RFC 9110, 8.8.3). That of a meeting begins with its revision, on which a
change must rest (``If-Match``); the rest of it may change while nobody changed what was entered.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated

from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.params import HeaderParameter

from app.services.errors import ChangedMeanwhile
from app.services.revisions import Expected

if TYPE_CHECKING:
    from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

NOT_MODIFIED = 304
ANSWERED = frozenset({200, 201})

REVISION = "x-revision"
"""Header by which a handler tells the revision of what it sends; it does not leave the service."""


IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match",
        max_length=500,
        description="ETag with which it was read; 412 where it has changed since",
    ),
]
"""On what a change rests, as a parameter of a handler."""


def revision_of(if_match: str | None) -> int | None:
    """Return the revision that a change of a meeting rests on; None where it is not said.

    Args:
        if_match: the header; one ETag of ours.

    Raises:
        ChangedMeanwhile: it is none of ours, so nothing can rest on it.
    """
    if if_match is None:
        return None
    number = _prefix(if_match)
    if not (number.isascii() and number.isdigit()):
        raise ChangedMeanwhile
    return int(number[:9])


def expected_of(if_match: str | None) -> Expected:
    """Return the revisions on one of which a change rests; None where it is not said, or any will do.

    Weak ETags count as well: a proxy that compresses makes ours weak, and the revision in them stays.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    return frozenset(_prefix(one) for one in if_match.split(","))


def _prefix(tag: str) -> str:
    return tag.strip().removeprefix("W/").strip('"').partition("-")[0]


class Validators(ASGIMiddleware):
    """Puts ETags on JSON, and answers 304 where the asker has it already."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Hold the head of an answer back until its content is known."""
        if not scope["path"].startswith(("/api/", "/oparl/")):
            await next_app(scope, receive, send)
            return
        held: list[HTTPResponseStartEvent] = []

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_json(message):
                held.append(message)
                return
            if held and message["type"] == "http.response.body":
                head = held.pop()
                if not message.get("more_body") and _validate(head, bytes(message["body"]), scope):
                    message = {"type": "http.response.body", "body": b"", "more_body": False}
                await send(head)
            await send(message)

        await next_app(scope, receive, sending)


def _is_json(head: HTTPResponseStartEvent) -> bool:
    kind = Headers([(name, value) for name, value in head["headers"]]).get("content-type", "")
    return head["status"] in ANSWERED and kind.startswith("application/json")


def _validate(head: HTTPResponseStartEvent, body: bytes, scope: Scope) -> bool:
    """Put the ETag on the head, and tell whether nothing but it needs to be sent."""
    lines = MutableScopeHeaders.from_message(head)
    revision = lines.get(REVISION)
    tag = hashlib.sha256(body).hexdigest()[:32]
    if revision is not None:
        del lines[REVISION]
        tag = f"{revision}-{tag}"
    lines["etag"] = f'"{tag}"'
    if scope.get("method") != "GET":
        return False
    asked = Headers.from_scope(scope).get("if-none-match", "")
    known = {one.strip().removeprefix("W/") for one in asked.split(",")}
    if f'"{tag}"' not in known and "*" not in known:
        return False
    head["status"] = NOT_MODIFIED
    for name in ("content-length", "content-type"):
        if name in lines:
            del lines[name]
    return True
