"""The whole way from utterances to items, names and outcomes."""

from __future__ import annotations

from diarize.types import Utterance
from minutes.types import Agenda, AgendaItem, Person, Roster, Speaker, Transcript
from minutes.understand import understand

AGENDA = Agenda(
    items=(
        AgendaItem(number="Ö 1", title="Eröffnung der Sitzung"),
        AgendaItem(number="Ö 2", title="Sanierung der Grundschule"),
    )
)
ROSTER = Roster(
    people=(
        Person(name="Sabine Möller", role="chair", office="Bürgermeisterin"),
        Person(name="Jens Krüger", party="CDU"),
    )
)
LINES = (
    ("S1", "Ich eröffne die Sitzung des Rates um 18 Uhr. Der Rat ist beschlussfähig."),
    ("S1", "Ich rufe auf Tagesordnungspunkt 2, Sanierung der Grundschule. Das Wort hat Herr Krüger."),
    ("S2", "Vielen Dank, Frau Bürgermeisterin. Wir stimmen der Sanierung der Grundschule gern zu."),
    ("S1", "Wer ist dafür? 14. Wer ist dagegen? 2. Enthaltungen? Keine. Damit ist das angenommen."),
)


def transcript(*, speakers: tuple[Speaker, ...] = ()) -> Transcript:
    utterances = tuple(Utterance(id=f"u{n}", speaker=v, text=t) for n, (v, t) in enumerate(LINES, 1))
    return Transcript(utterances=utterances, speakers=speakers)


def test_items_names_and_votes_come_together() -> None:
    """One pass gives every utterance its item, the voices their names and the vote its item."""
    understood, outcomes = understand(transcript(), AGENDA, ROSTER)
    assert {s.id: s.name for s in understood.speakers} == {"S1": "Sabine Möller", "S2": "Jens Krüger"}
    (vote,) = outcomes.votes
    assert (vote.item, vote.result, vote.yes, vote.no, vote.abstain) == ("Ö 2", "accepted", 14, 2, 0)


def test_nothing_said_is_lost() -> None:
    """The text, joined again, is the text that came in."""
    understood, _ = understand(transcript(), AGENDA, ROSTER)
    given = "".join(text for _, text in LINES)
    assert given.replace(" ", "") == "".join(u.text for u in understood.utterances).replace(" ", "")


def test_a_name_given_by_hand_stays() -> None:
    """A person's correction wins over every finding."""
    by_hand = Speaker(id="S2", name="Uwe Baum", origin="hand")
    understood, _ = understand(transcript(speakers=(by_hand,)), AGENDA, ROSTER)
    assert by_hand == next(s for s in understood.speakers if s.id == "S2")


def test_the_same_input_gives_the_same_result() -> None:
    """The understanding is pure."""
    assert understand(transcript(), AGENDA, ROSTER) == understand(transcript(), AGENDA, ROSTER)


def test_an_empty_meeting_is_understood() -> None:
    """No utterances, no claims, no failure."""
    understood, outcomes = understand(Transcript(), AGENDA, None)
    assert (understood.utterances, understood.speakers, outcomes.votes) == ((), (), ())
