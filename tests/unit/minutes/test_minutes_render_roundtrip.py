"""Three templates of towns: minutes leave in each for Word, are edited there, and nothing is lost."""

from __future__ import annotations

import io
import shutil
import subprocess

import docx
import pytest
from minutes_sample import meeting
from own_templates import TEMPLATES

from minutes.editing import compare
from minutes.render import read_places, render_docx, render_for_word, texts_of

MINUTES = meeting().draft()
EXPORT = "fedcba9876543210fedcba9876543210"
PATHS = texts_of(MINUTES)
DECISION = next(path for path in PATHS if path[2:3] == ("decisions",))
MOTION = next(path for path in PATHS if path[2:3] == ("motions",))
NEW = "Der Radweg wird 2027 ausgebaut & <beleuchtet>."


@pytest.fixture(params=TEMPLATES)
def template(request):
    """A town's template."""
    return TEMPLATES[request.param]()


@pytest.fixture
def sent(template):
    """The document as it leaves."""
    return render_for_word(MINUTES, "course", export=EXPORT, template=template)


def runs(document):
    """Yield every run of the body, in tables too."""
    for paragraph in document.element.body.iter("{*}p"):
        yield from docx.text.paragraph.Paragraph(paragraph, document).runs


def test_every_text_leaves_once_and_no_mark_is_left(sent, template):
    """The document reads as the one that is filed; each text that it prints can be found again."""
    back = read_places(sent, PATHS)
    assert back.export == EXPORT
    assert {one.path for one in back.places} == set(PATHS)
    plain = render_docx(MINUTES, "course", template=template)
    words = [[run.text for run in runs(docx.Document(io.BytesIO(file)))] for file in (plain, sent)]
    assert "".join(words[0]) == "".join(words[1])


def test_unedited_nothing_is_told(sent):
    """Opened and saved."""
    saved = io.BytesIO()
    docx.Document(io.BytesIO(sent)).save(saved)
    found = compare(read_places(sent, PATHS), read_places(saved.getvalue(), PATHS))
    assert (found.changes, found.added) == ((), ())


def test_edits_come_back_as_what_they_are(sent):
    """One text reworded, one taken out, one paragraph new; nothing else."""
    document = docx.Document(io.BytesIO(sent))
    next(run for run in runs(document) if run.text == PATHS[DECISION]).text = NEW
    motion = next(run for run in runs(document) if PATHS[MOTION] in run.text)
    gone = motion._r.getparent()
    for nested in list(gone):
        if not nested.tag.endswith("}pPr"):
            gone.remove(nested)
    document.paragraphs[-1].insert_paragraph_before("Die Sitzung wurde zehn Minuten unterbrochen.")
    saved = io.BytesIO()
    document.save(saved)
    found = compare(read_places(sent, PATHS), read_places(saved.getvalue(), PATHS))
    assert {(one.path, one.before, one.after) for one in found.changes} == {
        (DECISION, PATHS[DECISION], NEW),
        (MOTION, PATHS[MOTION], None),
    }
    assert [one.text for one in found.added] == ["Die Sitzung wurde zehn Minuten unterbrochen."]


def test_the_public_document_of_a_template_holds_nothing_else(template):
    """A template sees what the standard one sees: the non-public part is cut before it runs."""
    public = render_docx(MINUTES, "verbatim", part="public", template=template)
    words = "".join(run.text for run in runs(docx.Document(io.BytesIO(public))))
    assert "Ausbau" in words
    for secret in ("Holunderkamp", "Zwirnbach", "412.000", "Flurstück"):
        assert secret not in words


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_loses_nothing_of_any_template(sent, tmp_path):
    """Opened and saved there as .docx: every text comes back as it left."""
    (tmp_path / "a.docx").write_bytes(sent)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    for source, kind in (("a.docx", "odt"), ("a.odt", "docx")):
        subprocess.run(
            [*command, kind, "--outdir", tmp_path, tmp_path / source], check=True, capture_output=True
        )
    back = read_places((tmp_path / "a.docx").read_bytes(), PATHS)
    found = compare(read_places(sent, PATHS), back)
    assert (back.export, found.changes, found.added) == (EXPORT, (), ())
