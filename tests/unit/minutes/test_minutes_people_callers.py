"""Nobody gives the floor to himself: such a call is the chair's."""

from __future__ import annotations

import pytest

from diarize.types import Utterance
from minutes.people import name_speakers
from minutes.people.callers import give_calls_back
from minutes.types import Person, Roster

ROSTER = Roster(
    people=(
        Person(name="Eva Berg", role="chair"),
        Person(name="Anna Stein", party="SPD"),
        Person(name="Paul Wolf", party="FDP"),
    )
)
OPENING = ("C", "Ich eröffne die Sitzung und rufe Tagesordnungspunkt 1 auf. Gibt es Wortmeldungen?")
SPEECH = ("S", "Frau Vorsitzende, meine Fraktion stimmt dem zu, weil die Halle seit Jahren undicht ist.")


def voices(*lines: tuple[str | None, str]) -> list[str | None]:
    """Return the voices of lines once calls were given back."""
    said = tuple(
        Utterance(id=f"u{n}", speaker=voice, text=text, flags=() if voice else ("overlap",))
        for n, (voice, text) in enumerate(lines, 1)
    )
    speakers = name_speakers(said, ROSTER, chair="C")
    return [u.speaker for u in give_calls_back(said, speakers, ROSTER, chair="C")]


NAMED = (OPENING, ("C", "Das Wort hat Frau Stein."), SPEECH)
"""So that the voice S is known for Anna Stein."""


@pytest.mark.parametrize("call", ["Frau Stein, bitte.", "Das Wort hat Frau Stein.", "Frau Stein."])
def test_a_call_in_the_voice_of_the_one_called_goes_to_the_chair(call):
    """The border between the chair and the one who was called was put too early."""
    assert voices(*NAMED, OPENING, ("S", call), SPEECH) == ["C", "C", "S", "C", "C", "S"]


def test_a_call_cut_by_an_overlap_goes_to_the_chair():
    """The words in the overlap stay nobody's, those before them are the chair's."""
    said = (*NAMED, OPENING, ("S", "Frau Stein,"), (None, "bitte"), ("S", "kurz."), SPEECH)
    assert voices(*said) == ["C", "C", "S", "C", "C", None, "S", "S"]


@pytest.mark.parametrize(
    "text",
    [
        "Herr Wolf, bitte.",
        "Frau Stein hat das Wort schon gehabt, sagt mein Nachbar. Ich nicht.",
        "Stein, SPD-Fraktion.",
        "Vielen Dank.",
    ],
)
def test_what_calls_nobody_or_another_stays(text):
    """Only a whole utterance that gives the floor to its own speaker changes its voice."""
    assert voices(*NAMED, OPENING, ("S", text), SPEECH) == ["C", "C", "S", "C", "S", "S"]


def test_behind_another_voice_than_the_chairs_it_stays():
    """Who does not preside gives nobody the floor."""
    said = (*NAMED, ("X", "Ich habe noch eine Frage dazu."), ("S", "Frau Stein, bitte."), SPEECH)
    assert voices(*said) == ["C", "C", "S", "X", "S", "S"]


def test_without_a_roster_nothing_changes():
    """Nobody has a name then."""
    said = (Utterance(id="u1", speaker="S", text="Frau Stein, bitte."),)
    assert give_calls_back(said, (), None, chair=None) == said
