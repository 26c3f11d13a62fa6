"""What the course of an item quotes: positions first, reasons with them, within a budget of words."""

from __future__ import annotations

from diarize.types import Utterance
from minutes.draft import draft_minutes
from minutes.draft.course import FEWEST_QUOTED, MOST_OF_ITEM
from minutes.types import Agenda, AgendaItem, Extract, MinutesKind, Outcomes, Provenance, Speaker, Transcript

FILLER = (
    "Gestern war ich noch einmal mit mehreren Kolleginnen draußen an der alten Ziegelei unterwegs. "
    "Man sieht dort die Reste der Gleise, zwei Schuppen und einen sehr schönen Blick auf das Tal. "
    "Die Anwohner haben uns freundlich empfangen und viel von früher erzählt. "
)


def course(*contributions: str) -> tuple[Extract, ...]:
    """Draft one item of contributions by as many voices."""
    transcript = Transcript(
        speakers=tuple(Speaker(id=f"S{n}") for n in range(len(contributions))),
        utterances=tuple(
            Utterance(id=f"u{n}", speaker=f"S{n}", item="1", text=text, start=10.0 * n, end=10.0 * n + 9)
            for n, text in enumerate(contributions)
        ),
    )
    agenda = Agenda(items=(AgendaItem(number="1", title="Ziegelei"),))
    return draft_minutes(transcript, Outcomes(), agenda, None, provenance=Provenance()).items[0].course


def test_how_somebody_votes_is_never_left_out():
    """The position is quoted although it stands last and says little else."""
    (extract,) = course(FILLER * 3 + "Meine Fraktion wird dem Vorhaben zustimmen.")
    assert "Meine Fraktion wird dem Vorhaben zustimmen." in extract.text


def test_the_reason_goes_with_the_position():
    """What follows a position and gives its reason is quoted with it."""
    (extract,) = course(
        FILLER + "Wir lehnen den Verkauf ab. Denn die Gemeinde hat dann keinen Zugriff mehr. " + FILLER
    )
    assert "Wir lehnen den Verkauf ab. Denn die Gemeinde hat dann keinen Zugriff mehr." in extract.text


def test_asking_for_assent_is_no_position():
    """What somebody is for goes before the phrase that closes his speech."""
    (extract,) = course(
        FILLER * 2 + "Wir stimmen dem Ausbau zu, weil die Förderung ausläuft. " + "Wir bitten um Zustimmung."
    )
    assert "Wir stimmen dem Ausbau zu" in extract.text


def test_what_was_said_already_is_not_quoted_again():
    """The same argument by the next speaker gives way to what is new."""
    argument = "Der Ausbau der Zufahrt kostet nach der neuen Schätzung 240.000 Euro und ist nicht gefördert."
    first, second = course(
        argument + " " + FILLER,
        argument + " Wir fordern deshalb eine Tempobegrenzung vor der Schule. " + FILLER,
    )
    assert argument in first.text
    assert "Tempobegrenzung" in second.text


def test_long_debates_share_a_budget():
    """Forty speeches are quoted shortly, and still each of them."""
    speeches = [
        f"Wir lehnen Abschnitt {n} ab, weil er {n} Hektar Wald kostet. " + FILLER * 4 for n in range(10, 50)
    ]
    extracts = course(*speeches)
    assert len(extracts) == 40
    assert sum(len(one.text.split()) for one in extracts) <= max(MOST_OF_ITEM, 40 * 1.5 * FEWEST_QUOTED)
    assert all(f"Abschnitt {n}" in one.text for n, one in enumerate(extracts, start=10))


def test_there_are_four_kinds():
    """Beschluss-, Ergebnis-, Verlaufs- and Wortprotokoll."""
    assert MinutesKind.__args__ == ("decisions", "results", "course", "verbatim")
