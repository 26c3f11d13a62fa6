"""The minutes as one accessible HTML page that needs nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from minutes.render.errors import TemplateError
from minutes.render.files import HTML, TEMPLATES
from minutes.render.view import build_view

if TYPE_CHECKING:
    from minutes.types import Minutes, MinutesKind, MinutesPart


def render_html(
    minutes: Minutes, kind: MinutesKind, *, part: MinutesPart = "all", link_base: str | None = ""
) -> str:
    """Render as HTML.

    Args:
        minutes: The document.
        kind: ``decisions``, ``results``, ``course`` or ``verbatim``.
        part: See :func:`minutes.render.view.build_view`.
        link_base: Page with the recording; the default links to ``#t=seconds`` of the same page.

    Raises:
        TemplateError: The template has a mistake.
    """
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    view = build_view(minutes, kind, part=part, link_base=link_base)
    try:
        return environment.get_template(HTML.name).render(view=view)
    except jinja2.TemplateError as error:
        raise TemplateError(name=HTML.name, reason=error) from error
