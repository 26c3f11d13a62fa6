"""The agenda items with what was moved, said, decided and voted."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from minutes.draft.course import draft_course, word_weights
from minutes.draft.questions import with_questions
from minutes.draft.sentences import fold_text
from minutes.draft.verbatim import draft_verbatim
from minutes.types import (
    AgendaItem,
    Assignment,
    Decision,
    MinutesAssignment,
    MinutesDecision,
    MinutesItem,
    MinutesMotion,
    MinutesRecusal,
    MinutesStatement,
    MinutesVote,
    Motion,
    RecordRequest,
    Recusal,
    Vote,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes.draft.sources import Sources
    from minutes.types import Evidence, ItemOutcome

_Found = TypeVar("_Found", Vote, Motion, Decision, Recusal, RecordRequest, Assignment)


def draft_items(sources: Sources, *, chair: str | None) -> list[MinutesItem]:
    """Return the items of the agenda in its order, then those dealt with but not on it."""
    found = {outcome.number: outcome for outcome in sources.outcomes.items}
    known = {item.number for item in sources.agenda.items}
    spoken = [u.item for u in sources.transcript.utterances if u.item is not None]
    added = [number for number in dict.fromkeys([*found, *spoken]) if number not in known]
    agenda = [*sources.agenda.items, *(_added(sources, number) for number in added)]
    weights = word_weights(sources.transcript.utterances)
    return [_item(sources, item, found.get(item.number), chair=chair, weights=weights) for item in agenda]


def _added(sources: Sources, number: str) -> AgendaItem:
    """Make an item for one that is not on the agenda; public only if everything said in it is."""
    spoken = [u for u in sources.transcript.utterances if u.item == number]
    return AgendaItem(
        number=number,
        title="(nicht auf der Tagesordnung)",
        public=bool(spoken) and all(sources.is_public(utterance) for utterance in spoken),
    )


def _item(
    sources: Sources,
    item: AgendaItem,
    outcome: ItemOutcome | None,
    *,
    chair: str | None,
    weights: dict[str, float],
) -> MinutesItem:
    number = item.number
    motions = [_motion(sources, item, k, m) for k, m in _of(sources.outcomes.motions, number)]
    decisions = [_decision(sources, item, k, d) for k, d in _of(sources.outcomes.decisions, number)]
    votes = [_vote(sources, item, k, v) for k, v in _of(sources.outcomes.votes, number)]
    motions.sort(key=lambda m: first_second(m.evidence))
    decisions.sort(key=lambda d: first_second(d.evidence))
    votes.sort(key=lambda v: first_second(v.evidence))
    votes = list(with_questions(sources, item, pair_votes(votes, decisions), decisions))
    printed = [*(m.text for m in motions), *(d.text for d in decisions)]
    printed += [vote.question.text for vote in votes if vote.question]
    covered = frozenset(fold_text(text) for text in printed)
    course = draft_course(sources, number, chair=chair, weights=weights, covered=covered)
    spoken = next((u.start for u in sources.transcript.utterances if u.item == number), None)
    heard = any(u.item == number for u in sources.transcript.utterances)
    return MinutesItem(
        number=number,
        title=item.title,
        public=item.public,
        paper=item.paper,
        state=outcome.state if outcome else ("handled" if heard else "not reached"),
        joint_with=outcome.joint_with if outcome else (),
        start=outcome.start if outcome and outcome.start is not None else spoken,
        motions=tuple(motions),
        recusals=tuple(_recusal(sources, item, k, r) for k, r in _of(sources.outcomes.recusals, number)),
        course=course,
        verbatim=draft_verbatim(sources, number, prefix=f"{number}/w"),
        decisions=tuple(decisions),
        votes=tuple(votes),
        statements=tuple(
            _statement(sources, item, k, s) for k, s in _of(sources.outcomes.statements, number)
        ),
        assignments=tuple(
            _assignment(sources, item, k, a) for k, a in _of(sources.outcomes.assignments, number)
        ),
    )


def _of(found: Sequence[_Found], number: str) -> list[tuple[int, _Found]]:
    """Return what was found for an item, counted from 1."""
    return list(enumerate((one for one in found if one.item == number), start=1))


def first_second(evidence: Sequence[Evidence]) -> float:
    """Return the first second of the evidence; without times everything keeps its order."""
    return min((e.second for e in evidence if e.second is not None), default=0.0)


def pair_votes(votes: Sequence[MinutesVote], decisions: Sequence[MinutesDecision]) -> list[MinutesVote]:
    """Give each main vote the wording it was about: the last one spoken before the result.

    Where one main vote meets one wording they belong together, whatever the times say.
    """
    main = [vote for vote in votes if vote.subject == "main"]
    if len(main) == 1 and len(decisions) == 1:
        return [msgspec.structs.replace(v, decision=decisions[0].id) if v is main[0] else v for v in votes]
    paired: list[MinutesVote] = []
    free = list(decisions)
    for vote in votes:
        last = max((e.second for e in vote.evidence if e.second is not None), default=float("inf"))
        before = [d for d in free if first_second(d.evidence) <= last]
        if vote.subject == "main" and before:
            paired.append(msgspec.structs.replace(vote, decision=before[-1].id))
            free.remove(before[-1])
        else:
            paired.append(vote)
    return paired


def _motion(sources: Sources, item: AgendaItem, count: int, motion: Motion) -> MinutesMotion:
    mover = sources.speaker_name(motion.mover)
    person = sources.person(mover)
    return MinutesMotion(
        id=f"{item.number}/m{count}",
        kind=motion.kind,
        mover=person.name if person else mover,
        mover_speaker=motion.mover if motion.mover in sources.speakers else None,
        party=person.party if person else None,
        text=motion.text.strip(),
        evidence=sources.evidence(motion.evidence),
        public=sources.all_public(motion.evidence, item_public=item.public),
    )


def _decision(sources: Sources, item: AgendaItem, count: int, decision: Decision) -> MinutesDecision:
    return MinutesDecision(
        id=f"{item.number}/d{count}",
        text=decision.text.strip(),
        origin=decision.origin,
        evidence=sources.evidence(decision.evidence),
        public=sources.all_public(decision.evidence, item_public=item.public),
    )


def _vote(sources: Sources, item: AgendaItem, count: int, vote: Vote) -> MinutesVote:
    return MinutesVote(
        id=f"{item.number}/v{count}",
        subject=vote.subject,
        result=vote.result,
        unanimous=vote.unanimous,
        yes=vote.yes,
        no=vote.no,
        abstain=vote.abstain,
        against_by=vote.against_by,
        abstain_by=vote.abstain_by,
        origin=vote.origin,
        derived=vote.derived,
        evidence=sources.evidence(vote.evidence),
        public=sources.all_public(vote.evidence, item_public=item.public),
    )


def _statement(sources: Sources, item: AgendaItem, count: int, statement: RecordRequest) -> MinutesStatement:
    name = sources.speaker_name(statement.speaker)
    person = sources.person(name)
    return MinutesStatement(
        id=f"{item.number}/p{count}",
        speaker=person.name if person else name,
        party=person.party if person else None,
        text=statement.text.strip(),
        evidence=sources.evidence(statement.evidence),
        public=sources.all_public(statement.evidence, item_public=item.public),
    )


def _assignment(sources: Sources, item: AgendaItem, count: int, assignment: Assignment) -> MinutesAssignment:
    person = sources.person(assignment.who)
    return MinutesAssignment(
        id=f"{item.number}/a{count}",
        who=person.name if person else assignment.who,
        until=assignment.until,
        text=assignment.text.strip(),
        evidence=sources.evidence(assignment.evidence),
        public=sources.all_public(assignment.evidence, item_public=item.public),
    )


def _recusal(sources: Sources, item: AgendaItem, count: int, recusal: Recusal) -> MinutesRecusal:
    name = sources.speaker_name(recusal.person) or recusal.person
    person = sources.person(name)
    begin = sources.evidence((recusal.first,)) if recusal.first else ()
    end = sources.evidence((recusal.last,)) if recusal.last else ()
    return MinutesRecusal(
        id=f"{item.number}/r{count}",
        person=person.name if person else name,
        party=person.party if person else None,
        left_room=recusal.left_room,
        begin=begin[0] if begin else None,
        end=end[0] if end else None,
        evidence=sources.evidence(recusal.evidence),
        public=sources.all_public(recusal.evidence, item_public=item.public),
    )
