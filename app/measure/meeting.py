"""Items, names and votes of a recording, by time."""

from __future__ import annotations

import re
import statistics
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.measure.reference import Reference, TrueVote
    from diarize.types import Utterance
    from minutes.types import Outcomes, Vote

FIRST_PROBE, STEP, TOLERANCE = 0.25, 0.5, 0.3
"""Seconds: a turn is probed from its beginning on, every step, against utterances widened a little."""
START_TOLERANCE = 5.0
"""Seconds that the start of an item may be off."""
COUNTS = ("yes", "no", "abstain")
_TITLES = re.compile(r"\b(dr|prof|mag|di|herr|frau|h\.c|dipl|ing|mdl|mdb)\b\.?")


def same_name(one: str | None, other: str | None) -> bool:
    """Return whether two names mean one person: surnames agree, and first names where both have one."""
    first, second = (_TITLES.sub("", (name or "").lower()).strip(" .,").split() for name in (one, other))
    if not first or not second or first[-1] != second[-1]:
        return False
    return len(first) == 1 or len(second) == 1 or first[0] == second[0]


def time_figures(
    reference: Reference, utterances: Sequence[Utterance], names: Mapping[str, str | None]
) -> dict[str, float | None]:
    """Return the share of spoken time under the right item, rightly named and wrongly named (0 to 1)."""
    timed = [u for u in utterances if u.start is not None and u.end is not None]
    total = item = right = wrong = 0
    for turn in reference.turns:
        moment = turn.start + FIRST_PROBE
        while moment < turn.end:
            total += 1
            if (heard := _at(timed, moment)) is not None:
                item += heard.item == turn.item or heard.item in turn.joint
                name = names.get(heard.speaker or "")
                matches = same_name(name, turn.name)
                right += matches
                wrong += bool(name) and not matches
            moment += STEP
    if not total:
        return {}
    figures: dict[str, float | None] = {}
    if any(turn.item is not None for turn in reference.turns):
        figures["item"] = item / total
    if any(turn.name is not None for turn in reference.turns):
        figures |= {"name": right / total, "wrong": wrong / total}
    return figures


def _at(utterances: Sequence[Utterance], moment: float) -> Utterance | None:
    for utterance in utterances:
        if (utterance.start or 0) - TOLERANCE <= moment <= (utterance.end or 0) + TOLERANCE:
            return utterance
    return None


def start_figures(reference: Reference, outcomes: Outcomes) -> dict[str, float | None]:
    """Return F1 of item starts within five seconds, and the median distance of those found (seconds)."""
    found = {item.number: item.start for item in outcomes.items if item.start is not None}
    distances = [abs(found[item.number] - item.start) for item in reference.items if item.number in found]
    hits = sum(distance <= START_TOLERANCE for distance in distances)
    both = len(reference.items) + len(found)
    return {
        "start": 2 * hits / both if both else None,
        "boundary_s": statistics.median(distances) if distances else None,
    }


def vote_figures(true: Sequence[TrueVote], found: Sequence[Vote]) -> dict[str, float | None]:
    """Return how many votes and counts are right, and how many counts nobody stated.

    ``votes`` and ``vote_recall`` are the share of true votes found with their result, ``counts`` the
    share of their counts (none where no count is known), ``vote_precision`` the share of found votes
    that took place, and ``invented`` the number of counts other than 0 that no true vote has.
    """
    left, right, counts = list(found), 0, 0
    for vote in true:
        candidates = [h for h in left if h.item == vote.item and h.result == vote.result]
        candidates.sort(key=lambda h: -_agreeing(h, vote))
        if candidates:
            right += 1
            counts += _agreeing(candidates[0], vote)
            left.remove(candidates[0])
    known = {(vote.item, name, getattr(vote, name)) for vote in true for name in COUNTS}
    invented = sum(
        (vote.item, name, getattr(vote, name)) not in known
        for vote in found
        for name in COUNTS
        if getattr(vote, name) not in {None, 0}
    )
    return {
        "votes": right / len(true) if true else None,
        "counts": counts / (len(COUNTS) * len(true)) if true else None,
        "vote_precision": right / len(found) if found else None,
        "vote_recall": right / len(true) if true else None,
        "invented": invented,
    }


def _agreeing(found: Vote, true: TrueVote) -> int:
    return sum(getattr(found, name) == getattr(true, name) for name in COUNTS)
