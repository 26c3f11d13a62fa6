"""HTML, DOCX and PDF: equal in content, readable by everybody, and silent about what is not public."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise

import docx
import lxml.html
import msgspec
import pypdf
import pytest
from lxml import etree
from minutes_sample import SPOKEN, TRICKY, meeting

from minutes.render import build_view, render_docx, render_html, render_pdf
from minutes.render.view import View
from minutes.types import AI_NOTE, Minutes, MinutesVote

KINDS = ("decisions", "results", "course", "verbatim")
PARTS = ("all", "public", "nonpublic")
REPEATED = (
    "NameFunktionFraktionAnwesenheit",
    "NummerGegenstandVorlage",
    "NummerGegenstandJaNeinEnthaltungErgebnis",
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def draft() -> Minutes:
    return meeting().draft()


def html_text(page: str) -> str:
    return lxml.html.fromstring(page).find("body").text_content()


def docx_text(data: bytes) -> str:
    body = docx.Document(io.BytesIO(data)).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))


def pdf_text(data: bytes, view: View) -> str:
    """Text of the pages without header and footer, and without table headings repeated on a new page."""
    pages = []
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        text = squeeze(page.extract_text())
        text = text.removeprefix(squeeze(f"{view.title}, {view.subject}{view.draft}"))
        text = re.sub(squeeze(view.kind) + r"Seite\d+von\d+$", "", text)
        for heading in REPEATED if pages else ():
            text = text.removeprefix(heading)
        pages.append(text)
    return "".join(pages)


def squeeze(text: str) -> str:
    """Compare characters, not line breaks; list bullets belong to the layout."""
    return re.sub(r"[\s•]+", "", text)


def statements(view: View) -> list[str]:
    """Every text of the view in its order."""

    def walk(value: object):
        if isinstance(value, str):
            yield value
        elif isinstance(value, (tuple, list)):
            for one in value:
                yield from walk(one)
        elif isinstance(value, msgspec.Struct) and hasattr(value, "places"):
            yield value.text + value.gap + value.note
        elif isinstance(value, msgspec.Struct):
            for name in value.__struct_fields__:
                yield from walk(getattr(value, name))

    skipped = {"title", "kind", "draft", "subject", "note", "date"}
    texts = [t for name in view.__struct_fields__ if name not in skipped for t in walk(getattr(view, name))]
    return [text for text in texts if text]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", KINDS)
def test_three_renderings_say_the_same(draft, kind, part):
    """Character by character, in the same order, whatever the layout."""
    view = build_view(draft, kind, part=part)
    page = squeeze(html_text(render_html(draft, kind, part=part)))
    word = squeeze(docx_text(render_docx(draft, kind, part=part)))
    # Table captions are for screen readers of the page and stand in no other rendering.
    for caption in re.findall("<caption>(.*?)</caption>", render_html(draft, kind, part=part)):
        page = page.replace(squeeze(caption), "", 1)
    assert page == word
    assert squeeze(pdf_text(render_pdf(draft, kind, part=part), view)) == word


@pytest.mark.parametrize("kind", KINDS)
def test_renderings_hold_every_statement_in_order(draft, kind):
    """Nothing of the view is dropped by a template."""
    text = squeeze(docx_text(render_docx(draft, kind)))
    place = 0
    for statement in statements(build_view(draft, kind)):
        found = text.find(squeeze(statement), place)
        # Resolution labels and names are short; each must still come after the one before.
        assert found >= 0, statement
        place = found


def secret_words(minutes: Minutes) -> set[str]:
    """Words that occur in the non-public part only."""

    def words(texts):
        return {word for text in texts for word in re.findall(r"\w{3,}", text)}

    closed = words(text for item, _, text in SPOKEN if item == "N 1")
    closed |= words(item.title + " " + (item.paper or "") for item in minutes.items if not item.public)
    closed |= words(minutes.warnings)
    public = words(text for item, _, text in SPOKEN if item != "N 1")
    public |= words(item.title for item in minutes.items if item.public)
    fixed = {"Stimmen", "abgelehnt", "Firma", "Sitzung", "mit", "sind"}  # words of the form itself
    return closed - public - fixed


@pytest.mark.parametrize("kind", KINDS)
def test_public_version_holds_no_word_of_the_other_part(draft, kind):
    """Neither text nor properties nor hidden parts of the files."""
    secret = secret_words(draft)
    assert {"Zwirnbach", "Holunderkamp", "412", "geheim"} <= secret
    word = render_docx(draft, kind, part="public")
    pdf = render_pdf(draft, kind, part="public")
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        inside = " ".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    inside_pdf = " ".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    texts = {
        "html": html_text(render_html(draft, kind, part="public")),
        "docx": re.sub(r"<[^>]+>", " ", inside),
        "pdf": inside_pdf,
    }
    for name, text in texts.items():
        assert (name, set()) == (name, secret & set(re.findall(r"\w{3,}", text)))
        assert "Nichtöffentlicher Tagesordnungspunkt" in re.sub(r"\s+", " ", text)
        assert "19:47" not in text


def test_nonpublic_version_has_its_own_items(draft):
    """The non-public document shows the non-public items and no public debate."""
    text = html_text(render_html(draft, "course", part="nonpublic"))
    assert "Veräußerung Holunderkamp" in text
    assert "Radweg" not in text


def test_decisions_leave_out_the_debate(draft):
    """A Beschlussprotokoll has decisions and results, no course."""
    short, long = (html_text(render_html(draft, kind)) for kind in ("decisions", "course"))
    assert "Beratungsverlauf" not in short
    assert "Beratungsverlauf" in long
    for text in (short, long):
        assert "Der Radweg wird vom Bahnhof an ausgebaut." in text
        assert "9 Ja, 3 Nein, 1 Enthaltung – mehrheitlich angenommen" in text


def test_result_without_a_vote_is_no_vote(draft):
    """What the chair just found is printed as a result and stands in no overview of votes."""
    votes = (MinutesVote(id="v", result="noted"),)
    items = (msgspec.structs.replace(draft.items[0], votes=votes),)
    text = html_text(render_html(msgspec.structs.replace(draft, items=items), "decisions"))
    assert "Ergebnis: Zur Kenntnis genommen" in re.sub(r"\s+", " ", text)
    assert "Übersicht der Abstimmungen" not in text


def test_gaps_are_visible(draft):
    """What nobody stated is printed as such and marked in the page."""
    page = lxml.html.fromstring(render_html(draft, "decisions"))
    marked = [element.text_content() for element in page.find_class("missing")]
    assert "; Stimmenzahlen nicht genannt" in marked
    assert "[Wortlaut nicht verlesen – bitte aus Vorlage 31/2026 ergänzen]" in marked


def test_draft_and_ai_note_are_visible(draft):
    """Every rendering says at the top that it is a draft made by a machine."""
    view = build_view(draft, "decisions")
    assert AI_NOTE in html_text(render_html(draft, "decisions"))[:200]
    assert AI_NOTE in docx_text(render_docx(draft, "decisions"))[:200]
    first = pypdf.PdfReader(io.BytesIO(render_pdf(draft, "decisions"))).pages[0].extract_text()
    assert AI_NOTE in first
    assert view.draft in first


def test_signs_of_template_languages_are_text(draft):
    """Nothing said in a meeting is read as HTML, Jinja2 or Typst."""
    tricky = squeeze(TRICKY).replace('"', "")
    for text in (
        html_text(render_html(draft, "course")),
        docx_text(render_docx(draft, "course")),
        pdf_text(render_pdf(draft, "course"), build_view(draft, "course")),
    ):
        assert tricky in squeeze(text).replace('"', "")
    assert "<b>Süd" not in render_html(draft, "course")


def test_page_is_accessible(draft):
    """Language, one first heading, no skipped level, captions, scopes, and times as links."""
    page = lxml.html.fromstring(render_html(draft, "course"))
    levels = [int(element.tag[1]) for element in page.iter("h1", "h2", "h3", "h4")]
    assert page.get("lang") == "de"
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in page.iter("table"):
        assert table.find("caption") is not None
        assert {"row", "col"} >= {th.get("scope") for th in table.iter("th")}
        assert all(row.find("th") is not None for row in table.iter("tr"))
    links = [a.get("href") for a in page.iter("a")]
    assert "#t=220.0" in links
    assert all(re.fullmatch(r"#t=\d+\.\d", href) for href in links)
    assert not page.xpath("//script | //link | //img | //@src")


def test_page_ids_are_unique(draft):
    """No two elements share an id."""
    ids = lxml.html.fromstring(render_html(draft, "course")).xpath("//@id")
    assert sorted(set(ids)) == sorted(ids)


def test_links_can_lead_to_the_recording(draft):
    """With the recording's address, page and PDF link to the second."""
    base = "https://example.org/m/7"
    assert f'href="{base}#t=220.0"' in render_html(draft, "course", link_base=base)
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(draft, "course", link_base=base)))
    targets = {a.get_object()["/A"]["/URI"] for page in reader.pages for a in page.get("/Annots", ())}
    assert f"{base}#t=220.0" in targets


def test_pdf_is_tagged_for_screen_readers(draft):
    """PDF/UA-1 and PDF/A-2a in the metadata, and what they ask for in the file."""
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(draft, "course")))
    root = reader.trailer["/Root"]
    xmp = reader.xmp_metadata.stream.get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert (
        re.search(r"pdfaid:part>(\d)<", xmp)[1],
        re.search(r"pdfaid:conformance>(\w)<", xmp)[1],
    ) == ("2", "A")
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "de-DE"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "Gemeinderat" in reader.metadata.title
    assert len(root["/StructTreeRoot"]["/K"]) > 0
    assert root["/Outlines"]["/Count"] != 0


def structure_types(reader: pypdf.PdfReader) -> list[str]:
    found, open_nodes = [], [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while open_nodes:
        node = open_nodes.pop().get_object()
        if isinstance(node, list):
            open_nodes.extend(node)
        elif isinstance(node, pypdf.generic.DictionaryObject):
            found.append(str(node.get("/S", "")))
            if "/K" in node:
                open_nodes.append(node.raw_get("/K"))
    return found


def test_pdf_structure_has_headings_tables_and_lists(draft):
    """The structure tree names headings by level, table headers and list items."""
    types = structure_types(pypdf.PdfReader(io.BytesIO(render_pdf(draft, "course"))))
    assert {"/H1", "/H2", "/H3", "/H4", "/Table", "/TH", "/TD", "/L", "/LI", "/P"} <= set(types)


def test_pdf_fonts_are_embedded(draft):
    """Every font travels with the file."""
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(draft, "course")))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_pdf_prints_names_of_all_europe_and_survives_the_rest(draft):
    """Turkish, Polish, Greek and Cyrillic letters are printed; what has no glyph is replaced, not refused."""
    head = msgspec.structs.replace(draft.head, place="Kızılırmak Łódź Ελλάδα Київ 漢字 🎉")
    data = render_pdf(msgspec.structs.replace(draft, head=head), "decisions")
    text = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert "Kızılırmak Łódź Ελλάδα Київ" in text
    assert "漢" not in text


@pytest.mark.parametrize("render", [render_docx, render_pdf])
def test_same_minutes_give_same_bytes(draft, render):
    """A repeated run writes the same file."""
    assert render(draft, "course") == render(draft, "course")


def test_word_document_is_german_and_paged(draft):
    """Language, title, styles, page numbers and repeated table headings."""
    data = render_docx(draft, "course")
    document = docx.Document(io.BytesIO(data))
    section = document.sections[0]
    footer = etree.tostring(section.footer._element).decode()
    assert document.core_properties.language == "de-DE"
    assert "Gemeinderat" in document.core_properties.title
    assert 'w:val="de-DE"' in etree.tostring(document.styles.element).decode()
    assert "PAGE" in footer
    assert "NUMPAGES" in footer
    assert "Entwurf" in section.header.paragraphs[0].text
    used = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Heading 3", "Beschluss", "Redner", "Rede"} <= used
    attendance = next(t for t in document.tables if t.cell(0, 0).text == "Name")
    assert attendance.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None


def test_word_document_holds_no_leftover_of_the_template(draft):
    """No tag of the template survives; the tricky text that looks like tags does."""
    text = docx_text(render_docx(draft, "course")).replace(TRICKY, "")
    assert not re.findall(r"\{[{%].*?[%}]\}", re.sub(r"Der Radweg <b>.*sagt man", "", text))


def test_empty_minutes_render():
    """Minutes without anything in them still give three documents."""
    empty = Minutes()
    assert "Niederschrift" in html_text(render_html(empty, "course"))
    assert "[nicht genannt]" in docx_text(render_docx(empty, "course"))
    assert render_pdf(empty, "course").startswith(b"%PDF-")


def test_control_characters_do_no_harm(draft):
    """Characters no document may hold are dropped before they reach one."""
    broken = msgspec.structs.replace(draft, chair="Eva\x00 Korn\x0bblum\ud800")
    assert "Eva Kornblum" in docx_text(render_docx(broken, "decisions"))
    assert render_pdf(broken, "decisions").startswith(b"%PDF-")
