"""From a template and data to an answer in the reader's language."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request
from litestar.datastructures import Cookie
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from markupsafe import Markup, escape

from app.services.states import state_name
from app.web import formats
from app.web.authentication import principal_of
from app.web.desk import DOUBTFUL_WORD
from app.web.i18n import LANGUAGES, Translator, choose_language, translator
from diarize.types import Utterance

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "pages"
"""Where the pages' templates are."""

COOKIE = "language"

YEAR = 365 * 24 * 3600

AnyRequest = Request[Any, Any, Any]


def environment() -> Environment:
    """Return the Jinja environment of the pages: escaping on, a missing name is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        enable_async=False,
        auto_reload=False,
    )
    made.filters.update(clock=formats.clock, span=formats.span, percent=formats.percent, words=words)
    made.filters.update(state_name=state_name)
    made.globals.update(languages=LANGUAGES, version=version("protokollant"))
    return made


def environment_of(request: AnyRequest) -> Environment:
    """Return the Jinja environment that the application was made with."""
    engine = request.app.template_engine
    assert isinstance(engine, JinjaTemplateEngine)
    return engine.engine


def words(utterance: Utterance) -> Markup:
    """Return the words of an utterance, each with the second at which it begins.

    Made here and not in a template: a long meeting has seventy thousand of them. Words that the
    recogniser itself doubts carry a class.
    """
    if not utterance.words:
        return escape(utterance.text)
    pieces = []
    for word in utterance.words:
        mark = ' class="unsure"' if word.probability < DOUBTFUL_WORD else ""
        pieces.append(f'<span data-start="{word.start:.2f}"{mark}>{escape(word.text)}</span>')
    return Markup(" ".join(pieces))  # noqa: S704 - every word was escaped above


def translator_of(request: AnyRequest) -> Translator:
    """Return the translator for whoever asks."""
    return translator(
        choose_language(
            request.query_params.get("lang"),
            request.cookies.get(COOKIE),
            request.headers.get("accept-language", ""),
        )
    )


def language_links(request: AnyRequest) -> dict[str, str]:
    """Return this page's address in each language."""
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    return {code: "?" + urlencode([*kept, ("lang", code)]) for code in LANGUAGES}


def page(request: AnyRequest, name: str, *, status: int = 200, **context: object) -> Template:
    """Answer with a page.

    Args:
        request: the request; its language is the page's.
        name: of the template, e.g. ``meetings.html``.
        status: HTTP status.
        context: what the template shows, besides ``t``, ``lang``, ``day`` and ``size``.
    """
    t = translator_of(request)
    cookies = []
    if request.query_params.get("lang") == t.language:
        cookies.append(Cookie(key=COOKIE, value=t.language, max_age=YEAR, httponly=True, samesite="lax"))
    return Template(
        template_name=name,
        status_code=status,
        media_type="text/html",
        cookies=cookies,
        headers={"vary": "accept-language, cookie", "cache-control": "no-store"},
        context={
            **base_context(t),
            "links": language_links(request),
            "who": principal_of(request),
            **context,
        },
    )


def base_context(t: Translator) -> dict[str, object]:
    """Return what every template and fragment may use."""
    return {
        "t": t,
        "lang": t.language,
        "day": lambda value: formats.day(value, t.language),
        "size": lambda count: formats.size(count, t.language),
    }
