"""Agendas from every kind of file, and what is said about wrong ones."""

from __future__ import annotations

import json

import docx
import pypdf
import pytest
import typst

from minutes.inputs import errors as wrong
from minutes.inputs import read_agenda

AGENDA = {
    "schema": "protokollant/agenda/1",
    "meeting": {"body": "Stadt Musterhausen", "number": 17, "date": "2026-05-21"},
    "items": [
        {"number": "Ö 1", "title": "Eröffnung", "unknown": 1},
        {"number": 2, "title": "Etat", "public": False},
    ],
}


def write(path, value):
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def make_pdf(path, lines, *, password=None):
    body = " \\\n".join(line.replace("#", "\\#") for line in lines)
    typst.compile(write(path.with_suffix(".typ"), body), output=path)
    if password is not None:
        writer = pypdf.PdfWriter(clone_from=path)
        writer.encrypt(password)
        writer.write(path)
    return path


def test_json_agenda(tmp_path):
    """Unknown members are ignored, missing ones default, numbers without quotes are read as text."""
    agenda = read_agenda(write(tmp_path / "a.json", AGENDA))

    assert [item.number for item in agenda.items] == ["Ö 1", "2"]
    assert [item.public for item in agenda.items] == [True, False]
    assert (agenda.meeting.number, agenda.meeting.place) == ("17", None)


def test_oparl_meeting(tmp_path):
    """Embedded agenda items are taken in their order, without deleted ones and headings."""
    meeting = {
        "type": "https://schema.oparl.org/1.1/Meeting",
        "start": "2026-05-21T18:00:00+02:00",
        "location": {"room": "Ratssaal", "streetAddress": "Markt 1"},
        "organization": ["https://example.org/o/1"],
        "agendaItem": [
            {"number": "Ö 2", "name": "Etat", "order": 2, "public": True},
            {"number": "Ö 1", "name": " Eröffnung ", "order": 1},
            {"name": "Öffentlicher Teil", "order": 0},
            {"number": "N 1", "name": "Vergabe", "order": 3, "public": False},
            {"number": "N 2", "name": "weg", "order": 4, "deleted": True},
        ],
    }

    agenda = read_agenda(write(tmp_path / "m.json", meeting))

    assert [(item.number, item.title, item.public) for item in agenda.items] == [
        ("Ö 1", "Eröffnung", True),
        ("Ö 2", "Etat", True),
        ("N 1", "Vergabe", False),
    ]
    assert (
        agenda.meeting.date,
        agenda.meeting.start,
        agenda.meeting.place,
    ) == ("2026-05-21", "18:00", "Ratssaal, Markt 1")


def test_word_invitation_with_table_and_automatic_numbers(tmp_path):
    """Rows of a table are items, and so are paragraphs that Word numbers itself."""
    document = docx.Document()
    document.add_paragraph("Sitzung des Gemeinderats am 05.11.2026, 19:00 Uhr")
    document.add_paragraph("Tagesordnung")
    table = document.add_table(rows=2, cols=3)
    for row, cells in zip(table.rows, (("1", "Begrüßung", ""), ("2", "Etat", "2026/12")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(tmp_path / "table.docx")
    numbered = docx.Document()
    numbered.add_paragraph("Tagesordnung")
    for title in ("Begrüßung", "Etat", "Verschiedenes"):
        numbered.add_paragraph(title, style="List Number")
    numbered.save(tmp_path / "list.docx")

    table_items = read_agenda(tmp_path / "table.docx").items
    list_items = read_agenda(tmp_path / "list.docx").items

    assert [(item.number, item.title, item.paper) for item in table_items] == [
        ("1", "Begrüßung", None),
        ("2", "Etat", "2026/12"),
    ]
    assert [(item.number, item.title) for item in list_items] == [
        ("1", "Begrüßung"),
        ("2", "Etat"),
        ("3", "Verschiedenes"),
    ]


def test_pdf_invitation(tmp_path):
    """The text of a PDF is read as an invitation."""
    path = make_pdf(tmp_path / "a.pdf", ["Tagesordnung", "TOP 1 Eröffnung der Sitzung", "TOP 2 Haushalt"])

    assert [(item.number, item.title) for item in read_agenda(path).items] == [
        ("TOP 1", "Eröffnung der Sitzung"),
        ("TOP 2", "Haushalt"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.json", "{", wrong.NotJsonError),
        ("a.json", "[1]", wrong.NotJsonError),
        ("a.json", {"schema": "protokollant/roster/1", "people": []}, wrong.WrongSchemaError),
        ("a.json", {**AGENDA, "items": []}, wrong.EmptyAgendaError),
        ("a.json", {**AGENDA, "items": AGENDA["items"][:1] * 2}, wrong.DuplicateItemError),
        ("a.json", {**AGENDA, "items": [{"number": "1"}]}, wrong.InvalidMemberError),
        ("a.json", {**AGENDA, "items": [{"number": "", "title": "x"}]}, wrong.InvalidMemberError),
        ("a.json", {**AGENDA, "items": 5}, wrong.InvalidMemberError),
        ("a.txt", "Guten Tag.", wrong.EmptyAgendaError),
        ("a.rtf", "{\\rtf1}", wrong.NotJsonError),
        ("a.odt", "PK", wrong.UnsupportedFormatError),
        ("a.docx", "no zip", wrong.DamagedDocumentError),
        ("a.pdf", "no pdf", wrong.DamagedDocumentError),
    ],
)
def test_wrong_agendas(tmp_path, name, content, error):
    """Each wrong agenda is refused with exit status 2 and one line that names the file."""
    path = write(tmp_path / name, content)

    with pytest.raises(error) as caught:
        read_agenda(path)

    assert caught.value.exit_status == 2
    assert str(path) in caught.value.text("en")
    assert str(path) in caught.value.text("de")
    assert "\n" not in caught.value.text("de")


def test_encrypted_and_scanned_pdf(tmp_path):
    """A PDF with a password and one without text are told apart."""
    locked = make_pdf(tmp_path / "locked.pdf", ["TOP 1 Etat und anderes mehr"], password="geheim")
    empty = make_pdf(tmp_path / "empty.pdf", [""])

    with pytest.raises(wrong.EncryptedPdfError):
        read_agenda(locked)
    with pytest.raises(wrong.PdfWithoutTextError):
        read_agenda(empty)


def test_missing_file_and_folder(tmp_path):
    """A missing file and a folder are named."""
    with pytest.raises(wrong.InputMissingError, match=r"weg\.json"):
        read_agenda(tmp_path / "weg.json")
    with pytest.raises(wrong.InputUnreadableError):
        read_agenda(tmp_path)


def test_address_without_a_meeting():
    """An OParl address that does not answer is an input error, not a traceback."""
    with pytest.raises(wrong.AgendaAddressError, match=r"127\.0\.0\.1"):
        read_agenda("http://127.0.0.1:9/meeting")
