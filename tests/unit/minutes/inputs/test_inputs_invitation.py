"""Invitations as German councils write them."""

from __future__ import annotations

from minutes.inputs.invitation import parse_invitation

COUNCIL = """Stadt Musterhausen
Musterhausen, 05.05.2026
E I N L A D U N G
zur 17. öffentlichen Sitzung des Rates der Stadt Musterhausen
am Donnerstag, 21. Mai 2026, 18:00 Uhr,
im Ratssaal des Rathauses, Marktplatz 1

Tagesordnung

Öffentlicher Teil

1.   Eröffnung der Sitzung
2.   Genehmigung der Niederschrift über die 16. Sitzung
     vom 12. März 2026
3.   Bebauungsplan Nr. 34 „Am Mühlbach“
     Vorlage 2026/112
3.1  Änderungsantrag der SPD-Fraktion
     Vorlage: 2026/112-1
4.   Haushaltssatzung 2026/2027 (Beschlussvorlage Nr. 0123/2026)
     Berichterstatter: Herr Krüger

Nichtöffentlicher Teil

1.   Grundstücksangelegenheit

Mit freundlichen Grüßen
1. Vorsitzende
"""


def test_items_of_a_plain_invitation():
    """Numbers, titles over two lines, papers and the non-public part are found; nothing else is an item."""
    agenda = parse_invitation(COUNCIL.splitlines())

    assert [(item.number, item.title, item.public, item.paper) for item in agenda.items] == [
        ("1", "Eröffnung der Sitzung", True, None),
        ("2", "Genehmigung der Niederschrift über die 16. Sitzung vom 12. März 2026", True, None),
        ("3", "Bebauungsplan Nr. 34 „Am Mühlbach“", True, "2026/112"),
        ("3.1", "Änderungsantrag der SPD-Fraktion", True, "2026/112-1"),
        ("4", "Haushaltssatzung 2026/2027", True, "0123/2026"),
        ("N 1", "Grundstücksangelegenheit", False, None),
    ]


def test_head_of_a_plain_invitation():
    """The meeting's date wins over the letter's, and the head names council, number, time and place."""
    head = parse_invitation(COUNCIL.splitlines()).meeting

    assert (head.body, head.organization, head.number) == ("Stadt Musterhausen", "Rat", "17")
    assert (head.date, head.start) == ("2026-05-21", "18:00")
    assert head.place == "Ratssaal des Rathauses, Marktplatz 1"


def test_labelled_head_and_information_system_numbers():
    """Labels of a council information system are read, and the letters Ö and N say what is public."""
    agenda = parse_invitation(
        [
            "Gremium: Ausschuss für Bauen und Umwelt",
            "Sitzungstermin: Dienstag, 03.11.2026",
            "Beginn: 19.30 Uhr",
            "Ort: Bürgerhaus, Großer Saal",
            "Tagesordnung:",
            "Ö 1\tEröffnung",
            "Ö 2\tFeuerwehrbedarfsplan\tV/0287/2026",
            "Ö 10.1\tStraßenbau-",
            "programm",
            "N 1\tVergabe",
        ]
    )

    assert [item.number for item in agenda.items] == ["Ö 1", "Ö 2", "Ö 10.1", "N 1"]
    assert agenda.items[1].paper == "V/0287/2026"
    assert agenda.items[2].title == "Straßenbauprogramm"
    assert [item.public for item in agenda.items] == [True, True, True, False]
    assert (
        agenda.meeting.organization,
        agenda.meeting.date,
        agenda.meeting.start,
        agenda.meeting.place,
    ) == ("Ausschuss für Bauen und Umwelt", "2026-11-03", "19:30", "Bürgerhaus, Großer Saal")


def test_top_lines_without_heading():
    """Lines with TOP are items even where no heading announces them; a hint after them is none."""
    agenda = parse_invitation(
        [
            "Einladung zur Sitzung des Gemeinderats am 5.11.2026 um 19 Uhr",
            "TOP 1: Begrüßung",
            "TOP 2: Sanierung des Daches, Drucksache 37/2026",
            "TOP 3 a) Antrag",
            "Hinweis: 3 Parkplätze sind frei.",
        ]
    )

    assert [item.number for item in agenda.items] == ["TOP 1", "TOP 2", "TOP 3 a"]
    assert (agenda.items[1].title, agenda.items[1].paper) == ("Sanierung des Daches", "37/2026")
    assert (
        agenda.meeting.organization,
        agenda.meeting.date,
        agenda.meeting.start,
    ) == ("Gemeinderat", "2026-11-05", "19:00")


def test_prose_with_numbers_has_no_items():
    """A letter that only mentions numbers yields no agenda."""
    letter = [
        "Sehr geehrte Damen und Herren,",
        "am 21. Mai 2026 kommen 12 Mitglieder.",
        "2026/112 liegt bei.",
    ]

    assert parse_invitation(letter).items == ()


def test_capital_headings_letters_and_columns():
    """Capital headings part the agenda, lettered lines are items, the last column is the paper."""
    agenda = parse_invitation(
        [
            "Die 4. Sitzung des Ausschusses für Umwelt, Klima und",
            "Mobilität findet am 07.07.2026 um 17:15 Uhr im Stadthaus 1, Sitzungssaal 2, statt.",
            "TAGESORDNUNG",
            "ÖFFENTLICHER TEIL",
            "TOP   Betreff                                Vorlage",
            "1     Radwegekonzept 2030: Maßnahmen         V/0287/2026",
            "      und Ausblick",
            "2     Bauanträge",
            "      a) Neubau einer Garage",
            "      b) 12 neue Bänke",
            "Seite 1 von 2",
            "TAGESORDNUNG NICHTÖFFENTLICHER TEIL",
            "3     Verkauf",
            "gez. Dr. Anna Weber",
            "4     Mitarbeiter",
        ]
    )

    assert [(item.number, item.title, item.public, item.paper) for item in agenda.items] == [
        ("1", "Radwegekonzept 2030: Maßnahmen und Ausblick", True, "V/0287/2026"),
        ("2", "Bauanträge", True, None),
        ("2 a", "Neubau einer Garage", True, None),
        ("2 b", "12 neue Bänke", True, None),
        ("3", "Verkauf", False, None),
    ]
    assert agenda.meeting.organization == "Ausschuss für Umwelt, Klima und Mobilität"
    assert agenda.meeting.place == "Stadthaus 1, Sitzungssaal 2"
