"""Where the templates lie."""

from __future__ import annotations

from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "minutes"
"""``templates/`` stands beside the packages, in the repository as in an installation."""
FONTS = TEMPLATES / "fonts"
DOCX = TEMPLATES / "niederschrift.docx"
HTML = TEMPLATES / "niederschrift.html.j2"
TYPST = TEMPLATES / "niederschrift.typ"
REWORDED = TEMPLATES / "sprachfassung.html.j2"
