"""Styles, page and header of the Word template: A4, German, made to be changed in Word."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FONT = "Arial"
_INK = RGBColor(0x14, 0x20, 0x2B)
_SOFT = RGBColor(0x4A, 0x57, 0x63)
_WARN = RGBColor(0x7A, 0x3B, 0x00)
_TINT = "F2F5F7"
_WARN_TINT = "FFF3DF"
_LINE = "9AA7B3"
_TEXT_WIDTH = Cm(16.5)


def define_styles(document: Any) -> None:
    """Set language and fonts, and add the styles of the minutes with German names."""
    styles = document.styles
    normal = styles["Normal"]
    _font(normal, size=10.5)
    normal.paragraph_format.space_after = Pt(5)
    normal.paragraph_format.line_spacing = 1.15
    _language(normal)
    for name, size, before, after in (
        ("Title", 20, 0, 2),
        ("Subtitle", 13, 0, 4),
        ("Heading 1", 14, 20, 6),
        ("Heading 2", 11.5, 14, 3),
        ("Heading 3", 10.5, 8, 2),
    ):
        style = styles[name]
        _font(style, size=size, bold=name != "Subtitle")
        style.font.italic = False
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.keep_with_next = True
        _no_border(style)
    _border(styles["Heading 1"], "bottom", _LINE)
    draft = _new(styles, "Entwurf", colour=_WARN, bold=True)
    for side in ("top", "left", "bottom", "right"):
        _border(draft, side, "7A3B00", space=6)
    _fill(draft, _WARN_TINT)
    draft.paragraph_format.space_before = Pt(8)
    detail = _new(styles, "Angabe", colour=_SOFT)
    detail.paragraph_format.keep_with_next = True
    detail.paragraph_format.space_after = Pt(2)
    speaker = _new(styles, "Redner", bold=True)
    speaker.paragraph_format.keep_with_next = True
    speaker.paragraph_format.space_after = Pt(0)
    _new(styles, "Rede").paragraph_format.left_indent = Cm(0.6)
    decision = _new(styles, "Beschluss")
    decision.paragraph_format.left_indent = Cm(0.4)
    decision.paragraph_format.keep_together = True
    decision.paragraph_format.space_after = Pt(3)
    decision.element.get_or_add_pPr().insert_element_before(
        OxmlElement("w:contextualSpacing"), "w:mirrorIndents", "w:jc", "w:outlineLvl"
    )
    _border(decision, "left", _LINE, size=24, space=6)
    _fill(decision, _TINT)
    table = _new(styles, "Tabelle")
    table.paragraph_format.space_after = Pt(1)
    table.paragraph_format.space_before = Pt(1)
    table.paragraph_format.line_spacing = 1.0
    gap = _new(styles, "Abstand")
    gap.font.size = Pt(4)
    gap.paragraph_format.space_after = Pt(0)
    for name, colour, bold in (("Fehlt", _WARN, True), ("Fundstelle", _SOFT, None)):
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb = colour
        style.font.bold = bold
    styles["Fundstelle"].font.size = Pt(8.5)
    _font(styles["List Bullet"], size=10.5)


def page(document: Any) -> None:
    """Set A4 with a margin to file it by, a header with the draft label and a footer with pages."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.3)
    section.header_distance = section.footer_distance = Cm(1.2)
    header = section.header.paragraphs[0]
    header.add_run("{{ view.title }}, {{ view.subject }}\t")
    header.add_run("{{ view.draft }}", style="Fehlt")
    footer = section.footer.paragraphs[0]
    footer.add_run("{{ view.kind }}\tSeite ")
    field(footer, "PAGE")
    footer.add_run(" von ")
    field(footer, "NUMPAGES")
    for paragraph in (header, footer):
        paragraph.paragraph_format.tab_stops.clear_all()
        paragraph.paragraph_format.tab_stops.add_tab_stop(_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    for name in ("Header", "Footer"):
        _font(document.styles[name], size=8.5, colour=_SOFT)
        tabs = document.styles[name].element.find(qn("w:pPr")).find(qn("w:tabs"))
        if tabs is not None:
            tabs.getparent().remove(tabs)


def field(paragraph: Any, code: str) -> None:
    """Add a field that Word computes, such as the number of the page."""
    run = paragraph.add_run()
    for kind in ("begin", None, "separate", "text", "end"):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {code} "
        elif kind == "text":
            element = OxmlElement("w:t")
            element.text = "1"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)  # noqa: SLF001  # python-docx has no fields of its own


def repeat_header(row: Any) -> None:
    """Mark a row as the table's heading, repeated on each page and read out by screen readers."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # python-docx has no setting for it
    properties.append(OxmlElement("w:tblHeader"))


def keep_together(row: Any) -> None:
    """Let no page break run through a row."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))  # noqa: SLF001  # no setting for it


def soften(table: Any) -> None:
    """Draw the lines of a table in grey."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.insert_element_before(  # noqa: SLF001  # python-docx has no setting for it
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
    )


def shade(cell: Any) -> None:
    """Tint a cell."""
    cell._tc.get_or_add_tcPr().append(_shading(_TINT))  # noqa: SLF001  # python-docx has no setting for it


def _new(styles: Any, name: str, *, colour: RGBColor = _INK, bold: bool | None = None) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    style.font.color.rgb = colour
    style.font.bold = bold
    style.quick_style = True
    return style


def _font(style: Any, *, size: float, bold: bool | None = None, colour: RGBColor = _INK) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.color.rgb = colour
    if bold is not None:
        style.font.bold = bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)


def _language(style: Any) -> None:
    """Set German for spelling and for screen readers, in the defaults as in the style."""
    defaults = style.element.getparent().find(qn("w:docDefaults"))
    for properties in (style.element.get_or_add_rPr(), defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))):
        language = properties.find(qn("w:lang"))
        if language is None:
            language = OxmlElement("w:lang")
            properties.append(language)
        for name in ("val", "eastAsia", "bidi"):
            language.set(qn(f"w:{name}"), "de-DE")


def _borders(style: Any) -> Any:
    properties = style.element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
        )
    return borders


def _border(style: Any, side: str, colour: str, *, size: int = 6, space: int = 3) -> None:
    """Draw a line at one side; ``size`` in eighths of a point. OOXML wants the sides in order."""
    borders = _borders(style)
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(size)), ("space", str(space)), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)


def _no_border(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is not None:
        properties.remove(borders)


def _fill(style: Any, colour: str) -> None:
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(
        _shading(colour), "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def _shading(colour: str) -> Any:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    return shading
