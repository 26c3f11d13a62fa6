"""Answers of the public portal: the same for everybody, without cookies, to be kept by caches for a minute.

The language is that of the address (``?lang=en``), which every link carries on, else the browser's; no
cookie remembers it. Pages load one style sheet, no script and no font.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar.response import Response

from app.web import formats
from app.web.authentication import is_https
from app.web.i18n import LANGUAGES, choose_language, translator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.web.pages import AnyRequest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "portal"

PATH = "/portal"

KEPT = "public, max-age=60, must-revalidate"
"""What is taken back is gone from every cache a minute later."""

HTML, ATOM, XML = "text/html; charset=utf-8", "application/atom+xml; charset=utf-8", "application/xml"

NOT_MODIFIED, NOT_FOUND, BAD, SERVER_ERROR = 304, 404, 400, 500


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(languages=LANGUAGES, version=version("protokollant"))
    return made


def is_portal(request: AnyRequest) -> bool:
    """Tell whether an address of the portal was asked for."""
    path = request.scope["path"]
    return path == PATH or path.startswith(f"{PATH}/")


def origin_of(request: AnyRequest) -> str:
    """Return the name by which the service was asked, which the guard has let pass."""
    return f"{'https' if is_https(request) else 'http'}://{request.headers.get('host', '')}"


def portal_page(request: AnyRequest, name: str, *, media: str = HTML, **context: object) -> Response[bytes]:
    """Answer with a page or feed.

    Args:
        request: its language is the page's.
        name: of the template.
        media: what it is.
        context: what the template shows.
    """
    return kept(request, _render(request, name, context), media, vary="accept-language")


def kept(request: AnyRequest, data: bytes, media: str, **headers: str) -> Response[bytes]:
    """Answer with what caches may keep; 304 where the asker has it already."""
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    told = {"cache-control": KEPT, "etag": tag, **headers}
    asked = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag in asked or "*" in asked:
        return Response(b"", status_code=NOT_MODIFIED, headers=told, media_type=media)
    return Response(data, headers=told, media_type=media)


def portal_refusal(request: AnyRequest, status: int) -> Response[object]:
    """Answer for a failure: the same words for what never was and for what is not public."""
    kind = "gone" if status < SERVER_ERROR else "failed"
    return Response(
        _render(request, "refused.html", {"kind": kind}),
        status_code=status,
        media_type=HTML,
        headers={"cache-control": "no-store", "vary": "accept-language"},
    )


def _render(request: AnyRequest, name: str, context: Mapping[str, object]) -> bytes:
    asked = request.query_params.get("lang")
    language = choose_language(asked, None, request.headers.get("accept-language", ""))
    carried = {"lang": asked} if asked in LANGUAGES else {}
    query = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]

    def to(path: str, **more: object) -> str:
        """Return an address of the portal in the language that the reader asked for."""
        wish = {key: str(value) for key, value in more.items() if value} | carried
        return f"{PATH}{path}?{urlencode(wish)}" if wish else f"{PATH}{path}"

    shown = {
        "t": translator(language),
        "lang": language,
        "asked": asked if asked in LANGUAGES else "",
        "day": lambda value: formats.day(value, language),
        "size": lambda count: formats.size(count, language),
        "to": to,
        "origin": origin_of(request),
        "path": request.scope["path"] if name != "refused.html" else PATH,
        "links": {
            code: "?" + urlencode([*(query if name != "refused.html" else []), ("lang", code)])
            for code in LANGUAGES
        },
        **context,
    }
    return _environment().get_template(name).render(shown).encode()
