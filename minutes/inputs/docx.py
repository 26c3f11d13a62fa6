"""The lines of an invitation in a Word document, with the numbers that Word counts itself.

This is the reading door for ``docx``; the writing one is :mod:`minutes.render`.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table

from minutes.inputs.errors import DamagedDocumentError

if TYPE_CHECKING:
    from pathlib import Path

    from docx.text.paragraph import Paragraph

Level = tuple[str, str, int]
"""Format (``decimal``, ``lowerLetter``, …), text (``TOP %1.``) and first value of a list level."""


def docx_lines(path: Path) -> list[str]:
    """Return paragraphs and table rows (cells joined by tabs) in the order of the document.

    Raises:
        DamagedDocumentError: it is no Word document.
    """
    try:
        document = docx.Document(str(path))
        counter = _ListCounter(document)
        lines: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines += _rows(block, counter)
            else:
                lines += counter.text(block).split("\n")
    except (
        OpcError,
        zipfile.BadZipFile,
        SyntaxError,
        ValueError,
        KeyError,
        OSError,
        AttributeError,
    ) as error:
        raise DamagedDocumentError(file=path, kind="Word (.docx)") from error
    return lines


def _rows(table: Table, counter: _ListCounter) -> list[str]:
    rows = []
    for row in table.rows:
        cells, seen = [], set()
        for cell in row.cells:
            if cell._tc in seen:  # noqa: SLF001  # python-docx repeats merged cells and has no other identity
                continue
            seen.add(cell._tc)  # noqa: SLF001  # as above
            text = " ".join(filter(None, (counter.text(part).strip() for part in cell.paragraphs)))
            cells.append(" ".join(text.split()))
        rows.append("\t".join(cells).rstrip("\t"))
    return rows


class _ListCounter:
    """Counts Word's automatic lists (ECMA-376, 17.9), whose numbers are not part of the text."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._styles: dict[str, tuple[str, int]] = {}
        try:
            numbering = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {
            node.get(qn("w:abstractNumId")): _levels(node) for node in numbering.findall(qn("w:abstractNum"))
        }
        for node in numbering.findall(qn("w:num")):
            reference = node.find(qn("w:abstractNumId"))
            if reference is not None:
                self._levels[node.get(qn("w:numId"))] = abstract.get(reference.get(qn("w:val")), {})

    def text(self, paragraph: Paragraph) -> str:
        """Return the text of a paragraph, its automatic number in front."""
        place = _list_place(paragraph)
        if place is None or not paragraph.text.strip():
            return paragraph.text
        number, depth = place
        levels = self._levels.get(number, {})
        if depth not in levels or levels[depth][0] in {"bullet", "none"}:
            return paragraph.text
        counts = self._counts[number]
        counts[depth] = counts.get(depth, levels[depth][2] - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        label = levels[depth][1]
        for level in range(depth + 1):
            value = counts.setdefault(level, levels[level][2] if level in levels else 1)
            label = label.replace(f"%{level + 1}", _write(value, levels.get(level, ("decimal", "", 1))[0]))
        return f"{label}\t{paragraph.text}"


def _list_place(paragraph: Paragraph) -> tuple[str, int] | None:
    """Return list id and depth of a paragraph, from itself or from its style."""
    sources: list[Any] = [paragraph._p.pPr]  # noqa: SLF001  # the only way to the list properties
    style: Any = paragraph.style
    while style is not None:
        sources.append(style.element.pPr)
        style = style.base_style
    for properties in sources:
        found = None if properties is None else properties.numPr
        if found is not None and found.numId is not None:
            depth = found.ilvl.val if found.ilvl is not None else 0
            return str(found.numId.val), int(depth)
    return None


def _levels(abstract: Any) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for node in abstract.findall(qn("w:lvl")):
        values = {
            name: child.get(qn("w:val"))
            for name in ("numFmt", "lvlText", "start")
            if (child := node.find(qn(f"w:{name}"))) is not None
        }
        levels[int(node.get(qn("w:ilvl")))] = (
            values.get("numFmt", "decimal"),
            values.get("lvlText", ""),
            int(values.get("start", 1)),
        )
    return levels


def _write(value: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (value - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"}:
        roman = ""
        for size, sign in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
            while value >= size:
                roman, value = roman + sign, value - size
        return roman.upper() if form == "upperRoman" else roman
    return str(value)
