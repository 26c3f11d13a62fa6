"""Minutes of the past: head, items, decisions and results; what is not understood is told."""

from __future__ import annotations

import pytest

from minutes.past import PastUnreadable, read_lines, read_past
from minutes.past.results import read_result

OLD = """Niederschrift über die 7. Sitzung des Bauausschusses
am 12. März 2009, 17:00 Uhr, im Rathaus

Tagesordnung
1. Genehmigung der Niederschrift
2. Ausbau der Berliner Straße
3. Verschiedenes

Öffentlicher Teil

1. Genehmigung der Niederschrift
Abstimmungsergebnis: einstimmig

2. Ausbau der Berliner Straße
Vorlage 17/2009
Herr Krug fragt nach den Kosten. Dazu gibt es drei Möglich-
keiten:
1. ein Darlehen
2. Beiträge der Anlieger
Beschluss:
Der Ausschuss beschließt den Ausbau der Berliner Straße für 120.000 Euro.
Abstimmungsergebnis: 9 Ja-Stimmen, 3 Nein-Stimmen, 1 Enthaltung

3. Verschiedenes
Keine Wortmeldungen.

Nichtöffentlicher Teil

1. Grundstück am Mühlenweg
Beschluss: Der Ausschuss beschließt den Kauf.
Abstimmungsergebnis: einstimmig abgelehnt

Ende der Sitzung: 19.30 Uhr
"""


@pytest.fixture(scope="module")
def past(tmp_path_factory):
    path = tmp_path_factory.mktemp("past") / "alt.txt"
    path.write_bytes(OLD.encode("cp1252"))
    return read_past(read_lines(path), source="alt.txt")


def test_the_head_is_read(past):
    """Council, number, day and times; an old coding of letters is no obstacle."""
    head = past.minutes.head
    assert (head.organization, head.number, head.date) == ("Bauausschuss", "7", "2009-03-12")
    assert head.end.value == "19:30"


def test_items_are_those_of_the_minutes(past):
    """Neither the list of the agenda nor one within the text makes items; each part has its number 1."""
    found = [(one.number, one.title, one.public) for one in past.minutes.items]
    assert found == [
        ("1", "Genehmigung der Niederschrift", True),
        ("2", "Ausbau der Berliner Straße", True),
        ("3", "Verschiedenes", True),
        ("N 1", "Grundstück am Mühlenweg", False),
    ]
    assert past.minutes.items[1].paper == "17/2009"


def test_decisions_and_results_are_read(past):
    """Wording, counts, course; what is non-public is so down to the last vote."""
    first, road, other, closed = past.minutes.items
    assert [(one.result, one.unanimous) for one in first.votes] == [("accepted", True)]
    assert [(one.result, one.yes, one.no, one.abstain) for one in road.votes] == [("accepted", 9, 3, 1)]
    assert road.decisions[0].text.endswith("für 120.000 Euro.")
    assert road.votes[0].decision == road.decisions[0].id
    assert "Möglichkeiten" in road.course[0].text
    assert other.votes == ()
    assert closed.votes[0].result == "rejected"
    assert {one.public for one in (*closed.votes, *closed.decisions)} == {False}
    assert past.notes == ()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Ja: 57  Nein: 3  Enthaltung: 5", ("accepted", 57, 3, 5)),
        ("Mit 12 Ja- gegen 3 Nein-Stimmen bei 2 Enthaltungen angenommen", ("accepted", 12, 3, 2)),
        ("mit 9 : 4 Stimmen beschlossen", ("accepted", 9, 4, None)),
        ("einstimmig, bei zwei Enthaltungen", ("accepted", None, None, 2)),
        ("einstimmig abgelehnt", ("rejected", None, None, None)),
        ("hat keine Zustimmung gefunden", ("rejected", None, None, None)),
        ("Der Rat nimmt den Bericht zur Kenntnis.", ("noted", None, None, None)),
        ("Die Vorlage wird vertagt.", ("postponed", None, None, None)),
        ("an den Finanzausschuss verwiesen", ("referred", None, None, None)),
        ("3 Ja, 8 Nein", ("rejected", 3, 8, None)),
    ],
)
def test_results_have_many_words(said, expected):
    """The word and every count; nothing is left over."""
    result = read_result(said)
    assert (result.result, result.yes, result.no, result.abstain) == expected
    assert not result.doubtful
    assert not result.contradicts


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Abstimmungsergebnis: 4 Ja-Stimmen, 9 Nein-Stimmen, damit angenommen", "result-contradicts-counts"),
        ("Abstimmungsergebnis: angenommen, 17 Stimmberechtigte", "result-in-part"),
        ("Abstimmungsergebnis: siehe Anlage", "result-not-understood"),
    ],
)
def test_what_is_not_understood_is_told(tmp_path, said, code):
    """A result that contradicts itself, holds more than was read, or says nothing is reported."""
    path = tmp_path / "alt.txt"
    path.write_text(OLD.replace("Abstimmungsergebnis: 9 Ja-Stimmen, 3 Nein-Stimmen, 1 Enthaltung", said))
    notes = read_past(read_lines(path)).notes
    assert [(one.code, one.item) for one in notes] == [(code, "2")]
    assert said.partition(": ")[2] in notes[0].text


@pytest.mark.parametrize(("name", "data"), [("leer.txt", b" "), ("bild.png", b"x"), ("kaputt.xyz", b"?")])
def test_what_is_no_minutes_is_refused(tmp_path, name, data):
    """With what to do about it."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(PastUnreadable, match="PDF"):
        read_lines(tmp_path / name)
