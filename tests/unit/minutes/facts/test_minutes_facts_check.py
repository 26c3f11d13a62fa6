"""The fact check, claim by claim."""

from __future__ import annotations

import pytest

from minutes.facts import Known, Spoken, check_rewording, check_sentence
from minutes.types import Person, Roster, Vote

ROSTER = Roster(
    people=(
        Person(name="Petra Albrecht", role="chair", party="CDU"),
        Person(name="Dieter Brandt", party="SPD"),
        Person(name="Marie Strack-Zimmer", party="FDP"),
        Person(name="Maria Stein", party="Bündnis 90/Die Grünen"),
    )
)
KNOWN = Known(roster=ROSTER, item="Ö 4", title="Radweg", paper="148/2026", date="2026-10-21")


def codes(sentence: str, *said: str, speaker: str = "Dieter Brandt", known: Known = KNOWN) -> list[str]:
    """Return the codes of the reasons to withhold a sentence."""
    evidence = tuple(Spoken(id=f"u{n}", text=text, speaker=speaker) for n, text in enumerate(said))
    return [reason.code for reason in check_sentence(sentence, evidence, known).reasons]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "Das kostet zweihundertfünfzigtausend Euro.",
            "Die Kosten betrügen 250.000 € nach Angaben des Rates, das kostet.",
        ),
        ("Das kostet eins Komma zwei Millionen Euro.", "Das koste 1,2 Mio. Euro."),
        ("Das kostet 2'350'000 Franken.", "Das koste CHF 2'350'000."),
        ("Es gab drei Enthaltungen.", "Es gab 3 Enthaltungen."),
        ("Es sind anderthalb Stellen frei.", "Es seien 1,5 Stellen frei."),
        ("Beginn ist am fünfzehnten März.", "Beginn sei am 15. März."),
        ("Beginn ist am 15.3.", "Beginn sei am 15. März 2026."),
        ("Wir treffen uns um halb sieben am Rathaus.", "Man treffe sich um 18:30 Uhr am Rathaus."),
        ("Das steht in der Vorlage 148 aus 2026.", "Das stehe in der Vorlage 148/2026."),
    ],
)
def test_numbers_are_the_same_however_they_are_written(said, told):
    """Words and digits, separators, scales, dates and times by their value."""
    assert codes(told, said) == []


@pytest.mark.parametrize(
    ("said", "told", "code"),
    [
        ("Das kostet 250.000 Euro.", "Das koste 260.000 Euro.", "number"),
        ("Das kostet 60 Euro.", "Das koste 60 Prozent.", "number"),
        ("14 Ja-Stimmen, 4 Nein-Stimmen.", "4 Ja-Stimmen, 14 Nein-Stimmen wurden gezählt.", "number"),
        ("Beginn ist am 15. März.", "Beginn sei am 15. Mai.", "date"),
        ("Beginn ist am 15. März.", "Beginn sei am 15. März 2028.", "date"),
        ("Wir beginnen um 18 Uhr mit der Führung.", "Man beginne um 19 Uhr mit der Führung.", "time"),
        ("Es geht um die Vorlage.", "Es gehe um die Vorlage 149/2026.", "paper"),
        ("Der Radweg ist wichtig.", "Zu Punkt 7 sei der Radweg wichtig.", "item"),
    ],
)
def test_other_numbers_are_withheld(said, told, code):
    """The reason names the kind of claim."""
    assert code in codes(told, said)


def test_names_are_known_by_speaker_mention_and_sound():
    """Who spoke, who is named, and who was misheard; halves of a double name and the genitive, too."""
    assert codes("Herr Brandt fordert den Radweg.", "Wir fordern den Radweg.") == []
    assert (
        codes("Herr Brandt dankt Frau Strack für den Radweg.", "Danke an Frau Strack-Zimmer für den Radweg.")
        == []
    )
    assert (
        codes("Herr Brandt stützt Albrechts Vorschlag.", "Ich stütze den Vorschlag von Frau Allbrecht.") == []
    )


def test_wrong_names_and_wrong_speakers_are_withheld():
    """A name nobody said; somebody named who did not speak; another given name; a wrong address."""
    assert codes("Herr Vossberg fordert den Radweg.", "Wir fordern den Radweg.") == ["name"]
    assert codes("Frau Stein fordert den Radweg.", "Frau Stein, wir fordern den Radweg.") == ["speaker"]
    assert codes("Herr Klaus Brandt fordert den Radweg.", "Wir fordern den Radweg.") == ["name"]
    assert "name" in codes("Man dankt Herrn Stein für den Radweg.", "Wir danken Frau Stein für den Radweg.")


def test_a_surname_that_is_a_noun_is_no_name():
    """ "Ein Stein" is no Frau Stein."""
    assert codes("Dort liege ein Stein auf dem Radweg.", "Da liegt ein Stein auf dem Radweg.") == []


def test_parties_keep_their_part():
    """Who belongs where, who was against and who abstained."""
    assert codes("Herr Brandt (SPD) fordert den Radweg.", "Wir fordern den Radweg.") == []
    assert codes("Herr Brandt (CDU) fordert den Radweg.", "Wir fordern den Radweg.") == ["party"]
    said = "Gegen die Stimmen der FDP bei Enthaltung der CDU beschlossen."
    assert codes("Der Antrag wird gegen die Stimmen der FDP bei Enthaltung der CDU beschlossen.", said) == []
    assert "party" in codes(
        "Der Antrag wird gegen die Stimmen der CDU bei Enthaltung der FDP beschlossen.", said
    )


@pytest.mark.parametrize(
    ("said", "true", "false"),
    [
        (
            "Damit ist der Antrag abgelehnt.",
            "Der Antrag wird nicht angenommen.",
            "Der Antrag wird angenommen.",
        ),
        (
            "Dann ist das einstimmig so beschlossen.",
            "Das wird einstimmig beschlossen.",
            "Das wird mehrheitlich beschlossen.",
        ),
        (
            "Gegenstimmen? Keine. Dann ist das so beschlossen.",
            "Das wird ohne Gegenstimme beschlossen.",
            "Das wird abgelehnt.",
        ),
        ("Wir lehnen das ab.", "Man lehne das ab.", "Man stimme dem zu."),
        ("Eine Sperrung ist nicht nötig.", "Eine Sperrung sei nicht nötig.", "Eine Sperrung sei nötig."),
        ("Ich glaube nicht, dass die Sperrung hilft.", "Die Sperrung helfe nicht.", "Die Sperrung helfe."),
    ],
)
def test_results_and_negations_keep_their_sign(said, true, false):
    """Turned once is withheld, turned twice is the same."""
    assert codes(true, said) == []
    assert codes(false, said) != []


def test_counts_of_a_vote_may_come_from_what_was_found():
    """A result that the chair announced elsewhere is a fact, if the sentence names its utterance."""
    vote = Vote(item="Ö 4", result="accepted", yes=20, no=5, abstain=2, unanimous=False)
    known = Known(roster=ROSTER, votes=(vote,))
    said = "Dann lasse ich über die Vorlage abstimmen."
    assert codes("Die Vorlage wird mit 20 zu 5 Stimmen angenommen.", said, known=known) == []
    assert codes("Die Vorlage wird mit 21 zu 5 Stimmen angenommen.", said, known=known) == ["number"]


def test_quotations_are_word_for_word():
    """Left out is marked; a changed word, or words of two speakers, are no quotation."""
    said = "Wir nehmen keine Gruppe vom Netz, das verspreche ich Ihnen."
    assert codes("Er sagt: „Wir nehmen keine Gruppe vom Netz […] verspreche ich Ihnen.“", said) == []
    assert codes("Er sagt: „Wir nehmen keine Gruppe aus dem Netz.“", said) == ["quotation"]


def test_without_evidence_nothing_is_shown():
    """A sentence that names no utterance, says nothing, or something else altogether."""
    assert codes("Der Radweg wird gebaut.") == ["unrelated"]
    assert codes("…", "Der Radweg wird gebaut.") == ["unrelated"]
    assert codes("Vögel singen morgens sehr laut.", "Der Radweg wird gebaut.") == ["unrelated"]


def test_translations_are_checked_by_what_languages_share():
    """Numbers in words of the other language, names and parties."""
    source = "Herr Brandt fordert 250.000 Euro bis zum 31. Dezember."
    english = Known(roster=ROSTER, language="en", spoken_language="de")
    assert check_rewording("Mr. Brandt asks for 250,000 euros by December 31.", source, english).supported
    assert not check_rewording("Mr. Brandt asks for 200,000 euros by December 31.", source, english).supported


def test_reasons_speak_both_languages():
    """Each names the claim."""
    (reason,) = check_sentence("Es waren 7 Radwege.", (Spoken(id="u", text="Es waren 6 Radwege."),)).reasons
    assert "7" in reason.text("de")
    assert "7" in reason.text("en")
    assert reason.text("de") != reason.text("en")
