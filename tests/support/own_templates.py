"""Three templates of towns: the standard one, one made by hand in Word's manner, one from LibreOffice."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt, RGBColor

from minutes.render.files import DOCX

LIBREOFFICE = Path(__file__).resolve().parent / "templates" / "libreoffice.docx"

_BOX = (
    '<w:p {ns}><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:16cm;height:1.2cm">'
    "<v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape>"
    "</w:pict></w:r></w:p>"
)
_CLERK = (
    'Schriftführung: {% for row in view.head if row.label == "Schriftführung" %}{{ row.value.text }}'
    "{{ row.value.gap }}{% endfor %}"
)


def by_hand() -> bytes:
    """Return a letterhead with own styles, a table of the facts, a text box, and fields split into runs."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Georgia", Pt(11)
    decision = document.styles.add_style("Stadt Beschluss", WD_STYLE_TYPE.PARAGRAPH)
    decision.font.color.rgb = RGBColor(0x0B, 0x4F, 0x3A)
    decision.paragraph_format.left_indent = Cm(1)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.header.paragraphs[0].add_run("STADT AUENBRUCK").bold = True
    section.header.add_paragraph("Büro des Rates · Markt 1 · 12345 Auenbruck")
    section.footer.paragraphs[0].text = "{{ view.kind }} {{ view.draft }}"
    title = document.add_paragraph(style="Title")
    for piece in ("{", "{ view", ".title }", "}"):
        title.add_run(piece)
    document.add_paragraph("{{ view.subject }}. {{ view.note }}")
    document.element.body.insert(2, parse_xml(_BOX.format(ns=nsdecls("w"), text=_CLERK)))
    _rows(document, "row in view.head", "{{ row.label }}", "{{ row.value.text }}{{ row.value.gap }}")
    document.add_paragraph("Anwesenheit", style="Heading 1")
    _rows(document, "p in view.people", "{{ p.name }}", "{{ p.role }} {{ p.party }}", "{{ p.presence }}")
    _each(document, "view.people_summary")
    _each(document, "view.findings")
    _lines(
        document,
        "{%p for section in view.sections %}",
        ("{{ section.title }}", "Heading 1"),
        "{%p for topic in section.topics %}",
        ("TOP {{ topic.number }}: {{ topic.title }}", "Heading 2"),
        "{%p for note in topic.notes %}",
        "{{ note.text }}",
        "{%p endfor %}",
    )
    for name in ("motions", "course", "statements", "assignments"):
        _lines(
            document,
            f"{{%p for one in topic.{name} %}}",
            "{{ one.speaker }}: {{ one.words.text }}{{ one.words.gap }}{{ one.words.note }}",
            "{%p endfor %}",
        )
    _lines(
        document,
        "{% if topic.summary %}{{ topic.summary_label }}: {% endif %}",
        "{% for one in topic.summary %}{{ one.text }}{{ one.gap }} {% endfor %}",
        "{%p for one in topic.resolutions %}",
        (
            (
                "{{ one.label }}: {% if one.wording %}{{ one.wording.text }}{{ one.wording.gap }}{% endif %}"
                "{% if one.question %}{{ one.question.text }}{% endif %}"
            ),
            "Stadt Beschluss",
        ),
        "{%p if one.result %}",
        ("{{ one.result_label }}: {{ one.result.text }}{{ one.result.gap }}", "Stadt Beschluss"),
        "{%p endif %}",
        "{%p endfor %}",
        "{%p endfor %}",
        "{%p endfor %}",
    )
    _rows(document, "line in view.signatures", "{{ line.role }}", "{{ line.name }}")
    _each(document, "view.provenance")
    return saved(document)


def saved(document) -> bytes:
    """Return a document as bytes."""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _rows(document, loop: str, *cells: str) -> None:
    table = document.add_table(rows=3, cols=len(cells), style="Light Grid Accent 1")
    table.rows[0].cells[0].text = f"{{%tr for {loop} %}}"
    for cell, text in zip(table.rows[1].cells, cells, strict=True):
        cell.text = text
    table.rows[2].cells[0].text = "{%tr endfor %}"


def _each(document, name: str) -> None:
    _lines(
        document, f"{{%p for one in {name} %}}", "{{ one.text }}{{ one.gap }}{{ one.note }}", "{%p endfor %}"
    )


def _lines(document, *lines: str | tuple[str, str]) -> None:
    for line in lines:
        text, style = (line, None) if isinstance(line, str) else line
        document.add_paragraph(text, style=style)


TEMPLATES = {"standard": DOCX.read_bytes, "by hand": by_hand, "libreoffice": LIBREOFFICE.read_bytes}
"""How each is got."""
