"""Votes as they happen in the chair's words: asked, answered, announced.

One pass over each passage: a question opens a vote (or goes on with it), what follows is its answer, an
announcement closes it. One vote per announced result; a result repeated without a new question is the same
vote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from minutes.outcomes.announcing import announces
from minutes.outcomes.counts import Counts, read_counts
from minutes.outcomes.events import Event, clause_of, find_events
from minutes.outcomes.phrases import MAJORITY, NOTHING, Side
from minutes.outcomes.replies import BALLOT_PAPER, Reply, Told, better, read_reply, told_before
from minutes.outcomes.sides import read_sides

if TYPE_CHECKING:
    from minutes.outcomes.speech import Passage
    from minutes.people.parties import Parties
    from minutes.types import VoteResult

_REACH = 900
"""Characters after the last question within which a result belongs to it."""
_QUESTION = 150
"""Characters within which the sentence of a question ends, which may tell what it is about, too."""
_LEAD = 700
"""Characters before the first question that may tell what the vote is about."""
_ABOUT = re.compile(
    r"\b(?:abstimm\w*|stimmen wir|abzustimmen|lasse ich|komm\w* zur|beschlussvorschlag|vote)\b"
)
FINDINGS: frozenset[VoteResult] = frozenset({"postponed", "referred", "withdrawn"})
"""What a chair may find on her own or by general agreement: a vote only where one was taken."""
_CALLS_VOTE = re.compile(
    r"\blasse (?:ich )?[^.?!]{0,120}\babstimmen\b|\bkomm\w+ (?:wir|ich) [^.?!]{0,40}\babstimmung\b"
    r"|\bstimmen wir [^.?!]{0,80}\bab\b"
)
_AGREED = re.compile(
    r"\b(?:widerspruch|einwaende|einwand|einverstanden|zustimmung|andere[rn]? (?:vorschlaege|meinung)"
    r"|anderweitig\w*|der fall)\b"
)


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote as found in a passage; places are offsets in its text."""

    start: int
    end: int
    about: str
    """What was said of the vote before its first question and in its announcement."""
    announcement: str = ""
    result: VoteResult | None = None
    """None: asked, but no result announced."""
    asked: frozenset[Side] = frozenset()
    replies: dict[Side, Reply] = field(default_factory=dict)
    counts: Counts = Counts()  # noqa: RUF009 - a tuple, immutable
    against_by: tuple[str, ...] = ()
    abstain_by: tuple[str, ...] = ()
    majority: bool = False
    agreed: bool = False
    """Without a question for votes, by nobody objecting."""
    counted: bool = False
    """Told behind the counts of a ballot, without a question."""
    at: int | None = None
    """Where the result word stands."""


def find_ballots(passage: Passage, parties: Parties) -> tuple[Ballot, ...]:
    """Every vote of a passage, in order."""
    text = passage.text
    events = list(find_events(text))
    ballots: list[Ballot] = []
    open_vote: Ballot | None = None
    last = floor = told = 0
    for number, event in enumerate(events):
        following = events[number + 1].start if number + 1 < len(events) else len(text)
        if event.side is not None:
            if open_vote is not None and (
                event.start - last > _REACH or _begins_anew(open_vote, event, text)
            ):
                ballots.append(open_vote)
                open_vote, floor = None, last
            if open_vote is None:
                open_vote = _open(text, event, floor)
            reply = read_reply(text[event.end : min(following, event.end + 300)], event.side, parties)
            open_vote = replace(
                open_vote,
                end=event.end,
                asked=open_vote.asked | {event.side},
                replies={**open_vote.replies, event.side: better(open_vote.replies.get(event.side), reply)},
            )
            last = event.end
            continue
        start, end = clause_of(text, event, max(told, floor if floor <= event.start else 0))
        clause = text[start:end]
        asked = open_vote is not None and event.start - last <= _REACH
        if event.result is None or (event.weak and not asked):
            continue
        counted = not asked and _told(text, start, floor).length > 0
        if not announces(clause, asked=asked, told=counted, finding=event.result in FINDINGS):
            continue
        if asked and open_vote is not None:
            ballots.append(_close(open_vote, text, event, (start, end), parties))
            open_vote = None
        elif (repeated := _repeats(ballots, event, text)) is not None:
            ballots[-1] = repeated
        else:
            ballots.append(_unasked(text, event, (start, end), floor, parties))
        last = floor = end
        told = event.end
    if open_vote is not None:
        ballots.append(open_vote)
    return tuple(ballots)


def _begins_anew(ballot: Ballot, event: Event, text: str) -> bool:
    """Whether a question opens another vote though no result of the open one was heard.

    A question for abstentions asked again goes on with the same vote ("Gibt es weitere Enthaltungen?").
    """
    between = text[ballot.end : event.start]
    if _CALLS_VOTE.search(between) or "tagesordnungspunkt" in between:
        return True
    if event.side == "yes" and "yes" not in ballot.asked:
        return "abstain" in ballot.asked or bool(_ABOUT.search(between))
    if event.side not in ballot.asked or event.side == "abstain":
        return False
    return len(ballot.asked) > 1 or bool(_ABOUT.search(between))


def _open(text: str, event: Event, floor: int) -> Ballot:
    closing = re.search(r"[.?!]\s", text[event.end : event.end + _QUESTION])
    end = event.end + (closing.start() if closing else 0)
    lead = text[max(floor, event.start - _LEAD) : end]
    cut = [m.start() for m in _ABOUT.finditer(lead)]
    if cut:
        begin = lead.rfind(".", 0, cut[-1])
        begin = max(begin, lead.rfind("?", 0, cut[-1]), lead.rfind("!", 0, cut[-1])) + 1
        lead = lead[begin:]
    else:
        lead = lead[-250:]
    return Ballot(event.start, event.end, lead.strip())


def _close(ballot: Ballot, text: str, event: Event, span: tuple[int, int], parties: Parties) -> Ballot:
    start, end = span
    clause = text[max(start, ballot.start) : end]
    head = text[max(start, ballot.end) : end]
    against, abstain = read_sides(head, parties)
    counts = read_counts(head)
    answered = [side for side, reply in ballot.replies.items() if reply.count is not None]
    counts = counts.or_else(told_before(text[:start], ballot.end).counts, answered=answered)
    return replace(
        ballot,
        end=end,
        at=event.start,
        announcement=clause,
        result=event.result,
        counts=counts,
        against_by=against,
        abstain_by=abstain,
        majority=bool(MAJORITY.search(head)),
    )


def _told(text: str, start: int, floor: int) -> Told:
    return told_before(text[:start], max(floor, start - 400), believe=BALLOT_PAPER)


def _unasked(text: str, event: Event, span: tuple[int, int], floor: int, parties: Parties) -> Ballot:
    start, end = span
    clause = text[start:end]
    lead = text[max(floor, start - 250) : start]
    against, abstain = read_sides(clause, parties)
    counts = read_counts(clause)
    before = _told(text, start, floor)
    counts = counts.or_else(before.counts)
    return Ballot(
        start - before.length,
        end,
        (lead + clause).strip(),
        at=event.start,
        announcement=clause,
        result=event.result,
        counts=counts,
        counted=before.length > 0,
        against_by=against,
        abstain_by=abstain,
        majority=bool(MAJORITY.search(clause)),
        agreed=before.length == 0 and bool(_AGREED.search(lead) or NOTHING.search(lead[-60:])),
    )


def _repeats(ballots: list[Ballot], event: Event, text: str) -> Ballot | None:
    """The last vote again, if this is its result told once more ("Damit ist es so beschlossen.")."""
    if not ballots or ballots[-1].result is None:
        return None
    before = ballots[-1]
    gap = text[before.end : event.start]
    if len(gap) > 260 or before.result != event.result or "tagesordnungspunkt" in gap:  # noqa: PLR2004
        return None
    return replace(before, end=event.end)
