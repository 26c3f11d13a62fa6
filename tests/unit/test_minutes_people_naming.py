"""Voices to people: floor given, thanks, self-introductions, misheard names, and what stays unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diarize.types import Utterance
from minutes.language.names import parse_name, surname_match, word_likeness
from minutes.people import PeopleIndex, name_speakers
from minutes.types import Person, Roster

if TYPE_CHECKING:
    from minutes.types import Speaker

ROSTER = Roster(
    people=(
        Person(name="Sabine Möller", role="chair", office="Bürgermeisterin"),
        Person(name="Jens Krüger", party="CDU"),
        Person(name="Dr. Aylin Yıldırım", party="Bündnis 90/Die Grünen"),
        Person(name="Peter Müller", party="SPD"),
        Person(name="Anna Müller", party="FDP"),
        Person(name="Marie-Luise Strack-Zimmermann", party="FDP"),
        Person(name="Karl Vogt", role="administration", office="Kämmerer", votes=False),
    )
)


def said(*lines: tuple[str, str]) -> tuple[Utterance, ...]:
    return tuple(Utterance(id=f"u{n}", speaker=voice, text=text) for n, (voice, text) in enumerate(lines, 1))


def named(*lines: tuple[str, str], roster: Roster = ROSTER, chair: str = "C") -> dict[str, Speaker]:
    return {s.id: s for s in name_speakers(said(*lines), roster, chair=chair)}


OPENING = ("C", "Ich eröffne die Sitzung. Ich rufe Tagesordnungspunkt 1 auf. Gibt es Wortmeldungen?")


@pytest.mark.parametrize(
    "call",
    [
        "Das Wort hat Herr Krüger.",
        "Herr Krüger, bitte.",
        "Bitte sehr, Herr Krüger.",
        "Herr Krüger.",
        "Jetzt hat Herr Krüger das Wort.",
        "Ich gebe Herrn Krüger das Wort.",
        "Nächster Redner ist der Kollege Krüger von der CDU.",
        "Als Nächstes spricht Jens Krüger für die CDU-Fraktion.",
        "Herr Krüger, Sie haben das Wort.",
        "Zur Begründung Herr Krüger.",
        "Herr Krüger hat sich gemeldet.",
        "Letzter Redner in dieser Debatte ist Herr Krüger.",
        "Councilmember Krüger, you have the floor.",
    ],
)
def test_the_voice_after_the_floor_was_given_has_the_name(call: str) -> None:
    """Every usual way of giving the floor names the voice that follows."""
    found = named(
        OPENING, ("C", call), ("X", "Vielen Dank. Meine Fraktion sieht das anders als die Verwaltung.")
    )
    assert found["X"].name == "Jens Krüger"
    assert found["X"].evidence == ("u2",)


def test_the_chair_is_named_by_role() -> None:
    """The voice that presides belongs to the one chair of the roster."""
    found = named(OPENING, ("C", "Gegenstimmen? Keine. Enthaltungen? Keine. Dann ist das so beschlossen."))
    assert (found["C"].name, found["C"].origin) == ("Sabine Möller", "role")


@pytest.mark.parametrize("heard", ["Krügers", "Kruger", "Kröger", "Krügr", "Grüger"])
def test_a_misheard_name_still_answers(heard: str) -> None:
    """A name heard badly is found by sound and spelling."""
    found = named(
        OPENING, ("C", f"Das Wort hat Herr {heard}."), ("X", "Danke. Wir stimmen der Vorlage heute zu.")
    )
    assert found["X"].name == "Jens Krüger"


def test_thanks_name_the_voice_before() -> None:
    """Who is thanked is the one who just spoke."""
    found = named(
        OPENING,
        ("X", "Der Haushalt weist einen Fehlbetrag von zwei Millionen Euro aus."),
        ("C", "Vielen Dank, Herr Vogt."),
    )
    assert (found["X"].name, found["X"].origin) == ("Karl Vogt", "address")


def test_a_self_introduction_names_the_speaker() -> None:
    """Who says his name has it."""
    found = named(OPENING, ("X", "Guten Abend, mein Name ist Karl Vogt, ich bin der Kämmerer."))
    assert (found["X"].name, found["X"].origin) == ("Karl Vogt", "self-introduction")


def test_two_of_one_surname_stay_unknown_without_a_first_name() -> None:
    """Unknown is preferred to wrong where the surname fits two people."""
    found = named(
        OPENING, ("C", "Das Wort hat jetzt Müller."), ("X", "Danke schön, ich fasse mich heute sehr kurz.")
    )
    assert found["X"].name is None


def test_the_first_name_tells_two_of_one_surname_apart() -> None:
    """A first name decides between two people of one surname."""
    found = named(
        OPENING, ("C", "Das Wort hat Anna Müller."), ("X", "Danke schön, ich fasse mich heute sehr kurz.")
    )
    assert found["X"].name == "Anna Müller"


def test_a_stranger_stays_unknown() -> None:
    """Somebody who is not on the roster is not given the nearest name."""
    found = named(
        OPENING, ("C", "Das Wort hat Frau Petersen."), ("X", "Ich spreche als Anwohnerin der Schulstraße.")
    )
    assert found["X"].name is None


def test_of_a_list_the_first_speaks_next() -> None:
    """In "Herr A, dann Herr B" the next voice is A."""
    found = named(
        OPENING,
        ("C", "Wortmeldungen? Herr Krüger, dann Herr Vogt."),
        ("X", "Die Straße ist eine Hauptverkehrsstraße und muss es bleiben, das sagt das Gutachten."),
        ("C", "Herr Vogt, bitte."),
        ("Y", "Dazu kann ich sagen, dass die Mittel im Haushalt stehen und abgerufen werden."),
    )
    assert (found["X"].name, found["Y"].name) == ("Jens Krüger", "Karl Vogt")


def test_a_name_cut_off_by_the_diarizer_is_read_on() -> None:
    """The name may have fallen into the next voice's turn."""
    found = named(
        OPENING, ("C", "Das Wort hat Herr"), ("X", "Krüger. Meine Fraktion ist gespalten in dieser Frage.")
    )
    assert found["X"].name == "Jens Krüger"


def test_an_interjection_does_not_take_the_floor() -> None:
    """A few words thrown in between the call and the speech do not get the name alone."""
    found = named(
        OPENING,
        ("C", "Das Wort hat Herr Krüger."),
        ("Y", "Na endlich!"),
        ("X", "Meine Damen und Herren, wir lehnen diesen Haushalt ab, weil er die Steuern erhöht."),
        ("C", "Danke, Herr Krüger."),
    )
    assert found["X"].name == "Jens Krüger"
    assert found["Y"].name is None


def test_one_person_may_have_two_voices() -> None:
    """A voice that the diarizer split is named twice."""
    speech = "Wir haben im Ausschuss lange darüber gesprochen und tragen den Vorschlag mit."
    found = named(
        OPENING,
        ("C", "Das Wort hat Herr Krüger."),
        ("X", speech),
        ("C", "Danke, Herr Krüger. Noch einmal Herr Krüger, bitte."),
        ("Y", speech),
        ("C", "Vielen Dank, Herr Krüger."),
    )
    assert {found["X"].name, found["Y"].name} == {"Jens Krüger"}


def test_a_broken_form_of_address_before_an_exact_surname_counts() -> None:
    """A recogniser that loses the beginning of "Herr" leaves "Err Krüger", who is asked and answers."""
    speakers = named(
        OPENING,
        ("C", "Dann kommen wir dazu. Err Krüger, wie ist die Anwesenheit?"),
        ("A", "Von zwanzig Mitgliedern sind neunzehn anwesend, entschuldigt fehlt niemand."),
    )
    assert speakers["A"].name == "Jens Krüger"


def test_two_surnames_in_a_row_are_no_form_of_address() -> None:
    """ "Rau, Krüger" may be two people; the comma tells them apart."""
    mentions = PeopleIndex(ROSTER.people).find("Rau, Krüger, können Sie das bestätigen?")
    expected = [False]
    assert expected == [mention.titled for mention in mentions]


def test_the_end_of_a_call_at_the_head_of_the_next_turn_is_not_held_against_it() -> None:
    """ "Herr Krüger, bitte." cut off from the chair's turn does not say that the voice is not Herr Krüger."""
    calls = (
        OPENING,
        ("C", "Das Wort hat Herr Krüger."),
        ("A", "Wir stimmen dem zu, denn die Straße muss gebaut werden und das Geld ist da."),
        ("C", "Gibt es weitere Wortmeldungen? Ich sehe eine."),
    )
    after = ("A", "Herr Krüger, bitte. Nur kurz, wir danken der Verwaltung für die gute Vorbereitung.")
    assert named(*calls)["A"].confidence == named(*calls, after)["A"].confidence


def test_nobody_is_named_without_a_roster() -> None:
    """Without a roster every voice is listed, unnamed."""
    found = name_speakers(said(OPENING), None, chair="C")
    assert [(s.id, s.name) for s in found] == [("C", None)]


def test_an_office_learned_from_the_chair_names_its_holder() -> None:
    """ "Herr Staatssekretär" means whoever was named with that office before."""
    index = Roster(people=(*ROSTER.people, Person(name="Ole Schröder", role="administration")))
    found = named(
        OPENING,
        ("C", "Die Frage beantwortet Staatssekretär Schröder."),
        ("C2", "So ist es."),
        ("C", "Herr Staatssekretär, bitte."),
        ("X", "Die Bundesregierung prüft das derzeit und wird dem Rat zum Jahresende berichten."),
        ("C", "Danke. Herr Staatssekretär."),
        ("X", "Auch dazu liegen uns noch keine Zahlen vor, die kommen im nächsten Quartal."),
        roster=index,
    )
    assert found["X"].name == "Ole Schröder"


@pytest.mark.parametrize(
    ("full", "surname", "given", "offices"),
    [
        ("Stadtkämmerin Prof. Dr. Dörte Diemert", ("diemert",), ("doerte",), ("stadtkaemmerin",)),
        ("Dr. Ursula von der Leyen", ("leyen",), ("ursula",), ()),
        ("Strack-Zimmermann, Marie-Luise", ("strack", "zimmermann"), ("marie", "luise"), ()),
        ("Aylin Yıldırım", ("yildirim",), ("aylin",), ()),
        ("Mayor Catherine Read", ("read",), ("catherine",), ("mayor",)),
    ],
)
def test_names_are_taken_apart(
    full: str, surname: tuple[str, ...], given: tuple[str, ...], offices: tuple[str, ...]
) -> None:
    """Titles go, offices are kept apart, particles and double names are known."""
    name = parse_name(full)
    assert (name.surname, name.given, name.offices) == (surname, given, offices)


def test_one_half_of_a_double_name_answers_a_little_less() -> None:
    """ "Frau Zimmermann" may be Frau Strack-Zimmermann, but a Zimmermann is nearer."""
    half = surname_match(("zimmermann",), ("strack", "zimmermann"))
    assert half == pytest.approx(0.9)


def test_sound_brings_near_what_spelling_parts() -> None:
    """A name written as it is heard is nearer than another name of like spelling."""
    assert word_likeness("juelderim", "yildirim") > 0.9 > word_likeness("wegner", "winter")


def test_a_mention_carries_its_candidates_and_place() -> None:
    """A mention tells who may be meant and where it stands."""
    text = "Das Wort hat Frau Yildirim für die Grünen."
    (mention,) = PeopleIndex(ROSTER.people).find(text)
    assert (text[mention.start : mention.end], mention.candidates[0][0]) == ("Frau Yildirim", 2)
