"""Votes as they happen in the chair's words: asked, answered, announced.

One pass over each passage: a question opens a vote (or goes on with it), what follows is its answer, an
announcement closes it. One vote per announced result; a result repeated without a new question is the same
vote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from minutes.outcomes.counts import Counts, read_answer, read_counts
from minutes.outcomes.phrases import (
    MAJORITY,
    NOTHING,
    QUESTION,
    RESULT,
    UNANIMOUS,
    Side,
    announces,
    side_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minutes.outcomes.speech import Passage
    from minutes.people.parties import Parties
    from minutes.types import VoteResult

_REACH = 900
"""Characters after the last question within which a result belongs to it."""
_LEAD = 700
"""Characters before the first question that may tell what the vote is about."""
_SENTENCE = re.compile(r"[.?!]")
_ABOUT = re.compile(
    r"\b(?:abstimm\w*|stimmen wir|abzustimmen|lasse ich|komm\w* zur|beschlussvorschlag|vote)\b"
)
_CALLS_VOTE = re.compile(
    r"\blasse (?:ich )?[^.?!]{0,120}\babstimmen\b|\bkomm\w+ (?:wir|ich) [^.?!]{0,40}\babstimmung\b"
    r"|\bstimmen wir [^.?!]{0,80}\bab\b"
)
_NEXT_ITEM = re.compile(r" tagesordnungspunkte? \d")
_COUNTED = re.compile(r"^\W*(?:das|es) (?:sind|ist) \d{1,3}\b")
_AGREED = re.compile(
    r"\b(?:widerspruch|einwaende|einwand|einverstanden|zustimmung|andere[rn]? (?:vorschlaege|meinung)"
    r"|anderweitig\w*|der fall)\b"
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the room answered to one question."""

    count: int | None = None
    parties: tuple[str, ...] = ()
    text: str = ""
    none: bool = False
    """Said to be nobody."""


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
    at: int | None = None
    """Where the result word stands."""


@dataclass(frozen=True, slots=True)
class _Event:
    start: int
    end: int
    side: Side | None = None
    result: VoteResult | None = None


def find_ballots(passage: Passage, parties: Parties) -> tuple[Ballot, ...]:
    """Every vote of a passage, in order."""
    text = passage.text
    events = list(_events(text))
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
            reply = _reply(text[event.end : min(following, event.end + 300)], parties)
            open_vote = replace(
                open_vote,
                end=event.end,
                asked=open_vote.asked | {event.side},
                replies={**open_vote.replies, event.side: _better(open_vote.replies.get(event.side), reply)},
            )
            last = event.end
            continue
        start, end = _clause(text, event, max(told, floor if floor <= event.start else 0))
        clause = text[start:end]
        asked = open_vote is not None and event.start - last <= _REACH
        if event.result is None or not announces(clause, asked=asked):
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


def _events(text: str) -> Iterator[_Event]:
    found: list[_Event] = []
    for match in QUESTION.finditer(text):
        side = side_of(match)
        if side is not None:
            found.append(_Event(match.start(), match.end(), side=side))
    found += [
        _Event(m.start(), m.end(), result=cast("VoteResult", m.lastgroup)) for m in RESULT.finditer(text)
    ]
    for match in UNANIMOUS.finditer(text):
        begin, end = _sentence(text, match.start())
        if not RESULT.search(text, begin, end):
            found.append(_Event(match.start(), match.end(), result="accepted"))
    found.sort(key=lambda e: (e.start, e.end))
    at = -1
    for event in found:
        if event.start >= at:
            yield event
            at = event.end


def _sentence(text: str, place: int) -> tuple[int, int]:
    begin = max(
        (m.end() for m in _SENTENCE.finditer(text, max(0, place - 600), place)), default=max(0, place - 600)
    )
    closing = _SENTENCE.search(text, place)
    return begin, closing.end() if closing else len(text)


def _clause(text: str, event: _Event, floor: int) -> tuple[int, int]:
    """The sentence of a result, not reaching back over the event before, and counts told right behind it."""
    begin, end = _sentence(text, event.start)
    begin = max(begin, floor)
    if called := _NEXT_ITEM.search(text, event.end, end):
        return begin, called.start()
    after = text[end : end + 120]
    if re.match(
        r"\s*(?:und zwar |das (?:ist|war|waren|sind) )?(?:mit|bei|gegen|einstimmig) [^.?!]{0,90}(?:stimm"
        r"|enthalt)",
        after,
    ):
        closing = _SENTENCE.search(text, end + 1)
        end = closing.end() if closing else end
    return begin, end


def _begins_anew(ballot: Ballot, event: _Event, text: str) -> bool:
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


def _open(text: str, event: _Event, floor: int) -> Ballot:
    lead = text[max(floor, event.start - _LEAD) : event.end]
    cut = [m.start() for m in _ABOUT.finditer(lead)]
    if cut:
        begin = lead.rfind(".", 0, cut[-1])
        begin = max(begin, lead.rfind("?", 0, cut[-1]), lead.rfind("!", 0, cut[-1])) + 1
        lead = lead[begin:]
    else:
        lead = lead[-250:]
    return Ballot(event.start, event.end, lead.strip())


def _reply(text: str, parties: Parties) -> Reply:
    sentences = re.split(r"(?<=[.?!])", text)
    head = sentences[0] if sentences else ""
    if len(head.split()) <= 2 and len(sentences) > 1:  # noqa: PLR2004 - "- danke ." before the count
        head += sentences[1]
    if len(head.strip(" .?!,-").split()) == 0 and len(sentences) > 1:
        head = sentences[1]
    count = read_answer(head.lstrip(" .?!,-"))
    if count is None:
        count = read_answer(head.lstrip(" .?!,-").removeprefix("danke").lstrip(" .?!,-"))
    if count is None:
        told = next((s for s in sentences[:4] if _COUNTED.match(s)), "")
        count = read_answer(told.lstrip(" .?!,-")) if told else None
    named = parties.find(head)
    none = count == 0 and not named
    return Reply(None if named and count == 0 else count, named, head.strip(), none)


def _better(old: Reply | None, new: Reply) -> Reply:
    return old if old is not None and new == Reply(text=new.text) else new


def _close(ballot: Ballot, text: str, event: _Event, span: tuple[int, int], parties: Parties) -> Ballot:
    start, end = span
    clause = text[max(start, ballot.start) : end]
    head = text[max(start, ballot.end) : end]
    against, abstain = _sides(head, parties)
    return replace(
        ballot,
        end=end,
        at=event.start,
        announcement=clause,
        result=event.result,
        counts=read_counts(head),
        against_by=against,
        abstain_by=abstain,
        majority=bool(MAJORITY.search(head)),
    )


def _unasked(text: str, event: _Event, span: tuple[int, int], floor: int, parties: Parties) -> Ballot:
    start, end = span
    clause = text[start:end]
    lead = text[max(floor, start - 250) : start]
    against, abstain = _sides(clause, parties)
    return Ballot(
        start,
        end,
        (lead + clause).strip(),
        at=event.start,
        announcement=clause,
        result=event.result,
        counts=read_counts(clause),
        against_by=against,
        abstain_by=abstain,
        majority=bool(MAJORITY.search(clause)),
        agreed=bool(_AGREED.search(lead) or NOTHING.search(lead[-60:])),
    )


def _repeats(ballots: list[Ballot], event: _Event, text: str) -> Ballot | None:
    """The last vote again, if this is its result told once more ("Damit ist es so beschlossen.")."""
    if not ballots or ballots[-1].result is None:
        return None
    before = ballots[-1]
    gap = text[before.end : event.start]
    if len(gap) > 260 or before.result != event.result or "tagesordnungspunkt" in gap:  # noqa: PLR2004
        return None
    return replace(before, end=event.end)


_AGAINST = re.compile(
    r"(?:gegen(?: die stimmen?(?: von| der| des| aus)?)?|gegenstimmen?(?: von| der| des| aus)?"
    r"|ablehnung (?:der|von|durch))(?P<who>[^.;]*?)(?=\bbei (?:\d|enthaltung|1)|\bmit (?:den )?stimmen"
    r"|\bmit zustimmung|\beinstimmig|\b(?:so )?beschlossen|\bangenommen|\babgelehnt|\.|$)"
)
_ABSTAINED = re.compile(
    r"(?:enthaltung(?:en)?(?: von| der| des| aus| durch| bei)?)(?P<who>[^.;]*?)(?=\bgegen\b"
    r"|\bmit (?:den )?stimmen|\bmit zustimmung|\beinstimmig|\b(?:so )?beschlossen|\bangenommen"
    r"|\babgelehnt|\.|$)"
)


def _sides(clause: str, parties: Parties) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who was against and who abstained, as the announcement says."""
    against = [p for m in _AGAINST.finditer(clause) for p in parties.find(m["who"])]
    abstain = [p for m in _ABSTAINED.finditer(clause) for p in parties.find(m["who"])]
    return tuple(dict.fromkeys(against)), tuple(dict.fromkeys(p for p in abstain if p not in against))
