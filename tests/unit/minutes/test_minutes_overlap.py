"""What two said at once is nobody's in the transcript, and whole sentences in the minutes."""

from __future__ import annotations

from diarize.types import Utterance
from minutes.draft import draft_minutes
from minutes.types import Agenda, AgendaItem, Person, Provenance, RecordingInfo, Roster, Speaker, Transcript
from minutes.understand import understand

AGENDA = Agenda(items=(AgendaItem(number="Ö 1", title="Sanierung der Turnhalle"),))
ROSTER = Roster(people=(Person(name="Eva Berg", role="chair"), Person(name="Anna Stein", party="SPD")))
LINES = (
    ("C", "Ich eröffne die Sitzung. Gibt es Wortmeldungen zur Tagesordnung?"),
    ("C", "Ich rufe Tagesordnungspunkt 1 auf, Sanierung der Turnhalle."),
    ("C", "Frau Stein, Sie"),
    (None, "haben das Wort."),
    ("S", "Frau Vorsitzende, die Halle ist seit Jahren undicht. Wir beantragen, die Sanierung"),
    (None, "auf das nächste Jahr"),
    ("S", "zu verschieben."),
    ("S", "Die Mittel reichen sonst nicht."),
)


def meeting() -> Transcript:
    utterances = tuple(
        Utterance(
            id=f"u{n}",
            speaker=voice,
            text=text,
            start=4.0 * n,
            end=4.0 * n + 3,
            flags=() if voice else ("overlap",),
        )
        for n, (voice, text) in enumerate(LINES, 1)
    )
    return Transcript(
        language="de",
        recording=RecordingInfo(sha256="0", duration=60.0),
        engine={},
        speakers=(Speaker(id="C"), Speaker(id="S")),
        utterances=utterances,
    )


def test_the_transcript_keeps_every_word_in_its_place_without_a_name():
    """Nothing is moved, and nobody is named for what may be another's."""
    understood, _ = understand(meeting(), AGENDA, ROSTER)
    assert [(u.id, u.speaker, u.text) for u in understood.utterances] == [
        (f"u{n}", voice, text) for n, (voice, text) in enumerate(LINES, 1)
    ]
    assert {s.id: s.name for s in understood.speakers} == {"C": "Eva Berg", "S": "Anna Stein"}


def test_motions_and_the_verbatim_record_have_whole_sentences():
    """Who has the floor goes on speaking while somebody calls in."""
    understood, outcomes = understand(meeting(), AGENDA, ROSTER)
    assert [motion.text for motion in outcomes.motions] == [
        "Wir beantragen, die Sanierung auf das nächste Jahr zu verschieben."
    ]
    minutes = draft_minutes(understood, outcomes, AGENDA, ROSTER, provenance=Provenance())
    (item,) = minutes.items
    assert [extract.speaker for extract in item.verbatim] == ["Eva Berg", "Anna Stein"]
    assert " ".join(text for _, text in LINES[1:]) == " ".join(extract.text for extract in item.verbatim)
