"""The check of a municipality's template: what is wrong is named with its place, what is missing too."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from own_templates import TEMPLATES, by_hand, saved

from minutes.render import build_view
from minutes.render.checking import TemplateFinding, check_template, field_rows, field_table, sample_minutes
from minutes.render.checking.fields import VIEW, Many, Record, Text, all_records
from minutes.render.checking.meanings import MEANINGS
from minutes.render.checking.needs import NEEDS
from minutes.render.checking.texts import TEXTS
from minutes.render.checking.traces import Traces, by_path
from minutes.render.files import DOCX

DOCS = Path(__file__).resolve().parents[3] / "docs" / "templates.md"


def of(*lines: str) -> bytes:
    """Return a template of paragraphs."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def codes(file: bytes) -> list[str]:
    """Return what is wrong with a template."""
    return [one.code for one in check_template(file).errors]


def changed(file: bytes, **parts: bytes | None) -> bytes:
    """Return the archive with parts put in or replaced; ``__`` stands for a dot, ``___`` for a slash."""
    named = {name.replace("___", "/").replace("__", "."): data for name, data in parts.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as source, zipfile.ZipFile(made, "w") as target:
        for entry in source.namelist():
            if entry not in named:
                target.writestr(entry, source.read(entry))
        for name, data in named.items():
            if data is not None:
                target.writestr(name, data)
    return made.getvalue()


def part(file: bytes, name: str) -> bytes:
    """Return one part of the archive."""
    with zipfile.ZipFile(io.BytesIO(file)) as source:
        return source.read(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_template_is_good_for_every_kind(name):
    """And all its texts come back from Word."""
    report = check_template(TEMPLATES[name](), state="NW")
    assert report.errors == ()
    assert [(one.kind, one.fits) for one in report.kinds] == [
        ("decisions", True),
        ("results", True),
        ("course", True),
        ("verbatim", True),
    ]
    assert (report.usable, report.returning) == (True, report.texts)
    assert report.texts > 10


def test_the_standard_template_lacks_nothing():
    """Not even what is only useful."""
    assert [one for kind in check_template(DOCX.read_bytes()).kinds for one in kind.findings] == []


def test_an_unknown_field_is_named_with_place_and_nearest():
    """In the words of a clerk."""
    report = check_template(
        of("Niederschrift", "{%p for p in view.peple %}", "x", "{%p endfor %}", "{{ view.titel }}")
    )
    assert [(one.code, one.place.paragraph, one.suggestion) for one in report.errors] == [
        ("unknown-field", 2, "view.people"),
        ("unknown-field", 5, "view.title"),
    ]
    assert report.errors[1].text("de") == (
        "Text, Absatz 5 („{{ view.titel }}“): Das Feld view.titel gibt es nicht. Gemeint ist wohl view.title."
    )
    assert "Did you mean view.title?" in report.errors[1].text("en")
    assert not report.usable


def test_a_field_in_header_and_in_a_branch_never_taken_is_found():
    """Not only what the sample happens to print."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ view.kopf }}"
    document.add_paragraph("{% if view.draft == 'nie' %}{{ view.niemals }}{% endif %}")
    document.core_properties.title = "{{ view.eigenschaft }}"
    found = check_template(saved(document)).errors
    assert {(one.place.story, one.name) for one in found} == {
        ("header", "view.kopf"),
        ("body", "view.niemals"),
        ("properties", "view.eigenschaft"),
    }


@pytest.mark.parametrize(
    ("lines", "code", "paragraph"),
    [
        (("a", "{{ view.title }"), "unclosed", 2),
        (("a {{ view.title", "}} b"), "unclosed", 1),
        (("{% for x in %}",), "syntax", 1),
        (("a", "{%p if view.draft %}", "b"), "syntax", 2),
        (("{%p endfor %}",), "syntax", 1),
        (("vorn {%p if view.draft %}", "{%p endif %}"), "not-alone", 1),
        (("{%tr for p in view.people %}", "{%tr endfor %}"), "not-in-table", 1),
        (("{% if view.draft %}", "b", "{% endif %}"), "across-paragraphs", 1),
        (("{{ view.people }}",), "no-text", 1),
        (("{{ view.people.name }}",), "list-member", 1),
        (("{% for x in view.title %}{{ x }}{% endfor %}",), "no-list", 1),
        (
            ("{% for s in view.people %}{% for p in view.people %}x{% endfor %}{% endfor %}",),
            "loop-in-loop",
            1,
        ),
        (("{{ title }}",), "unknown-field", 1),
        (("{{ view.title|upper }}",), "not-allowed", 1),
        (("{{ view.title.upper() }}",), "not-allowed", 1),
        (("{{ range(9) }}",), "not-allowed", 1),
        (("{% set x = 1 %}",), "not-allowed", 1),
        (("{% macro x() %}{% endmacro %}",), "not-allowed", 1),
        (("{% include 'x' %}",), "not-allowed", 1),
        (("{{ 'a' * 999999999 }}",), "not-allowed", 1),
        (("{{ view.__class__ }}",), "unknown-field", 1),
        (("{{ view['__class__'] }}",), "unknown-field", 1),
        (("{{ view.title.__init__.__globals__ }}",), "unknown-field", 1),
        (("{% raw %}{{ view.x }}{% endraw %}{{ view.y }}",), "unknown-field", 1),
    ],
)
def test_a_mistake_is_named_with_its_paragraph(lines, code, paragraph):
    """Wrong syntax, wrong use, and every way out of the sandbox."""
    found = check_template(of(*lines)).errors
    assert (found[0].code, found[0].place.paragraph) == (code, paragraph)
    assert all(one.text("de") and one.text("en") for one in found)


def test_one_broken_placeholder_hides_no_other():
    """All that is wrong is told at once."""
    found = check_template(of("{{ view.title", "{{ view.peple }}", "{{ view.draft }}")).errors
    assert [(one.code, one.place.paragraph) for one in found] == [("unclosed", 1), ("unknown-field", 2)]


def test_what_is_missing_is_named_by_kind_and_law():
    """A template without the course is good for decisions alone."""
    document = docx.Document(io.BytesIO(by_hand()))
    for paragraph in document.paragraphs:
        if "topic.course" in paragraph.text:
            for gone in (paragraph._p.getnext().getnext(), paragraph._p.getnext(), paragraph._p):
                gone.getparent().remove(gone)
        elif "{{ one.result_label }}" in paragraph.text:
            paragraph.text = "Ergebnis"
    report = check_template(saved(document), state="NW")
    missing = {
        kind.kind: [one.name for one in kind.findings if one.level == "missing"] for kind in report.kinds
    }
    results = ["resolutions.result.text", "resolutions.result.gap"]
    assert missing["decisions"] == results
    assert missing["course"] == ["topics.course.speaker", "topics.course.words.text", *results]
    told = next(one for one in report.kinds[0].findings if one.name == "resolutions.result.text")
    assert "Ergebnis mit Stimmenzahlen" in told.text("de")
    assert "GO NRW" in told.text("de")
    assert not report.usable


def test_an_empty_document_is_no_template():
    """It would print nothing of the minutes."""
    report = check_template(of("Niederschrift"))
    assert not report.usable
    assert {"topics.title", "people.name", "view.draft"} <= {one.name for one in report.kinds[0].findings}


LINK = (
    b'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    b'Target="%s" TargetMode="External"/></Relationships>'
)


def linked(kind: bytes, target: bytes) -> bytes:
    """Return the standard template with one more relation."""
    file = DOCX.read_bytes()
    rels = part(file, "word/_rels/document.xml.rels").replace(b"</Relationships>", LINK % (kind, target))
    return changed(file, **{"word/_rels/document.xml.rels": rels})


def instructed(code: str) -> bytes:
    """Return a template with a field of Word, cut into runs as Word does."""
    document = docx.Document()
    paragraph = document.add_paragraph()._p
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    pieces = ['<w:fldChar w:fldCharType="begin"/>']
    pieces += [f"<w:instrText>{one}</w:instrText>" for one in (code[:4], code[4:])]
    pieces += ['<w:fldChar w:fldCharType="end"/>']
    for piece in pieces:
        paragraph.append(parse_xml(f'<w:r xmlns:w="{word}">{piece}</w:r>'))
    return saved(document)


def typed(old: bytes, new: bytes) -> bytes:
    """Return the standard template as another kind of document."""
    file = DOCX.read_bytes()
    return changed(file, **{"[Content_Types].xml": part(file, "[Content_Types].xml").replace(old, new)})


MAIN = b"wordprocessingml.document.main+xml"
UNSAFE = {
    "nothing": (b"", "not-docx"),
    "text": (b"kein Word", "not-docx"),
    "encrypted": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not-docx"),
    "cut": (DOCX.read_bytes()[:9000], "not-docx"),
    "another archive": (changed(DOCX.read_bytes(), **{"[Content_Types].xml": None}), "not-docx"),
    "macros": (changed(DOCX.read_bytes(), **{"word/vbaProject.bin": b"x"}), "macros"),
    "docm": (
        typed(b"vnd.openxmlformats-officedocument." + MAIN, b"vnd.ms-word.document.macroEnabled.main+xml"),
        "macros",
    ),
    "dotx": (typed(MAIN, b"wordprocessingml.template.main+xml"), "dotx"),
    "embedded": (changed(DOCX.read_bytes(), **{"word/embeddings/Tabelle.xlsx": b"x"}), "embedded"),
    "picture from outside": (linked(b"image", b"https://spy.example/a.png"), "external"),
    "template from outside": (linked(b"attachedTemplate", b"file://server/x.dotm"), "external"),
    "link to a file": (linked(b"hyperlink", b"file://server/x"), "external"),
    "field that fetches": (instructed("INCLUDETEXT \\\\server\\x"), "field-code"),
    "field that runs": (instructed("DDEAUTO cmd"), "field-code"),
    "entities": (
        changed(
            DOCX.read_bytes(),
            **{"word/x.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'},
        ),
        "unsafe-xml",
    ),
    "entities in UTF-16": (
        changed(
            DOCX.read_bytes(), **{"word/x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")}
        ),
        "unsafe-xml",
    ),
    "large": (bytes(5_000_001), "too-large"),
}


@pytest.mark.parametrize("name", UNSAFE)
def test_an_unsafe_file_is_refused_before_it_is_opened(name):
    """Macros, objects, relations to the outside, fields that fetch, document types, bombs."""
    file, code = UNSAFE[name]
    assert codes(file)[0] == code


def test_an_archive_that_bursts_is_refused():
    """Its declared size is looked at, not unpacked."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("word/document.xml", b" " * 5_000_000)
    assert codes(made.getvalue()) == ["too-large"]


def test_a_template_of_very_many_paragraphs_is_refused():
    """It would be filled for minutes on end."""
    file = DOCX.read_bytes()
    many = part(file, "word/document.xml").replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 4001)
    assert codes(changed(file, **{"word/document.xml": many})) == ["too-large"]


def test_a_table_without_columns_is_told():
    """What the library falls over is a finding, too."""
    file = DOCX.read_bytes()
    table = b"<w:body><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    broken = part(file, "word/document.xml").replace(b"<w:body>", table)
    assert codes(changed(file, **{"word/document.xml": broken})) == ["rendering"]


def test_tracked_changes_are_to_be_accepted_first():
    """Deleted text would be filled, too."""
    file = DOCX.read_bytes()
    text = part(file, "word/document.xml")
    start = text.index(b"<w:r>")
    end = text.index(b"</w:r>", start) + len(b"</w:r>")
    tracked = text[:start] + b'<w:ins w:id="1" w:author="x">' + text[start:end] + b"</w:ins>" + text[end:]
    assert codes(changed(file, **{"word/document.xml": tracked})) == ["tracked"]


def test_an_address_of_the_town_may_be_linked():
    """Hyperlinks fetch nothing by themselves."""
    assert codes(linked(b"hyperlink", b"https://www.auenbruck.example/")) == []


def test_the_sample_holds_every_field():
    """What a template prints of it tells what the template prints at all; every need is met by it."""
    paths: set[str] = set()
    for kind in ("decisions", "results", "course", "verbatim"):
        traces = Traces()
        traces.trace(build_view(sample_minutes("NW"), kind))
        paths |= {path for path, _ in by_path(traces.printed)}
    assert {need.path for need in NEEDS} <= paths
    groups = {path.split(".")[0] for path in paths}
    assert groups | {"statement", "speech", "places"} == set(all_records())


def test_every_field_is_explained():
    """In the table of the documentation, from what a rendering really sees."""
    assert {row.field for row in field_rows()} == set(MEANINGS)
    assert field_table("en") in DOCS.read_text(encoding="utf-8")
    assert isinstance(VIEW.members["title"], Text)
    assert isinstance(VIEW.members["head"], Many)
    assert isinstance(all_records()["head"].members["value"], Record)


def test_every_text_can_be_said():
    """In both languages, with and without a name; no brace of the pattern is left over."""
    for code in TEXTS:
        level = "missing" if code in {"missing-field", "partly"} else "error"
        name = "topics.title" if level == "missing" else "abc"
        for language in ("de", "en"):
            text = TemplateFinding(code=code, level=level, name=name).text(language)
            assert text
            assert not re.search(r"\{name\}|\{\{%|%\}\}", text)
