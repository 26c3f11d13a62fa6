"""The renderings of the minutes: HTML, DOCX and PDF, equal in content.

The document libraries are imported by the functions that need them, not here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutes.render.html import render_html
from minutes.render.view import build_view

if TYPE_CHECKING:
    from pathlib import Path

    from minutes.types import Minutes, MinutesKind, MinutesPart

__all__ = ("build_view", "render_docx", "render_html", "render_pdf")


def render_docx(
    minutes: Minutes,
    kind: MinutesKind,
    *,
    part: MinutesPart = "all",
    template: Path | None = None,
    link_base: str | None = None,
) -> bytes:
    """Render for Word; see :func:`minutes.render.docx.render_docx`."""
    from minutes.render.docx import render_docx as render  # noqa: PLC0415  # python-docx only where it is used

    return render(minutes, kind, part=part, template=template, link_base=link_base)


def render_pdf(
    minutes: Minutes,
    kind: MinutesKind,
    *,
    part: MinutesPart = "all",
    link_base: str | None = None,
) -> bytes:
    """Render as PDF/UA-1 and PDF/A-2a; see :func:`minutes.render.pdf.render_pdf`."""
    from minutes.render.pdf import render_pdf as render  # noqa: PLC0415  # typst only where it is used

    return render(minutes, kind, part=part, link_base=link_base)
