"""The template that comes along, to begin one's own with."""

from __future__ import annotations

from minutes.render.files import DOCX


def standard_template() -> bytes:
    """Return the file."""
    return DOCX.read_bytes()
