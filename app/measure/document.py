"""docs/measurements.md: every measurement keeps its own section up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "measurements.md"
HEAD = (
    "# Measurements\n\nEvery section is written by the command it names; run the command to repeat it.\n"
    "Figures depend on the machine; ratios inside one run less so.\n"
)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table; numbers to the right, floats to at most three places, None as a dash."""
    body = [[_cell(value) for value in row] for row in rows]
    numeric = [all(not isinstance(row[column], str) for row in rows) for column in range(len(head))]
    widths = [max(len(row[column]) for row in [list(head), *body]) for column in range(len(head))]
    rule = [
        ("-" * (width - 1) + ":") if right else "-" * width
        for width, right in zip(widths, numeric, strict=True)
    ]
    lines = [_line(list(head), widths, numeric), f"| {' | '.join(rule)} |"]
    return "\n".join([*lines, *(_line(row, widths, numeric) for row in body)])


def write_section(name: str, title: str, text: str, *, document: Path = DOCUMENT) -> None:
    """Replace the section between ``<!-- begin: name -->`` and ``<!-- end: name -->``, or add it."""
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    section = f"{begin}\n## {title}\n\n{text.strip()}\n{end}\n"
    old = document.read_text(encoding="utf-8") if document.is_file() else HEAD
    before, found, rest = old.partition(begin)
    if found:
        after = rest.partition(end)[2].strip("\n")
        new = before + section + (f"\n{after}\n" if after else "")
    else:
        new = old.rstrip("\n") + "\n\n" + section
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text(new.rstrip("\n") + "\n", encoding="utf-8")


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    return str(value)


def _line(cells: list[str], widths: list[int], numeric: list[bool]) -> str:
    padded = (
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(cells, widths, numeric, strict=True)
    )
    return f"| {' | '.join(padded)} |"
