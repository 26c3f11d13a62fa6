"""Builds ``templates/minutes/niederschrift.docx``: ``python -m minutes.render.template [TARGET]``.

The file is committed and meant to be changed in Word; this script makes the original again. Loops
and conditions are docxtpl's: ``{%p … %}`` stands in a paragraph of its own, ``{%tr … %}`` in a
table row of its own, and both vanish.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minutes.render.files import DOCX
from minutes.render.package import EPOCH, repack
from minutes.render.wordstyles import define_styles, keep_together, page, repeat_header, shade, soften

if TYPE_CHECKING:
    from collections.abc import Sequence


def build(target: Path = DOCX) -> None:
    """Write the template."""
    import docx  # noqa: PLC0415  # lxml only where a document is made

    document = docx.Document()
    define_styles(document)
    page(document)
    _title(document)
    _meeting(document)
    _parts(document)
    _end(document)
    document.core_properties.title = "Niederschrift"
    document.core_properties.language = "de-DE"
    document.core_properties.author = ""
    document.core_properties.comments = ""
    made_on = dt.datetime(*EPOCH[:3])  # noqa: DTZ001  # python-docx wants it without zone
    document.core_properties.created = document.core_properties.modified = made_on
    made = io.BytesIO()
    document.save(made)
    target.write_bytes(repack(made))


def _title(document: Any) -> None:
    document.add_paragraph("{{ view.title }}", style="Title")
    document.add_paragraph("{{ view.kind }}", style="Subtitle")
    document.add_paragraph("{{ view.subject }}")
    _tag(document, "if view.draft")
    document.add_paragraph("{{ view.note }}", style="Entwurf")
    _tag(document, "endif")


def _meeting(document: Any) -> None:
    document.add_paragraph("Sitzung", style="Heading 1")
    _table(document, (), "row in view.head", ("{{ row.label }}", "row.value"), (5.0, 11.5))
    _tag(document, "if view.people")
    document.add_paragraph("Anwesenheit", style="Heading 1")
    _table(
        document,
        ("Name", "Funktion", "Fraktion", "Anwesenheit"),
        "person in view.people",
        ("{{ person.name }}", "{{ person.role }}", "{{ person.party }}", "{{ person.presence }}"),
        (4.2, 5.0, 3.4, 3.9),
    )
    _each(document, "view.people_summary")
    _tag(document, "endif")
    document.add_paragraph("Feststellungen", style="Heading 1")
    _each(document, "view.findings")
    _tag(document, "if view.agenda")
    document.add_paragraph("Tagesordnung", style="Heading 1")
    _table(
        document,
        ("Nummer", "Gegenstand", "Vorlage"),
        "row in view.agenda",
        ("{{ row.number }}", "{{ row.title }}", "{{ row.paper }}"),
        (2.2, 11.5, 2.8),
    )
    _tag(document, "endif")


def _parts(document: Any) -> None:
    _tag(document, "for section in view.sections")
    document.add_paragraph("{{ section.title }}", style="Heading 1")
    _tag(document, "for topic in section.topics")
    document.add_paragraph("{{ topic.number }} {{ topic.title }}", style="Heading 2")
    _tag(document, "if topic.details")
    _said(document.add_paragraph(style="Angabe"), "topic.details")
    _tag(document, "endif")
    _each(document, "topic.notes")
    _speeches(document, "Anträge", "topic.motions")
    _tag(document, "if topic.summary")
    document.add_paragraph("{{ topic.summary_label }}", style="Heading 3")
    _each(document, "topic.summary")
    _tag(document, "endif")
    _speeches(document, "{{ topic.course_label }}", "topic.course")
    _speeches(document, "Zu Protokoll", "topic.statements")
    _tag(document, "for resolution in topic.resolutions")
    document.add_paragraph("{{ resolution.label }}:", style="Heading 3")
    _tag(document, "if resolution.wording")
    wording = document.add_paragraph(style="Beschluss")
    wording.paragraph_format.keep_with_next = True
    _said(wording, "resolution.wording")
    _tag(document, "endif")
    _tag(document, "if resolution.question")
    question = document.add_paragraph(style="Beschluss")
    question.paragraph_format.keep_with_next = True
    question.add_run("Zur Abstimmung gestellt: ", style="Strong")
    _said(question, "resolution.question")
    _tag(document, "endif")
    _tag(document, "if resolution.result")
    result = document.add_paragraph(style="Beschluss")
    result.add_run("{{ resolution.result_label }}: ", style="Strong")
    _said(result, "resolution.result")
    _tag(document, "endif")
    _tag(document, "endfor")
    _speeches(document, "Aufträge und Zusagen", "topic.assignments")
    _tag(document, "endfor")
    _tag(document, "if section.votes")
    document.add_paragraph("Übersicht der Abstimmungen", style="Heading 2")
    _table(
        document,
        ("Nummer", "Gegenstand", "Ja", "Nein", "Enthaltung", "Ergebnis"),
        "row in section.votes",
        (
            "{{ row.number }}",
            "{{ row.subject }}",
            "{{ row.yes }}",
            "{{ row.no }}",
            "{{ row.abstain }}",
            "{{ row.result }}",
        ),
        (1.9, 3.4, 2.0, 2.0, 2.7, 4.5),
    )
    _tag(document, "endif")
    _tag(document, "endfor")


def _end(document: Any) -> None:
    document.add_paragraph("Unterschriften", style="Heading 1")
    table = _table(
        document,
        ("Funktion", "Name", "Datum, Unterschrift"),
        "line in view.signatures",
        ("{{ line.role }}", "{{ line.name }}", ""),
        (3.5, 5.0, 8.0),
    )
    from docx.enum.table import WD_ROW_HEIGHT_RULE  # noqa: PLC0415  # see build
    from docx.shared import Cm  # noqa: PLC0415  # see build

    table.rows[2].height = Cm(1.5)
    table.rows[2].height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    _tag(document, "if view.open_points")
    heading = document.add_paragraph("Vor der Unterschrift zu klären", style="Heading 1")
    heading.paragraph_format.page_break_before = True
    _each(document, "view.open_points", style="List Bullet")
    _tag(document, "endif")
    document.add_paragraph("Herkunft dieser Niederschrift", style="Heading 1")
    _each(document, "view.provenance")


def _tag(document: Any, expression: str) -> None:
    """Add a paragraph with a tag; the paragraph is gone in the filled document."""
    document.add_paragraph(f"{{%p {expression} %}}")


def _each(document: Any, name: str, style: str | None = None) -> None:
    _tag(document, f"for statement in {name}")
    _said(document.add_paragraph(style=style), "statement")
    _tag(document, "endfor")


def _said(paragraph: Any, name: str) -> None:
    """Add a statement: its text, what is missing from it, then mark and places."""
    for member, style in (("text", None), ("gap", "Fehlt"), ("note", "Fundstelle")):
        paragraph.add_run(f"{{{{ {name}.{member} }}}}", style=style)


def _speeches(document: Any, title: str, name: str) -> None:
    _tag(document, f"if {name}")
    document.add_paragraph(title, style="Heading 3")
    _tag(document, f"for speech in {name}")
    document.add_paragraph("{{ speech.speaker }}", style="Redner")
    _said(document.add_paragraph(style="Rede"), "speech.words")
    _tag(document, "endfor")
    _tag(document, "endif")


def _table(
    document: Any, names: Sequence[str], loop: str, cells: Sequence[str], widths: Sequence[float]
) -> Any:
    """Add a table whose one row is repeated; a cell without braces is the name of a statement."""
    from docx.shared import Cm  # noqa: PLC0415  # see build

    table = document.add_table(rows=0, cols=len(cells), style="Table Grid")
    table.autofit = False
    soften(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    if names:
        heading = table.add_row()
        for cell, name in zip(heading.cells, names, strict=True):
            cell.paragraphs[0].add_run(name, style="Strong")
            shade(cell)
        repeat_header(heading)
    table.add_row().cells[0].text = f"{{%tr for {loop} %}}"
    row = table.add_row()
    for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        paragraph = cell.paragraphs[0]
        if text and "{" not in text:
            _said(paragraph, text)
        else:
            paragraph.add_run(text, style="Strong" if place == 0 else None)
    table.add_row().cells[0].text = "{%tr endfor %}"
    for each in table.rows:
        for cell, width in zip(each.cells, widths, strict=True):
            cell.width = Cm(width)
            for paragraph in cell.paragraphs:
                paragraph.style = "Tabelle"
        keep_together(each)
    document.add_paragraph(style="Abstand")
    return table


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCX)
