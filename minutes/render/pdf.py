"""The minutes as PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) at once, made by Typst.

The view goes to the template as JSON in ``sys.inputs``, so nothing said in a meeting is ever read
as Typst source. Fonts are those in ``templates/minutes/fonts`` and those Typst carries; the
machine's own are not used, so the same minutes give the same file everywhere. PDF/UA asks for a
glyph for every character: what no font has is printed as U+FFFD.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import msgspec

from minutes.render.errors import RenderError
from minutes.render.files import FONTS, TEMPLATES, TYPST
from minutes.render.view import build_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from minutes.types import Minutes, MinutesKind, MinutesPart

STANDARDS = ["ua-1", "a-2a"]
_NO_GLYPH = re.compile(r'the text `"(?P<text>(?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_MOST_ATTEMPTS = 50
_REMEMBERED = 10
LARGE = 100_000
"""Bytes of a view from which on what Typst remembers of it is dropped at once."""
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def render_pdf(
    minutes: Minutes,
    kind: MinutesKind,
    *,
    part: MinutesPart = "all",
    link_base: str | None = None,
) -> bytes:
    """Render as tagged PDF.

    Args:
        minutes: The document.
        kind: ``decisions``, ``results``, ``course`` or ``verbatim``.
        part: See :func:`minutes.render.view.build_view`.
        link_base: Page with the recording; None prints the times without links.

    Raises:
        RenderError: Typst refused the document.
    """
    view = build_view(minutes, kind, part=part, link_base=link_base)
    return compile_view(msgspec.json.encode(view).decode(), timestamp=_timestamp(view.date))


def compile_view(data: str, *, timestamp: dt.datetime, **options: Any) -> bytes:
    """Compile the template with the view as JSON; characters without a glyph are replaced.

    Args:
        data: The view as JSON.
        timestamp: Creation date of the file.
        options: Passed on to Typst, e.g. ``format="png"`` to look at pages.

    Raises:
        RenderError: Typst refused the document.
    """
    import typst  # noqa: PLC0415  # loads a compiler of 30 MB

    settings: dict[str, Any] = {"format": "pdf", "pdf_standards": STANDARDS, **options}
    for _ in range(_MOST_ATTEMPTS):
        try:
            result: bytes = typst.compile(
                str(TYPST),
                root=str(TEMPLATES),
                font_paths=[str(FONTS)],
                ignore_system_fonts=True,
                sys_inputs={"view": data},
                timestamp=timestamp,
                **settings,
            )
        except typst.TypstError as error:
            missing = _without_glyph(str(error.diagnostic))
            reduced = _replace(data, missing)
            if reduced == data:
                raise RenderError(reason=str(error)) from error
            data = reduced
        else:
            if len(data) > LARGE:
                _forget(typst.compile)
            return result
    raise RenderError(reason="zu viele Zeichen ohne Schriftbild")


def compile_markup(source: str) -> bytes:
    """Compile Typst's own markup, with the fonts of the machine; for documents that nobody keeps."""
    import typst  # noqa: PLC0415  # as above

    made: bytes = typst.compile(source.encode())
    return made


def _forget(compile_source: Callable[[bytes], object]) -> None:
    """Have Typst give back what it remembers of a large document, more than 100 MB for eight hours of talk.

    It keeps what it worked out for its last ten compilations and offers no other way to drop it.
    """
    for _ in range(_REMEMBERED + 1):
        compile_source(b" ")


def _without_glyph(diagnostic: str) -> set[str]:
    """Read the characters out of Typst's complaints."""
    found: set[str] = set()
    for match in _NO_GLYPH.finditer(diagnostic):
        found.update(_ESCAPE.sub(lambda code: chr(int(code[1], 16)), match["text"]))
    return {character for character in found if not character.isascii()}


def _replace(data: str, characters: set[str]) -> str:
    return data.translate({ord(character): _REPLACEMENT for character in characters - {_REPLACEMENT}})


def _timestamp(date: str) -> dt.datetime:
    """Return the date of the document; the epoch where none is known, so that nothing depends on today."""
    try:
        return dt.datetime.fromisoformat(date).replace(tzinfo=dt.UTC)
    except ValueError:
        return dt.datetime.fromtimestamp(0, tz=dt.UTC)
