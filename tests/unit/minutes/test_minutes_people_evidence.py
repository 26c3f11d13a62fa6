"""What calls, thanks and introductions say about voices."""

from __future__ import annotations

import pytest

from diarize.types import Utterance
from minutes.people import name_speakers
from minutes.people.assign import assign
from minutes.people.cues import classify
from minutes.people.naming import weigh
from minutes.types import Person, Roster

COUNCIL = Roster(
    people=(
        Person(name="Georg Lehmann", role="chair", office="Bürgermeister"),
        Person(name="Claudia Thoma"),
        Person(name="Ralph Sterck"),
        Person(name="Anna Friedrich"),
        Person(name="Tom Peterson"),
    )
)


def _named(*lines: tuple[str, str], roster: Roster = COUNCIL) -> dict[str, str | None]:
    said = tuple(Utterance(id=f"u{n}", speaker=who, text=text) for n, (who, text) in enumerate(lines))
    return {speaker.id: speaker.name for speaker in name_speakers(said, roster, chair="S1")}


@pytest.mark.parametrize(
    ("marked", "cue"),
    [
        ("ich bin @ von der buergerinitiative.", "self"),
        ("i'm @.", "self"),
        ("ich bin @ sehr dankbar.", "other"),
        ("ich bitte @, waehrend meiner rede die sitzungsleitung zu uebernehmen.", "handover"),
        ("da beginnt die redeliste mit @.", "floor"),
        ("eine @.", "bare"),
    ],
)
def test_a_sentence_tells_its_cue(marked: str, cue: str) -> None:
    """What is said around a name decides what the name means."""
    assert cue == classify(marked)


def test_thanks_of_the_chair_name_the_voice_before() -> None:
    """Nobody called her, but the chair thanks her by name as soon as she ends."""
    found = _named(
        ("S2", "Wir haben den Haushalt beraten und empfehlen ihn."),
        ("S1", "Vielen Dank, Frau Thoma. Gibt es Fragen dazu?"),
        ("S3", "Ja, eine kurze."),
    )
    assert found["S2"] == "Claudia Thoma"


def test_a_misheard_name_between_hat_and_das_wort_is_read() -> None:
    """The frame says that the word is a name, though neither "Herr" nor the name was understood."""
    found = _named(
        ("S1", "Jetzt hat Stersk das Wort."),
        ("S2", "Werte Kolleginnen und Kollegen, ich will einige Dinge aufgreifen, die gesagt wurden."),
        ("S1", "Jetzt hat Sterck das Wort."),
        ("S2", "Ich wollte noch etwas ergänzen, was mir vorhin entfallen war."),
    )
    assert found["S2"] == "Ralph Sterck"


def test_who_takes_the_chair_is_the_next_voice() -> None:
    """A deputy presides during the speech of the chair."""
    found = _named(
        ("S1", "Ich bitte Frau Friedrich, während meiner Rede die Sitzungsleitung zu übernehmen."),
        ("S1", "Meine Damen und Herren, der Haushalt dieses Jahres ist der größte, den wir je hatten."),
        ("S2", "Vielen Dank für die Rede. Gibt es dazu Wortmeldungen?"),
    )
    assert found["S2"] == "Anna Friedrich"


def test_a_voice_that_gives_two_names_stays_unknown() -> None:
    """A diarizer laid guests and a member together; one name for all of them would be wrong."""
    found = _named(
        ("S1", "Councilmember Peterson, you have the floor."),
        ("S2", "Good evening. My name is Janice Miller, and I live on Colony Road."),
        ("S1", "Our next speaker is Jim Gillespie."),
        ("S2", "My name is Jim Gillespie. I am here for the school."),
    )
    assert found["S2"] is None


def test_a_name_noted_by_a_stenographer_calls_nobody() -> None:
    """Interjections in brackets were not said by the chair."""
    found = _named(
        ("S1", "Jetzt hat Frau Thoma das Wort. (Ralph Sterck [FDP]: Illegalerweise!)"),
        ("S2", "Frau Vorsitzende, liebe Kolleginnen und Kollegen, wir reden heute über das Bad."),
    )
    assert found["S2"] == "Claudia Thoma"


def test_two_voices_that_may_change_their_names_have_none() -> None:
    """Where the evidence fits both ways round, the order of the roster must not decide."""
    assert assign({"S1": {0: 2.2, 1: 2.2}, "S2": {0: 2.2, 1: 2.2}}) == {}
    found = assign({"S1": {0: 2.6, 1: 1.2}, "S2": {0: 2.6, 1: 2.6}})
    assert {voice: choice.person for voice, choice in found.items()} == {"S1": 0, "S2": 1}


@pytest.mark.parametrize(
    ("called", "strange"),
    [("Frau Lydirin", 0.0), ("Herr Olaf Brandstätter", 1.2), ("Frau Claudia Thoma", 0.0)],
)
def test_a_surname_alone_makes_no_stranger(called: str, strange: float) -> None:
    """A surname that fits nobody may be one of the roster, misheard; a whole name is somebody else's."""
    lines = (("S1", f"Das Wort hat {called}"), ("S2", "Vielen Dank für die Einladung."))
    said = tuple(Utterance(id=f"u{n}", speaker=who, text=text) for n, (who, text) in enumerate(lines))
    assert weigh(said, COUNCIL, chair="S1").strange.get("S2", 0.0) == pytest.approx(strange)


def test_a_call_that_ran_into_the_turn_of_the_one_called_names_that_turn() -> None:
    """The border of the voices was put before the chair's "Frau Friedrich, bitte"."""
    found = _named(
        ("S1", "Wir kommen zu Tagesordnungspunkt 3. Gibt es weitere Wortmeldungen?"),
        (
            "S2",
            "Frau Friedrich, bitte kurz, wir lehnen die Planung in dieser Größe ab, und das aus gutem Grund.",
        ),
        (
            "S1",
            "Keine weiteren Wortmeldungen. Wer ist dafür? Wer ist dagegen? Dann ist das so beschlossen.",
        ),
    )
    assert found["S2"] == "Anna Friedrich"


def test_a_misheard_form_of_address_before_a_surname_calls() -> None:
    """ "Rauch, Friedrich" is "Frau Friedrich", who is called because nothing else is said."""
    found = _named(
        ("S1", "Dann hören wir die Fraktionen. Rauch, Friedrich, für die SPD."),
        ("S2", "Es wird niemanden überraschen, wir stimmen diesem Haushalt zu."),
    )
    assert found["S2"] == "Anna Friedrich"


def test_a_member_who_asks_somebody_is_not_that_person() -> None:
    """A question to somebody at the head of a member's turn is no call of the chair."""
    found = _named(
        ("S1", "Wir kommen zu Tagesordnungspunkt 3. Gibt es weitere Wortmeldungen?"),
        ("S2", "Frau Friedrich, können Sie uns bitte sagen, was das kostet?"),
        ("S1", "Wer ist dafür? Wer ist dagegen? Dann ist das so beschlossen."),
    )
    assert found["S2"] is None


def test_an_address_of_the_chair_at_the_head_of_a_speech_is_no_call() -> None:
    """ "Herr Bürgermeister!" is said to him, though "Frau Friedrich!" there would be his call."""
    found = weigh(
        tuple(
            Utterance(id=f"u{n}", speaker=who, text=text)
            for n, (who, text) in enumerate(
                (
                    ("S1", "Wir kommen zu Tagesordnungspunkt 3. Frau Friedrich, bitte."),
                    (
                        "S2",
                        "Herr Bürgermeister! Es ist so, wie es ist: Wir von der SPD sagen ja, und das gern.",
                    ),
                )
            )
        ),
        COUNCIL,
        chair="S1",
    ).evidence.scores["S2"]
    assert found[3] > 0 >= found.get(0, 0.0)
