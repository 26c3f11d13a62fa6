"""The lines of a PDF (pypdf)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdf
from pypdf.errors import PyPdfError

from minutes.inputs.errors import DamagedDocumentError, EncryptedPdfError, PdfWithoutTextError

if TYPE_CHECKING:
    from pathlib import Path

FEWEST_LETTERS = 20


def pdf_lines(path: Path) -> list[str]:
    """Return the lines of all pages; raises as :func:`pdf_pages`."""
    return [line for page in pdf_pages(path) for line in page]


def pdf_pages(path: Path) -> list[list[str]]:
    """Return the lines of each page, columns kept apart by several blanks.

    Raises:
        EncryptedPdfError: it asks for a password.
        PdfWithoutTextError: it holds no text (a scan).
        DamagedDocumentError: it is no PDF.
    """
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise EncryptedPdfError(file=path)
        pages = [page.extract_text(extraction_mode="layout") for page in reader.pages]
        if _letters(pages) < FEWEST_LETTERS:
            pages = [page.extract_text() for page in reader.pages]
    except pypdf.errors.DependencyError as error:
        raise EncryptedPdfError(file=path) from error
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError) as error:
        raise DamagedDocumentError(file=path, kind="PDF") from error
    if _letters(pages) < FEWEST_LETTERS:
        raise PdfWithoutTextError(file=path)
    return [page.splitlines() for page in pages]


def _letters(pages: list[str]) -> int:
    return sum(character.isalpha() for page in pages for character in page)
