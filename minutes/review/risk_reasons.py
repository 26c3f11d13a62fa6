"""Every reason for a look: its code, its sentences, and how likely something is wrong because of it.

The probabilities are set by judgement of what each sign means, not computed from recordings
(docs/risk.md tells what was changed after looking): a sign that nearly
always means an error is above one half, one that rarely does is below a tenth. Where the recogniser gives
probabilities of words, they take their part (:func:`doubt`). docs/risk.md tells how well the order does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from minutes.review.risk_types import RiskReason

if TYPE_CHECKING:
    from collections.abc import Iterable


class Sign(NamedTuple):
    """A reason and the probability of an error that goes with it."""

    probability: float
    de: str
    en: str


SIGNS: dict[str, Sign] = {
    "vote-announced": Sign(
        0.08, "Abstimmungsergebnis: muss gehört sein.", "Result of a vote: it must be heard."
    ),
    "vote-derived": Sign(
        0.35,
        "Das Ergebnis wurde nicht angesagt, sondern abgeleitet.",
        "The result was worked out, not announced.",
    ),
    "vote-without-place": Sign(
        0.6, "Zu dieser Abstimmung fehlt der Tagesordnungspunkt.", "This vote belongs to no item."
    ),
    "vote-not-found": Sign(
        0.5,
        "Es klingt nach einer Abstimmung, im Entwurf steht keine.",
        "It sounds like a vote; the draft has none.",
    ),
    "wording-without-vote": Sign(
        0.45,
        "Zu diesem Beschlusswortlaut fehlt das Ergebnis.",
        "This wording has no result.",
    ),
    "results-both": Sign(
        0.25,
        "Im Beleg kommen „angenommen“ und „abgelehnt“ beide vor.",
        "The evidence has both “accepted” and “rejected”.",
    ),
    "result-unspoken": Sign(
        0.2, "Das Ergebnis steht so nicht im Beleg.", "The evidence does not say the result in words."
    ),
    "counts-announced": Sign(0.08, "Stimmenzahl: muss gehört sein.", "Count of a vote: it must be heard."),
    "counts-derived": Sign(
        0.3, "Eine Zahl wurde abgeleitet, nicht genannt.", "A count was worked out, not stated."
    ),
    "counts-missing": Sign(0.12, "Eine Stimmenzahl wurde nicht erkannt.", "A count was not recognised."),
    "counts-unspoken": Sign(
        0.4, "Eine Zahl des Ergebnisses steht nicht im Beleg.", "A count is not found in the evidence."
    ),
    "counts-against-result": Sign(
        0.7, "Die Zahlen passen nicht zum Ergebnis.", "The counts do not fit the result."
    ),
    "counts-unlike-others": Sign(
        0.3,
        "Die Summe weicht von der anderer Abstimmungen ab.",
        "The sum differs from that of other votes.",
    ),
    "parties-heard": Sign(
        0.1,
        "Wer dagegen stimmte oder sich enthielt, ist gehört.",
        "Who voted against or abstained was heard.",
    ),
    "decision-heard": Sign(
        0.1, "Beschlusswortlaut: muss gehört sein.", "Wording of a decision: it must be heard."
    ),
    "decision-derived": Sign(
        0.3,
        "Der Wortlaut wurde nicht verlesen; eingesetzt ist der Gegenstand.",
        "The wording was not read out; the subject stands in its place.",
    ),
    "contradiction": Sign(0.6, "Angaben widersprechen sich.", "Statements contradict each other."),
    "name-of-claim": Sign(0.08, "Name in einer Feststellung.", "A name in a finding."),
    "mover-unknown": Sign(0.9, "Wer den Antrag stellte, ist offen.", "Who moved it is open."),
    "name-not-on-list": Sign(
        0.3, "Der Name steht nicht auf der Personenliste.", "The name is not on the list of people."
    ),
    "name-like-another": Sign(
        0.6, "Fast wie ein Name der Personenliste, aber anders.", "Nearly a name of the list, but different."
    ),
    "name-odd": Sign(0.3, "Unsicher erkannter Eigenname.", "A proper name the recogniser was unsure of."),
    "name-repeated": Sign(
        0.08,
        "Name, der nicht auf der Liste steht, aber mehrmals fällt.",
        "A name not on the list, said repeatedly.",
    ),
    "name-missing": Sign(
        0.5, "Nach einer Anrede steht kein Name.", "No name stands behind a form of address."
    ),
    "number-spoken": Sign(0.04, "Zahl im Text.", "A number in the text."),
    "number-split": Sign(
        0.4, "Zahlen, die zusammengehören könnten, stehen getrennt.", "Numbers that may be one stand apart."
    ),
    "negation": Sign(
        0.03, "Verneinung: „nicht“ und „kein“ werden leicht überhört.", "A negation is easily misheard."
    ),
    "unsure-words": Sign(0.0, "Der Erkenner war hier unsicher.", "The recogniser was unsure here."),
    "low-confidence": Sign(0.6, "Unsicher erkannter Text.", "Text the recogniser was unsure of."),
    "loop": Sign(
        0.9, "Der Text wiederholt sich, wie niemand spricht.", "The text repeats itself as nobody does."
    ),
    "in-silence": Sign(0.8, "Text, wo niemand zu hören ist.", "Text where nobody is heard."),
    "overlap": Sign(0.35, "Mehrere sprechen gleichzeitig.", "Several speak at once."),
    "boundary": Sign(0.03, "Beginn eines Tagesordnungspunktes.", "Beginning of an item."),
    "boundary-unsure": Sign(
        0.0, "Der Beginn des Tagesordnungspunktes ist unsicher.", "The beginning of the item is unsure."
    ),
    "not-reached": Sign(0.4, "Der Aufruf wurde nicht erkannt.", "The call of the item was not recognised."),
    "unassigned": Sign(0.7, "Keinem Tagesordnungspunkt zugeordnet.", "Belongs to no item."),
    "speaker-named": Sign(0.1, "Name einer Stimme.", "Name of a voice."),
    "speaker-unsure": Sign(0.0, "Der Name der Stimme ist unsicher.", "The name of the voice is unsure."),
    "speaker-unknown": Sign(0.9, "Die Stimme hat keinen Namen.", "The voice has no name."),
    "speaker-twice": Sign(0.4, "Zwei Stimmen tragen denselben Namen.", "Two voices bear the same name."),
}


def told(code: str) -> RiskReason:
    """Return the reason of a code."""
    sign = SIGNS[code]
    return RiskReason(code=code, de=sign.de, en=sign.en)


def together(probabilities: Iterable[float]) -> float:
    """Return the probability that one of several independent signs is right (noisy or), 0.98 at most."""
    left = 1.0
    for probability in probabilities:
        left *= 1 - min(max(probability, 0.0), 0.98)
    return round(min(1 - left, 0.98), 4)


def doubt(probability: float | None, *, share: float = 0.8) -> float:
    """Return how much a word's probability says against it; without one, nothing.

    Recognisers are rather sure of themselves: squared, so that 0.9 is hardly a doubt and 0.4 is a good one.
    """
    return 0.0 if probability is None else share * (1 - min(probability, 1.0)) ** 1.5
