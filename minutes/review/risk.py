"""The queue of what deserves a look, most dangerous first."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from minutes.review.risk_people import contradiction_risks, item_risks, people_risks
from minutes.review.risk_scene import Scene
from minutes.review.risk_votes import vote_risks
from minutes.review.risk_words import word_risks

if TYPE_CHECKING:
    from minutes.review.risk_types import Risk
    from minutes.types import Agenda, Minutes, Outcomes, Roster, Transcript


def risks(
    transcript: Transcript, outcomes: Outcomes, minutes: Minutes, agenda: Agenda, roster: Roster | None
) -> tuple[Risk, ...]:
    """Return everything that deserves a look, by expected harm; pure, in time linear in the words.

    Args:
        transcript: with names and items.
        outcomes: what was found in it.
        minutes: the draft, or as a person changed it.
        agenda: of the invitation.
        roster: people; without it names are not compared with anything.

    Returns:
        Risks in falling order of probability times cost; equal ones in order of time. A claim that is the
        same in a newer draft has the same id, so that an answer stays.
    """
    scene = Scene(transcript, outcomes, minutes, agenda, roster)
    found = chain(
        vote_risks(scene),
        people_risks(scene),
        item_risks(scene),
        contradiction_risks(scene),
        word_risks(scene),
    )
    end = len(transcript.utterances)

    def order(risk: Risk) -> tuple[float, int, str]:
        places = (scene.position[e.utterance] for e in risk.evidence)
        return (-risk.harm, min(places, default=end), risk.id)

    return tuple(sorted(found, key=order))
