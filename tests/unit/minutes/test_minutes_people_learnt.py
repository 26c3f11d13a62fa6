"""Names that people corrected before are found again, and never at the cost of a right one."""

from __future__ import annotations

import pytest

from diarize.types import Utterance
from minutes.people import name_speakers
from minutes.people.mentions import PeopleIndex
from minutes.types import Person, Roster

PEOPLE = (
    Person(name="Aylin Yıldırım", heard=("Frau Willi Ihm", "Lydirin")),
    Person(name="Jens Krüger"),
    Person(name="Ute Wagner", heard=("Krüger",)),
    Person(name="Lena Lindner"),
    Person(name="Petra Lüderitz"),
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Das Wort hat Frau Lydirin.", "Aylin Yıldırım"),
        ("Bitte, Frau Willi Ihm.", "Aylin Yıldırım"),
        ("Das Wort hat Herr Krüger.", "Jens Krüger"),
    ],
)
def test_a_learnt_form_leads_to_its_person(text, name):
    """A misheard form is its person's; somebody's right name stays that person's own."""
    index = PeopleIndex(PEOPLE)
    mentions = index.find(text)
    assert [PEOPLE[one.candidates[0][0]].name for one in mentions] == [name]


def test_without_the_lesson_nobody_is_found():
    """What was learnt makes the difference: the form alone is too far from the name."""
    bare = PeopleIndex(tuple(Person(name=person.name) for person in PEOPLE))
    assert [one.candidates for one in bare.find("Das Wort hat Frau Lydirin.")] == [()]


def test_a_voice_gets_the_name_that_was_taught():
    """Called by the misheard form, the voice that answers is named."""
    said = (
        ("S1", "Ich eröffne die Sitzung. Das Wort hat Frau Lydirin."),
        ("S2", "Vielen Dank. Wir stimmen dem Antrag zu, denn die Schule braucht Platz."),
        ("S1", "Vielen Dank, Frau Lydirin."),
    )
    utterances = tuple(
        Utterance(id=f"u{number}", speaker=voice, text=text, start=number * 10.0, end=number * 10.0 + 9)
        for number, (voice, text) in enumerate(said)
    )
    named = {
        taught: {one.id: one.name for one in name_speakers(utterances, roster, chair="S1")}["S2"]
        for taught, roster in (
            (True, Roster(people=PEOPLE)),
            (False, Roster(people=tuple(Person(name=person.name) for person in PEOPLE))),
        )
    }
    assert named[True] == "Aylin Yıldırım"
    assert named[False] is None
