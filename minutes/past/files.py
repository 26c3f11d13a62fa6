"""From a file to its lines: PDF, DOCX, HTML and plain text.

What a page repeats (heads, feet, page numbers) is left out, words parted at the end of a line are joined
again, and of a table each row is a line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

from minutes.past.errors import PastUnreadable

FEWEST_LETTERS = 20
"""Less is no minutes."""

FEW_PAGES = 3
"""Pages from which on what most of them repeat is a head or foot."""

_PARTED = re.compile(r"(?<=[a-zäöüß])[-\u00ad]$")
_PAGE_NUMBER = re.compile(r"^(?:-\s*)?(?:Seite\s*)?\d{1,3}(?:\s*(?:von|/)\s*\d{1,3})?(?:\s*-)?$")


def read_lines(path: Path) -> tuple[str, ...]:
    """Return the lines of a document; an empty line stands between paragraphs.

    Raises:
        PastUnreadable: it is of another kind, or holds no text.
        InputError: it is damaged, encrypted, or a picture (:mod:`minutes.inputs.errors`).
    """
    read = ENDINGS.get(path.suffix.lower())
    if read is None:
        raise PastUnreadable(name=path.name, reason=path.suffix or "?")
    pages = read(path)
    if sum(letter.isalpha() for page in pages for line in page for letter in line) < FEWEST_LETTERS:
        raise PastUnreadable(name=path.name, reason="kein Text / no text")
    return tuple(_joined(_without_frames(pages)))


def _docx(path: Path) -> list[list[str]]:
    from minutes.inputs.docx import docx_lines  # noqa: PLC0415 - only where a DOCX is read

    return [[line.replace("\t", "  ") for line in docx_lines(path)]]


def _pdf(path: Path) -> list[list[str]]:
    from minutes.inputs.pdf import pdf_pages  # noqa: PLC0415 - likewise

    return pdf_pages(path)


def _html(path: Path) -> list[list[str]]:
    reader = _Text()
    reader.feed(_decoded(path.read_bytes()))
    reader.close()
    return [reader.lines()]


def _plain(path: Path) -> list[list[str]]:
    return [page.splitlines() for page in _decoded(path.read_bytes()).split("\f")]


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


ENDINGS: dict[str, Callable[[Path], list[list[str]]]] = {
    ".pdf": _pdf, ".docx": _docx, ".html": _html, ".htm": _html, ".txt": _plain,
}  # fmt: skip
"""How each kind of file is read, into pages of lines."""


class _Text(HTMLParser):
    """Collects the text of a page, a line for each block and for each row of a table."""

    BLOCKS = frozenset({"p", "div", "tr", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section"})
    SILENT = frozenset({"script", "style", "head"})

    def __init__(self) -> None:
        super().__init__()
        self._found: list[str] = [""]
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin a line with each block."""
        del attrs
        self._silent += tag in self.SILENT
        if tag in self.BLOCKS:
            self._found.append("")
        elif tag in {"td", "th"}:
            self._found[-1] += "  "

    def handle_endtag(self, tag: str) -> None:
        """End the line with the block; an empty one parts paragraphs."""
        self._silent -= tag in self.SILENT and self._silent > 0
        if tag in self.BLOCKS - {"tr", "br"}:
            self._found += ["", ""]

    def handle_data(self, data: str) -> None:
        """Add words."""
        if not self._silent:
            self._found[-1] += re.sub(r"\s+", " ", data)

    def lines(self) -> list[str]:
        """Return what was found."""
        return [line.strip() for line in self._found]


def _without_frames(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of all pages without what most pages have at their top or foot."""
    frames: Counter[str] = Counter()
    for page in pages:
        edge = [line for line in page if line.strip()]
        frames.update({_shape(line) for line in (*edge[:3], *edge[-3:])})
    repeated = {
        shape for shape, count in frames.items() if len(pages) >= FEW_PAGES and count > len(pages) / 2
    }
    for page in pages:
        for line in page:
            if _shape(line) not in repeated and not (len(pages) > 1 and _PAGE_NUMBER.match(line.strip())):
                yield line


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())


def _joined(lines: Iterator[str]) -> Iterator[str]:
    """Yield the lines with parted words made whole; "Köln-" and "Porz" keep their hyphen."""
    held = ""
    for line in lines:
        text = " ".join(line.replace("\u00a0", " ").split())
        text = text[:-1].replace("\u00ad", "-") + text[-1:]  # within a line it is a hyphen that somebody sees
        if held:
            text = f"{held[:-1]}{text}" if text[:1].islower() else f"{held[:-1]}-{text}"
            held = ""
        if _PARTED.search(text):
            held = text
            continue
        yield text
    if held:
        yield held
