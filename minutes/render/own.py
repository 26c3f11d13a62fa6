"""A municipality's own template where it has one, for the kinds of minutes that it is good for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from minutes.render.docx import render_docx
from minutes.types import MinutesKind

if TYPE_CHECKING:
    from minutes.types import Minutes, MinutesPart


class OwnTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """A template that passed :func:`minutes.render.checking.check_template`."""

    file: bytes
    kinds: tuple[MinutesKind, ...]
    """Kinds of minutes that lose nothing in it."""


def file_for(own: OwnTemplate | None, kind: MinutesKind) -> bytes | None:
    """Return the template for a kind of minutes; None: the standard one."""
    return own.file if own is not None and kind in own.kinds else None


def render_own(
    minutes: Minutes, kind: MinutesKind, *, part: MinutesPart = "all", own: OwnTemplate | None = None
) -> bytes:
    """Render for Word in the municipality's template, or in the standard one.

    Raises:
        TemplateError: the template cannot be filled with these minutes.
    """
    return render_docx(minutes, kind, part=part, template=file_for(own, kind))
