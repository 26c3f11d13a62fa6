"""The minutes in Word and back: every text is found again, whatever an editor did around it."""

from __future__ import annotations

import copy
import io
import shutil
import subprocess

import docx
import pytest
from docx.oxml import OxmlElement
from minutes_sample import meeting

from minutes.editing import compare
from minutes.render import read_places, render_docx, render_for_word, texts_of
from minutes.render.errors import NoWordFileError

MINUTES = meeting().draft()
EXPORT = "0123456789abcdef0123456789abcdef"
PATHS = texts_of(MINUTES)
DECISION = next(path for path in PATHS if path[2:3] == ("decisions",))


@pytest.fixture(scope="module")
def sent():
    """The document as it leaves."""
    return render_for_word(MINUTES, "course", export=EXPORT)


def edited(file, edit):
    """Return what comes back after ``edit`` has worked on the document."""
    document = docx.Document(io.BytesIO(file))
    edit(document)
    saved = io.BytesIO()
    document.save(saved)
    return compare(read_places(file, PATHS), read_places(saved.getvalue(), PATHS))


def of(document, text):
    """Return the paragraph that holds a text."""
    return next(one for one in document.paragraphs if text in one.text)


def run_of(document, text):
    """Return the run that is a text."""
    return next(run for one in document.paragraphs for run in one.runs if run.text == text)


def test_every_text_is_found_again(sent):
    """With the id under which the document left; what is printed several times, each time."""
    printed = read_places(sent, PATHS)
    assert printed.export == EXPORT
    assert {one.path for one in printed.places} == set(PATHS)
    assert all(one.text == " ".join(PATHS[one.path].split()) for one in printed.places)


def test_the_document_reads_as_without_marks(sent):
    """No private character is left, and no word is other than in the document that is printed."""
    words = [
        [one.text for one in docx.Document(io.BytesIO(file)).paragraphs]
        for file in (sent, render_docx(MINUTES, "course"))
    ]
    assert words[0] == words[1]


def test_a_changed_text_comes_back_as_one_change(sent):
    """Before and after; nothing else is told."""
    text = PATHS[DECISION]

    def edit(document):
        run_of(document, text).text = f"Neu: {text}"

    found = edited(sent, edit)
    assert [(one.path, one.before, one.after) for one in found.changes] == [(DECISION, text, f"Neu: {text}")]
    assert found.added == ()


@pytest.mark.parametrize("side", ["before", "after"])
def test_what_is_typed_at_an_edge_belongs_to_the_text(sent, side):
    """An editor may put it outside of the bookmark."""
    text = PATHS[DECISION]

    def edit(document):
        run = run_of(document, text)._r
        mark = run.getprevious() if side == "before" else run.getnext()
        more = copy.deepcopy(run)
        more.text = "Vorab. " if side == "before" else " Dazu mehr."
        (mark.addprevious if side == "before" else mark.addnext)(more)

    found = edited(sent, edit)
    expected = f"Vorab. {text}" if side == "before" else f"{text} Dazu mehr."
    assert [(one.path, one.after) for one in found.changes] == [(DECISION, expected)]
    assert found.added == ()


def test_a_text_broken_into_paragraphs_stays_one(sent):
    """The return key within a bookmark; what stands behind it goes along into the new paragraph."""
    text = PATHS[DECISION]

    def edit(document):
        paragraph, run = of(document, text)._p, run_of(document, text)._r
        second = copy.deepcopy(paragraph)
        for child in list(second)[1:]:
            second.remove(child)
        second.append(copy.deepcopy(run))
        second[-1].text = "Zweiter Absatz."
        for child in list(run.itersiblings()):
            second.append(child)
        paragraph.addnext(second)

    found = edited(sent, edit)
    assert [one.after for one in found.changes] == [f"{text} Zweiter Absatz."]
    assert found.added == ()


def test_a_paragraph_taken_out_is_told(sent):
    """As gone, not as empty."""

    def edit(document):
        paragraph = of(document, PATHS[DECISION])._p
        paragraph.getparent().remove(paragraph)

    found = edited(sent, edit)
    assert [(one.path, one.after) for one in found.changes] == [(DECISION, None)]


def test_a_new_paragraph_is_shown_with_its_heading(sent):
    """It belongs to no text: a person puts it in its place."""

    def edit(document):
        of(document, PATHS[DECISION]).insert_paragraph_before("Die Sitzung wurde unterbrochen.")

    found = edited(sent, edit)
    assert [one.text for one in found.added] == ["Die Sitzung wurde unterbrochen."]
    assert found.added[0].heading
    assert found.changes == ()


def test_tracked_changes_count_as_accepted(sent):
    """Word keeps both texts: what goes between deletion marks, what comes between insertion marks."""
    text = PATHS[DECISION]

    def edit(document):
        run = run_of(document, text)._r
        gone, come = OxmlElement("w:del"), OxmlElement("w:ins")
        new = copy.deepcopy(run)
        new.text = "Anders beschlossen."
        run.addprevious(come)
        come.append(new)
        run.addprevious(gone)
        gone.append(run)

    found = edited(sent, edit)
    assert [one.after for one in found.changes] == ["Anders beschlossen."]


@pytest.mark.parametrize("file", [b"", b"no zip", b"PK\x03\x04 broken"], ids=["empty", "text", "broken"])
def test_another_file_is_refused(file):
    """In words, with what to do."""
    with pytest.raises(NoWordFileError):
        read_places(file, PATHS)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_loses_nothing(sent, tmp_path):
    """Opened and saved there, in its own format in between: every text comes back as it left."""
    (tmp_path / "a.docx").write_bytes(sent)
    for source, kind in (("a.docx", "odt"), ("a.odt", "docx")):
        command = [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
        ]
        subprocess.run(
            [*command, kind, "--outdir", tmp_path, tmp_path / source], check=True, capture_output=True
        )
    back = read_places((tmp_path / "a.docx").read_bytes(), PATHS)
    found = compare(read_places(sent, PATHS), back)
    assert (back.export, found.changes, found.added) == (EXPORT, (), ())
