"""The Word template: made by its script, changed by clerks, checked when it is used."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree
from minutes_sample import meeting

from minutes.render import render_docx
from minutes.render.errors import TemplateError
from minutes.render.files import DOCX
from minutes.render.template import build


def with_text(path: Path, text: str) -> Path:
    document = docx.Document()
    document.add_paragraph(text)
    document.save(str(path))
    return path


def test_committed_template_is_what_the_script_makes(tmp_path):
    """Whoever changes the script commits the template too."""
    made = tmp_path / "niederschrift.docx"
    build(made)
    assert DOCX.read_bytes() == made.read_bytes()


ORDER = {
    name: members.split()
    for name, members in {
        "pPr": (
            "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
            "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct "
            "autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing "
            "mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl "
            "divId cnfStyle rPr sectPr pPrChange"
        ),
        "rPr": (
            "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
            "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u "
            "effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
        ),
        "tblPr": (
            "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
            "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook"
        ),
        "pBdr": ("top left bottom right between bar"),
        "tcPr": (
            "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign"
        ),
    }.items()
}
"""Sequence of the members (ECMA-376 part 1, CT_PPrBase and others); Word refuses files that break it."""


@pytest.mark.parametrize(
    "name", ["word/document.xml", "word/styles.xml", "word/header1.xml", "word/footer1.xml"]
)
def test_template_follows_the_schema_of_word(name):
    """Properties stand in the order the standard asks for, none twice."""
    with zipfile.ZipFile(DOCX) as package:
        tree = etree.fromstring(package.read(name))
    checked = 0
    for element in tree.iter("{*}pPr", "{*}rPr", "{*}tblPr", "{*}pBdr", "{*}tcPr"):
        order = ORDER[etree.QName(element).localname]
        members_found = [etree.QName(child).localname for child in element]
        places = [order.index(member) for member in members_found]
        assert sorted(set(places)) == places, (name, members_found)
        checked += 1
    assert checked > 0


def test_own_template_is_filled(tmp_path):
    """A town's own template gets the same variables."""
    template = with_text(tmp_path / "eigen.docx", "{% for row in view.agenda %}{{ row.number }};{% endfor %}")
    made = tmp_path / "out.docx"
    made.write_bytes(render_docx(meeting().draft(), "course", template=template))
    assert docx.Document(str(made)).paragraphs[0].text == "Ö 1;Ö 2;Ö 3;Ö 4;Ö 5;N 1;"


@pytest.mark.parametrize(
    "text",
    [
        "{{ view.beschluesse }}",
        "{% for x in %}",
        "{{ view.__class__.__mro__ }}",
        "{{ view.title.__init__.__globals__ }}",
    ],
)
def test_wrong_template_is_named(tmp_path, text):
    """Unknown variables, broken tags and attempts to break out are refused with the template's name."""
    template = with_text(tmp_path / "eigen.docx", text)
    with pytest.raises(TemplateError) as error:
        render_docx(meeting().draft(), "course", template=template)
    assert "eigen.docx" in error.value.text("de")
    assert error.value.exit_status == 2


def test_file_that_is_no_document_is_named(tmp_path):
    """A text renamed to .docx is refused in one line."""
    template = tmp_path / "kaputt.docx"
    template.write_text("kein Word")
    with pytest.raises(TemplateError) as error:
        render_docx(meeting().draft(), "course", template=template)
    assert "\n" not in str(error.value)
