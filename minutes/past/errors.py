"""What can be wrong with a document of the past."""

from __future__ import annotations

from models.errors import InputError


class PastUnreadable(InputError):
    """A document cannot be read; data: ``name``, ``reason``."""

    code = "past-unreadable"
    de = "„{name}“ lässt sich nicht lesen ({reason}). Möglich sind PDF mit Text, DOCX, HTML und Text."
    en = '"{name}" cannot be read ({reason}). Possible are PDF with text, DOCX, HTML and text.'
