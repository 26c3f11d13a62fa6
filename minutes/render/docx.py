"""The minutes for Word: a template that a clerk may change in Word, filled by docxtpl."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from minutes.render.environment import environment
from minutes.render.errors import TemplateError
from minutes.render.files import DOCX
from minutes.render.package import EPOCH, repack
from minutes.render.view import View, build_view

if TYPE_CHECKING:
    from pathlib import Path

    from minutes.types import Minutes, MinutesKind, MinutesPart


OWN_TEMPLATE = "vorlage.docx"
"""How a template that came as bytes is called in messages."""


def render_docx(
    minutes: Minutes,
    kind: MinutesKind,
    *,
    part: MinutesPart = "all",
    template: Path | bytes | None = None,
    link_base: str | None = None,
) -> bytes:
    """Render for Word.

    Args:
        minutes: The document.
        kind: ``decisions``, ``results``, ``course`` or ``verbatim``.
        part: See :func:`minutes.render.view.build_view`.
        template: Another template than the one that comes along (docs/templates.md): a file, or its bytes.
        link_base: Kept for symmetry; Word prints the times without links.

    Raises:
        TemplateError: The template cannot be read, or uses a variable that does not exist.
    """
    view = build_view(minutes, kind, part=part, link_base=link_base)
    return fill(view, template or DOCX)


def fill(view: View, template: Path | bytes) -> bytes:
    """Fill a template with a view; it runs in a sandbox, since a template is somebody's upload."""
    import jinja2  # noqa: PLC0415  # together with docxtpl
    from docxtpl import DocxTemplate  # noqa: PLC0415  # loads lxml and python-docx

    name = OWN_TEMPLATE if isinstance(template, bytes) else template.name
    try:
        document = DocxTemplate(io.BytesIO(template) if isinstance(template, bytes) else template)
        document.render({"view": view}, jinja_env=environment(), autoescape=True)
    except jinja2.TemplateError as error:
        raise TemplateError(name=name, reason=error) from error
    except (AttributeError, KeyError, OSError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
        raise TemplateError(name=name, reason=error or type(error).__name__) from error
    _describe(document.docx.core_properties, view)
    filled = io.BytesIO()
    document.save(filled)
    return repack(filled)


def _describe(properties: Any, view: View) -> None:
    label = f" ({view.draft})" if view.draft else ""
    properties.title = f"{view.title} – {view.subject}{label}"[:255]
    properties.subject = view.kind
    properties.comments = view.note[:255]
    properties.language = "de-DE"
    try:
        day = dt.datetime.fromisoformat(view.date)
    except ValueError:
        day = dt.datetime(*EPOCH[:3])  # noqa: DTZ001  # python-docx wants it without zone
    properties.created = properties.modified = day.replace(tzinfo=None)
