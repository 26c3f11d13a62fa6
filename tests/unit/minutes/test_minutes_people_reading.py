"""Sentences that an overlap cut are whole again for reading."""

from __future__ import annotations

from msgspec.structs import replace

from diarize.types import Utterance
from minutes.people import name_speakers
from minutes.people.reading import whole_sentences
from minutes.types import Person, Roster


def said(*lines: tuple[str | None, str]) -> tuple[Utterance, ...]:
    """Return utterances; those without a voice are said in an overlap."""
    return tuple(
        Utterance(id=f"u{n}", speaker=voice, text=text, flags=() if voice else ("overlap",))
        for n, (voice, text) in enumerate(lines, 1)
    )


def read(*lines: tuple[str | None, str]) -> list[str]:
    return [utterance.text for utterance in whole_sentences(said(*lines))]


def test_words_in_an_overlap_go_on_with_the_sentence_they_stand_in():
    """A speech that somebody called into is one sentence again, up to its end."""
    assert read(
        ("A", "Wir werden den"), (None, "Stellenplan nicht"), ("A", "ablehnen."), ("A", "Danke.")
    ) == [
        "Wir werden den Stellenplan nicht ablehnen.",
        "",
        "",
        "Danke.",
    ]


def test_the_end_of_a_sentence_stays_with_it_and_another_voice_apart():
    """Where the voice changes in the overlap only the words without speaker are joined."""
    assert read(("A", "Ob die Statik das"), (None, "trägt."), ("B", "Ja, das ist geprüft.")) == [
        "Ob die Statik das trägt.",
        "",
        "Ja, das ist geprüft.",
    ]


def test_behind_a_finished_sentence_they_begin_the_next():
    """What follows a full stop belongs to what is said afterwards."""
    assert read(("A", "Das war alles."), (None, "Vielen Dank,"), ("B", "Herr Stein.")) == [
        "Das war alles.",
        "",
        "Vielen Dank, Herr Stein.",
    ]


def test_nothing_is_lost_at_the_end_of_a_meeting():
    """Words in an overlap behind the last sentence are kept."""
    assert read(("A", "Die Sitzung ist geschlossen."), (None, "Und ich")) == [
        "Die Sitzung ist geschlossen. Und ich",
        "",
    ]


def test_a_sentence_called_in_between_stays_apart():
    """Whole sentences in an overlap are not put into anybody's mouth."""
    assert read(("A", "Das fehlt uns."), (None, "Es steht doch drin!"), ("A", "Nein.")) == [
        "Das fehlt uns.",
        "Es steht doch drin!",
        "Nein.",
    ]


def test_an_overlap_with_an_end_and_a_beginning_is_parted():
    """The end of a sentence goes back to it, the beginning of another on to it, what is whole stays."""
    lines = (("A", "Wir lehnen das"), (None, "ab. Sehr richtig! Das haben"), ("B", "wir längst besprochen."))
    assert read(*lines) == ["Wir lehnen das ab.", "Sehr richtig!", "Das haben wir längst besprochen."]


def test_a_meeting_of_one_overlap_is_left_as_it_is():
    """There is nothing to join it to."""
    assert read((None, "Und wer"), (None, "macht das?")) == ["", "Und wer macht das?"]


def test_a_sentence_stays_whole_once_its_words_were_given_a_speaker_by_hand():
    """Whoever names the words of an overlap does not cut the sentence by that."""
    cut = list(said(("A", "Wir werden den"), ("A", "Stellenplan nicht"), ("A", "ablehnen."), ("A", "Danke.")))
    cut[1] = replace(cut[1], flags=("overlap",))
    assert [utterance.text for utterance in whole_sentences(cut)] == [
        "Wir werden den Stellenplan nicht ablehnen.",
        "",
        "",
        "Danke.",
    ]


def test_a_voice_unknown_for_another_reason_is_left_alone():
    """Only overlaps are mended; a text whose speakers are unknown stays as it came."""
    lines = (Utterance(id="u1", text="Das Wort hat"), Utterance(id="u2", text="Frau Stein."))
    assert lines == whole_sentences(lines)


def test_a_call_that_ends_in_an_overlap_still_names_who_was_called():
    """The chair's call is read whole though the one who was called spoke into its end."""
    roster = Roster(people=(Person(name="Eva Berg", role="chair"), Person(name="Anna Friedrich")))
    lines = said(
        ("C", "Ich eröffne die Sitzung und rufe Tagesordnungspunkt 1 auf. Gibt es Wortmeldungen?"),
        ("C", "Frau Friedrich, Sie"),
        (None, "haben das Wort."),
        ("M", "Frau Vorsitzende, unsere Bücherei hat nur an zwei Tagen offen, das ist zu wenig."),
    )
    names = {speaker.id: speaker.name for speaker in name_speakers(lines, roster, chair="C")}
    assert names == {"C": "Eva Berg", "M": "Anna Friedrich"}
