"""The renderings of the minutes: HTML, DOCX and PDF, equal in content.

The document libraries are loaded when a document is made, not when this package is imported.
"""

from minutes.render.docx import render_docx
from minutes.render.html import render_html
from minutes.render.own import OwnTemplate, file_for, render_own
from minutes.render.pdf import render_pdf
from minutes.render.reworded import reworded_files
from minutes.render.view import build_view
from minutes.render.wordmarks import render_for_word, texts_of
from minutes.render.wordreading import read_places

__all__ = (
    "OwnTemplate",
    "build_view",
    "file_for",
    "read_places",
    "render_docx",
    "render_for_word",
    "render_html",
    "render_own",
    "render_pdf",
    "reworded_files",
    "texts_of",
)
