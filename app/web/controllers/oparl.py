"""The OParl interface: open to everybody and every site, JSON and the files it names.

The addresses are ours, their meaning is the standard's (https://dev.oparl.org/spezifikation, 1.1).
"""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, get
from litestar.response import Response

from app.db.mapping import parse_id
from app.services.oparl import (
    MOST,
    PATH,
    USUAL,
    Addresses,
    Filters,
    OParlFilterError,
    OParlNotFound,
    Shape,
    without_internal,
)
from app.web.authentication import is_https
from app.web.guard import DOCUMENT_POLICY
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest

KEPT = "public, max-age=60, must-revalidate"
"""What is taken back is gone from every cache a minute later."""

HEADERS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Last-Modified, Link",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": KEPT,
}

NOT_MODIFIED = 304
MOST_DIGITS = 6
FILTERS = ("created_since", "created_until", "modified_since", "modified_until")
LONGEST = 60


class OParlController(Controller):
    """System, objects, lists, and contents of files."""

    path = PATH
    include_in_schema = False
    opt = {"public": True, "anonymous": True, "kept": True}  # noqa: RUF012 - Litestar reads it so

    @get(["/", "/system"])
    async def system(self, request: AnyRequest, services: TheServices) -> Response[Any]:
        """Send the System object, from which everything can be reached."""
        return _object(request, await services.oparl.system(_addresses(request)))

    @get("/bodies")
    async def bodies(self, request: AnyRequest, services: TheServices) -> Response[Any]:
        """Send the list of municipalities."""
        return await _list(request, services, None, "bodies")

    @get("/{kind:str}/{key:str}")
    async def one(self, request: AnyRequest, services: TheServices, kind: Key, key: Key) -> Response[Any]:
        """Send an object."""
        return _object(request, await services.oparl.one(kind, key, _addresses(request)))

    @get("/{kind:str}/{key:str}/{name:str}")
    async def list_of(
        self, *, request: AnyRequest, services: TheServices, kind: Key, key: Key, name: Key
    ) -> Response[Any]:
        """Send a page of a list of an object."""
        return await _list(request, services, (kind, key), name)

    @get("/contents/{key:str}/{way:str}/{name:str}")
    async def content(
        self, *, request: AnyRequest, services: TheServices, key: Key, way: Key, name: Key
    ) -> Response[bytes]:
        """Send the content of a file, to be shown (``view``) or kept (``download``)."""
        if way not in {"view", "download"}:
            raise OParlNotFound(what=way[:40])
        found = await services.oparl.content(key, name)
        tag = f'"{found.sha256[:32]}"'
        headers = HEADERS | {"etag": tag}
        if tag in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=NOT_MODIFIED, headers=headers, media_type=found.mime)
        kind = "inline" if way == "view" else "attachment"
        headers["content-disposition"] = f'{kind}; filename="{found.filename}"'
        if found.mime.startswith("text/html"):
            headers["content-security-policy"] = DOCUMENT_POLICY
        return Response(found.data, media_type=found.mime, headers=headers)


def _addresses(request: AnyRequest) -> Addresses:
    """Return addresses under the name by which the service was asked, which the guard has let pass."""
    scheme = "https" if is_https(request) else "http"
    return Addresses(f"{scheme}://{request.headers.get('host', '')}")


def _object(request: AnyRequest, found: Shape) -> Response[Any]:
    shown = without_internal(found) if _omits(request) else found
    headers = HEADERS | {"last-modified": format_datetime(found.modified.astimezone(dt.UTC), usegmt=True)}
    if _unchanged(request, found.modified):
        return Response(None, status_code=NOT_MODIFIED, headers=headers)
    return Response(shown, headers=headers)


async def _list(
    request: AnyRequest, services: TheServices, owner: tuple[str, str] | None, name: str
) -> Response[Any]:
    asked, at = request.query_params, _addresses(request)
    limit, after = _limit(asked.get("limit", "")), parse_id(asked.get("after", ""))
    filters = Filters(**{one: _moment(one, asked.get(one)) for one in FILTERS})
    found = await services.oparl.page(owner, name, filters, at, after=after, limit=limit)
    kept = {one: value for one in (*FILTERS, "omit_internal") if (value := asked.get(one)) is not None}
    if "limit" in asked:
        kept["limit"] = str(limit)
    address = f"{at.origin}{request.scope['path']}"
    links = {
        "first": _address(address, kept),
        "self": _address(address, kept | ({"after": str(after)} if after else {})),
    }
    if found.next is not None:
        links["next"] = _address(address, kept | {"after": str(found.next)})
    objects = found.objects
    if _omits(request):
        objects = tuple(without_internal(one) for one in objects)
    headers = dict(HEADERS)
    newest = max((one.modified for one in objects), default=None)
    if newest is not None:
        headers["last-modified"] = format_datetime(newest.astimezone(dt.UTC), usegmt=True)
    return Response(
        {"data": objects, "pagination": {"elementsPerPage": limit}, "links": links}, headers=headers
    )


def _address(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _limit(text: str) -> int:
    """Return the length of a page: what is wished, within limits (OParl 1.1: a wish)."""
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        return USUAL
    return min(max(int(text), 1), MOST)


def _moment(name: str, text: str | None) -> dt.datetime | None:
    """Return the moment of a filter; without a zone it is UTC.

    Raises:
        OParlFilterError: it is none.
    """
    if not text:
        return None
    try:
        # A plus sign that nobody escaped arrives as a space.
        moment = dt.datetime.fromisoformat(text.strip().replace(" ", "+")[:LONGEST])
    except ValueError as error:
        raise OParlFilterError(name=name, value=text[:LONGEST]) from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)


def _omits(request: AnyRequest) -> bool:
    return request.query_params.get("omit_internal", "").lower() == "true"


def _unchanged(request: AnyRequest, modified: dt.datetime) -> bool:
    """Tell whether the asker has it already (``If-Modified-Since``, where no ETag decides)."""
    text = request.headers.get("if-modified-since")
    if text is None or "if-none-match" in request.headers:
        return False
    try:
        since = parsedate_to_datetime(text)
    except ValueError:
        return False
    return since.tzinfo is not None and modified.replace(microsecond=0) <= since
