"""Votes, motions, decisions, recusals, presence and facts of one meeting, each with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from minutes.outcomes.assignments import read_assignments
from minutes.outcomes.attendance import read_attendance, read_head_counts
from minutes.outcomes.ballots import find_ballots
from minutes.outcomes.checks import check_votes
from minutes.outcomes.decisions import read_decisions
from minutes.outcomes.facts import read_facts, read_quorum
from minutes.outcomes.joint import JointItems
from minutes.outcomes.motions import read_motions
from minutes.outcomes.recusals import read_recusals
from minutes.outcomes.requests import read_requests
from minutes.outcomes.scene import Scene
from minutes.outcomes.speech import passages
from minutes.outcomes.votes import Found, record
from minutes.outcomes.withdrawals import read_withdrawals
from minutes.people import index_of, presiding_voices
from minutes.people.parties import Parties
from minutes.types import Outcomes

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from minutes.items import ItemAlignment
    from minutes.types import Agenda, ItemOutcome, Roster, Transcript


def find_outcomes(
    transcript: Transcript, agenda: Agenda, roster: Roster | None, alignment: ItemAlignment
) -> Outcomes:
    """Read the outcomes of a meeting from what was said.

    Args:
        transcript: With names of voices, as far as known.
        agenda: For titles and the items called together.
        roster: For names and parties.
        alignment: The utterances with their items, and what became of the items.

    Returns:
        Everything found, in order of speech; contradictions as German sentences in ``warnings``.
    """
    people = index_of(roster.people if roster is not None else ())
    scene = Scene(
        utterances=alignment.utterances,
        language=transcript.language,
        presiding=presiding_voices(alignment.utterances, alignment.chair),
        roster=roster,
        people=people,
        parties=Parties(roster),
        names={s.id: s.name for s in transcript.speakers if s.name},
    )
    joint = JointItems(agenda, alignment.items)
    found: list[Found] = []
    for passage in passages(scene.utterances, scene.presiding, scene.language):
        ballots = find_ballots(passage, scene.parties)
        records = (record(ballot, passage, scene.utterances, joint) for ballot in ballots)
        found += [one for one in records if one is not None]
    taken = [one for one in found if one.taken]
    recusals = read_recusals(scene)
    attendance = read_attendance(scene)
    places = {utterance.id: place for place, utterance in enumerate(scene.utterances)}
    decisions = read_decisions(scene, taken, agenda)
    warnings = check_votes(
        taken,
        read_head_counts(scene),
        [(r.item, r.person) for r in recusals],
        read_quorum(scene),
        [(places[change.evidence[0]], change.state) for change in attendance],
    )
    return Outcomes(
        items=_with_states(alignment.items, found, read_withdrawals(scene, found)),
        votes=tuple(f.vote for f in taken),
        motions=read_motions(scene, [one for one in found if not one.taken]),
        decisions=decisions,
        recusals=recusals,
        attendance=attendance,
        meeting=read_facts(scene, alignment.public_until),
        statements=read_requests(scene),
        assignments=read_assignments(scene, decisions),
        warnings=tuple(dict.fromkeys((*alignment.warnings, *warnings))),
    )


def _with_states(
    items: Sequence[ItemOutcome], found: Sequence[Found], withdrawn: Collection[str]
) -> tuple[ItemOutcome, ...]:
    """Give items the state that the last vote or finding gave them; what the alignment found stays."""
    last = {f.vote.item: f.vote.result for f in found if f.vote.subject in ("main", "procedure")}
    changed: list[ItemOutcome] = []
    for item in items:
        result = "withdrawn" if item.number in withdrawn else last.get(item.number)
        if item.state == "handled" and result in ("postponed", "referred", "withdrawn"):
            changed.append(msgspec.structs.replace(item, state=result))
        else:
            changed.append(item)
    return tuple(changed)
