"""Documents of Word in the municipality's template; a run of hours does not fail for a layout."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from minutes.render import render_docx, render_own
from minutes.render.errors import TemplateError

if TYPE_CHECKING:
    from minutes.render import OwnTemplate
    from minutes.types import Minutes, MinutesKind, MinutesPart

_log = logging.getLogger(__name__)


def render_in(
    own: OwnTemplate | None, minutes: Minutes, kind: MinutesKind, *, part: MinutesPart = "all"
) -> bytes:
    """Render for Word; a template that fails here gives way to the standard one, with a log entry."""
    try:
        return render_own(minutes, kind, part=part, own=own)
    except TemplateError as error:
        if own is None:
            raise
        _log.warning("the template of the municipality cannot be filled, the standard one is: %s", error)
        return render_docx(minutes, kind, part=part)
