"""What became of every item, and where the public part ends."""

from __future__ import annotations

import pytest

from diarize.types import Utterance
from minutes.items import assign_items, find_chair
from minutes.types import Agenda, AgendaItem

AGENDA = Agenda(
    items=(
        AgendaItem(number="Ö 1", title="Eröffnung und Feststellung der Beschlussfähigkeit"),
        AgendaItem(number="Ö 2", title="Sanierung der Turnhalle"),
        AgendaItem(number="Ö 3", title="Friedhofssatzung"),
        AgendaItem(number="Ö 4", title="Mitteilungen"),
        AgendaItem(number="N 1", title="Verkauf eines Grundstücks im Gewerbegebiet", public=False),
    )
)


def meeting(*pairs):
    """Utterances of (speaker, text) pairs."""
    return [Utterance(id=f"u{k}", speaker=s, text=t) for k, (s, t) in enumerate(pairs, start=1)]


def with_item_3(*pairs):
    """A meeting whose item 3 goes as given."""
    return meeting(
        ("A", "Ich eröffne die Sitzung und stelle fest, dass der Rat beschlussfähig ist."),
        ("A", "Ich rufe auf Tagesordnungspunkt 2, Sanierung der Turnhalle."),
        ("B", "Die Halle ist alt und muss endlich saniert werden."),
        ("A", "Gegenstimmen? Keine. Enthaltungen? Keine. Dann ist das so beschlossen."),
        ("A", "Ich rufe auf Tagesordnungspunkt 3, Friedhofssatzung."),
        *pairs,
        ("A", "Ich rufe auf Tagesordnungspunkt 4, Mitteilungen. Gibt es Anfragen?"),
        ("B", "Die Laterne am Kirchweg ist dunkel."),
        ("A", "Das nehmen wir mit."),
    )


@pytest.mark.parametrize(
    ("pairs", "state"),
    [
        ([("A", "Wer stimmt zu? Dann ist das einstimmig beschlossen.")], "handled"),
        ([("A", "Dann vertagen wir diesen Punkt auf die nächste Sitzung.")], "postponed"),
        ([("A", "Die Vorlage ist zurückgezogen.")], "withdrawn"),
        ([("A", "Der Punkt ist von der Tagesordnung abgesetzt.")], "withdrawn"),
        ([("A", "Damit ist die Vorlage in den Bauausschuss verwiesen.")], "referred"),
        (
            [
                ("B", "Ich beantrage die Verweisung."),
                ("A", "Wer ist für die Verweisung in den Ausschuss? Das ist so beschlossen."),
            ],
            "referred",
        ),
        (
            [
                ("B", "Ich beantrage Vertagung."),
                ("A", "Wer ist für Vertagung? Die Vertagung ist abgelehnt."),
                ("A", "Wer stimmt der Satzung zu? Sie ist beschlossen."),
            ],
            "handled",
        ),
        (
            [
                ("B", "Wir haben unseren Antrag vom letzten Jahr zurückgezogen."),
                ("A", "Wer stimmt zu? So beschlossen."),
            ],
            "handled",
        ),
    ],
)
def test_state_of_an_item(pairs, state):
    """The state follows what who presides states, not what others wish."""
    found = assign_items(with_item_3(*pairs), AGENDA)
    assert state == {o.number: o.state for o in found.items}["Ö 3"]


def test_public_part_ends_before_the_non_public_item():
    """The farewell to the public is public; the words behind it are not."""
    speech = with_item_3(("A", "Wer stimmt zu? Dann ist das so beschlossen."))
    speech += [
        Utterance(id="p1", speaker="A", text="Damit sind wir am Ende des öffentlichen Teils."),
        Utterance(id="p2", speaker="A", text="Ich bitte die Zuhörer, den Saal zu verlassen."),
        Utterance(id="n1", speaker="A", text="Wir setzen die Sitzung nichtöffentlich fort."),
        Utterance(id="n2", speaker="A", text="Es geht um den Verkauf eines Grundstücks im Gewerbegebiet."),
        Utterance(id="n3", speaker="B", text="Der Preis ist zu niedrig."),
    ]
    found = assign_items(speech, AGENDA)
    assert found.public_until == "p2"
    assert [u.item for u in found.utterances if u.id.startswith("n")] == ["N 1"] * 3


def test_all_public():
    """Without a change everything is public."""
    assert assign_items(with_item_3(("A", "So beschlossen.")), AGENDA).public_until is None


def test_non_public_without_such_an_item():
    """The change is believed also where the agenda knows no non-public item."""
    public = Agenda(items=AGENDA.items[:4])
    speech = with_item_3(("A", "So beschlossen."))
    speech += [
        Utterance(id="p1", speaker="A", text="Ich schließe den öffentlichen Teil der Sitzung."),
        Utterance(id="n1", speaker="A", text="Herr Vogt, bitte berichten Sie vertraulich."),
        Utterance(id="n2", speaker="B", text="Der Käufer bietet weniger als erwartet."),
    ]
    assert assign_items(speech, public).public_until == "p1"


def test_chair_is_found_by_behaviour():
    """Who calls items, gives the floor and asks for votes presides."""
    assert find_chair(with_item_3(("A", "So beschlossen.")), None) == "A"
    assert find_chair(meeting(("B", "Ich finde das gut."), ("C", "Ich nicht.")), None) is None
