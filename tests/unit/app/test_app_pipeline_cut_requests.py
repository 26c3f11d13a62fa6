"""What was asked for and promised behind closed doors stays there."""

from __future__ import annotations

from app.pipeline.cut import public_cut
from app.pipeline.text import write_up
from diarize.types import Utterance
from minutes.types import Agenda, AgendaItem, Person, Roster, Speaker, Transcript

AGENDA = Agenda(
    items=(AgendaItem(number="Ö 1", title="Haushalt"), AgendaItem(number="N 1", title="Kauf", public=False))
)
ROSTER = Roster(
    people=(
        Person(name="Sabine Möller", role="chair"),
        Person(name="Jens Krüger"),
        Person(name="Anna Lind", role="administration"),
    )
)
SAID = (
    ("S1", "Ich eröffne die Sitzung. Ich rufe auf Tagesordnungspunkt Ö 1, Haushalt."),
    ("S2", "Ich gebe zu Protokoll, dass mir der Haushalt zu spät kam."),
    ("S3", "Die Zahlen reichen wir Ihnen bis Ende November nach."),
    ("S1", "Damit schließe ich den öffentlichen Teil der Sitzung."),
    ("S1", "Ich rufe auf Tagesordnungspunkt N 1, Kauf."),
    ("S2", "Ich gebe zu Protokoll, dass mir der Preis zu hoch ist."),
    ("S3", "Das Gutachten reichen wir Ihnen bis Ende Januar nach."),
    ("S1", "Ich schließe die Sitzung um 21 Uhr."),
)


def test_requests_and_promises_of_the_closed_part_are_cut():
    """Each is found in both parts, and the public part holds its own alone."""
    transcript = Transcript(
        utterances=tuple(
            Utterance(id=f"u{n}", speaker=voice, text=text, start=n * 10.0, end=n * 10.0 + 8)
            for n, (voice, text) in enumerate(SAID)
        ),
        speakers=tuple(
            Speaker(id=voice, name=person.name, origin="hand")
            for voice, person in zip(("S1", "S2", "S3"), ROSTER.people, strict=True)
        ),
    )
    whole = write_up(transcript, AGENDA, ROSTER)
    cut = public_cut(*whole, AGENDA)
    assert cut is not None
    assert (len(whole[1].statements), len(whole[1].assignments)) == (2, 2)
    assert [SAID[1][1]] == [one.text for one in cut.outcomes.statements]
    assert [SAID[2][1]] == [one.text for one in cut.outcomes.assignments]
