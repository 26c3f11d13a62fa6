"""From votes as they happened to votes as they are recorded: item, subject, counts, origin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from minutes.outcomes.ballots import FINDINGS
from minutes.types import Vote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.types import Utterance
    from minutes.outcomes.ballots import Ballot
    from minutes.outcomes.joint import JointItems
    from minutes.outcomes.phrases import Side
    from minutes.outcomes.speech import Passage
    from minutes.types import VoteSubject

_AMENDMENT = re.compile(
    r"\b(?:\w*aenderungs|ergaenzungs|zusatz|erweiterungs|gegen)antra\w*|\bamendment|\bmuendliche[nr]? antrag"
)
_AS_AMENDED = re.compile(
    r"\b(?:geaendert\w*|ergaenzt\w*|berichtigt\w*|modifiziert\w*)(?: \w+)? (?:fassung|form|antrag\w*"
    r"|vorlage|beschluss\w*)|\bas amended"
)
_PROCEDURE = re.compile(
    r"\b(?:geschaeftsordnung\w*|vertag\w*|verweis\w*|ueberweis\w*|schluss der (?:debatte|rednerliste"
    r"|aussprache)|ende der (?:debatte|rednerliste)|dringlichkeit\w*|"
    r"(?:die|zur|der|geaenderte) tagesordnung|unterbrech\w*|absetz\w*|beratungsbedarf\w*|redezeit\w*"
    r"|zurueckstell\w*|zurueckgestellt|uebergang zur|\w*rueckweis\w*|nichteintret\w*|"
    r"heutige behandlung|nichtoeffentlich\w* behandl\w*|rederecht\w*|table the|continue the item|adjourn)"
)
_PART = re.compile(
    r"\b(?:ziffern?|punktweise|buchstaben?|absatz|abschnitt|teil [a-z0-9]|beschlusspunkt|nummer"
    r"|satz) ?(?:\d+|[a-z]\b|[ivx]+\b)"
)
_CHOSEN: tuple[Side, ...] = ("yes", "no", "abstain")


class Found(NamedTuple):
    """A vote with what is needed to judge and render it."""

    vote: Vote
    ballot: Ballot
    place: int
    """Index of the utterance that closes it."""
    asked: bool
    taken: bool
    """Whether a vote was taken; False where the chair merely found that an item is postponed, referred or
    withdrawn ("Dann vertagen wir das."), which changes the item's state but is no vote."""


def record(
    ballot: Ballot, passage: Passage, utterances: Sequence[Utterance], joint: JointItems
) -> Found | None:
    """The record of one vote; None without a result, or where silence alone agreed to something."""
    place = passage.place(ballot.at if ballot.at is not None else max(ballot.start, ballot.end - 2))
    item = joint.item(utterances[place].item, ballot.about + " " + ballot.announcement)
    evidence = tuple(utterances[p].id for p in passage.span(ballot.start, ballot.end))
    result, derived = ballot.result, []
    if result is None:
        if not _silently_accepted(ballot):
            return None
        result = "accepted"
        derived.append("result")
    if not ballot.asked and result in ("accepted", "rejected") and not _stated_vote(ballot):
        return None
    yes, no, abstain = (_count(ballot, side) for side in _CHOSEN)
    unanimous = _unanimous(ballot, result, no, abstain)
    against = _parties(ballot, "no", ballot.against_by)
    if unanimous and ballot.counts.unanimous and result == "accepted" and not against:
        if no is None:
            no = 0
            derived.append("no")
        if abstain is None and yes is not None and not ballot.abstain_by:
            abstain = 0
            derived.append("abstain")
    vote = Vote(
        item=item,
        subject=_subject(ballot),
        result=result,
        unanimous=unanimous,
        yes=yes,
        no=no,
        abstain=abstain,
        against_by=against,
        abstain_by=_parties(ballot, "abstain", ballot.abstain_by),
        origin="derived" if "result" in derived else "stated",
        derived=tuple(derived),
        evidence=evidence,
    )
    asked = bool(ballot.asked)
    return Found(vote, ballot, place, asked, asked or result not in FINDINGS or _stated_vote(ballot))


def _count(ballot: Ballot, side: Side) -> int | None:
    """The announced count, else the answer to the question for that side."""
    announced = getattr(ballot.counts, side)
    if announced is not None:
        return int(announced)
    reply = ballot.replies.get(side)
    return None if reply is None else reply.count


def _parties(ballot: Ballot, side: Side, announced: tuple[str, ...]) -> tuple[str, ...]:
    reply = ballot.replies.get(side)
    return announced or (reply.parties if reply is not None else ())


def _unanimous(ballot: Ballot, result: str, no: int | None, abstain: int | None) -> bool | None:
    if ballot.counts.unanimous:
        return True
    outvoted = result == "rejected" and _count(ballot, "yes")
    if no or outvoted or ballot.majority or _parties(ballot, "no", ballot.against_by):
        return False
    if no == 0 and result == "accepted":
        return abstain is not None or bool(ballot.replies)
    return None


def _silently_accepted(ballot: Ballot) -> bool:
    """No result was heard, but nobody was against: "Gegenstimmen? – Keine. Enthaltungen? – Keine." and on."""
    against = ballot.replies.get("no")
    return against is not None and against.none and "abstain" in ballot.asked and "yes" not in ballot.asked


def _stated_vote(ballot: Ballot) -> bool:
    """An announcement that can only be of a vote, though no question was heard."""
    return (
        ballot.counts.any_said
        or ballot.counts.unanimous
        or ballot.majority
        or ballot.counted
        or bool(ballot.against_by or ballot.abstain_by)
    ) and not ballot.agreed


def _subject(ballot: Ballot) -> VoteSubject:
    text = ballot.about + " " + ballot.announcement
    if _AS_AMENDED.search(text):
        return "main"
    if _AMENDMENT.search(text):
        return "amendment"
    if ballot.result in ("postponed", "referred"):
        return "procedure"
    if _PROCEDURE.search(text):
        return "procedure"
    return "other" if _PART.search(text) else "main"
