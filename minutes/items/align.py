"""Lays a meeting along its agenda: which item was under discussion at every moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from minutes.items.chair import chair_likeness, find_chair
from minutes.items.cues import CueTable, cue_table, recognise_language
from minutes.items.evidence import PRESIDES, Call, Evidence, settled_at
from minutes.items.order import transitions, unsettled
from minutes.items.public import public_until
from minutes.items.report import boundaries_of, unit_ids, warnings_of
from minutes.items.splitting import split_utterance
from minutes.items.states import announced_states, item_outcomes, section_state
from minutes.items.types import ItemAlignment
from minutes.items.units import Unit, cut_units
from minutes.items.viterbi import best_path
from minutes.items.weights import COSTS, TEMPERATURE, WEIGHTS, OrderCosts, Weights
from minutes.language.tokens import fold, tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from diarize.types import Utterance
    from minutes.items.naming import NumberReader
    from minutes.types import Agenda, AgendaItem, Roster
    from minutes.types.outcomes import ItemState

_OUT_OF_REACH = -1e6


def assign_items(
    utterances: Sequence[Utterance],
    agenda: Agenda,
    roster: Roster | None = None,
    *,
    language: str | None = None,
    placed: Mapping[str, str | None] | None = None,
    weights: Weights = WEIGHTS,
    costs: OrderCosts = COSTS,
) -> ItemAlignment:
    """Align a meeting with its agenda.

    Every place where an item may begin is scored by all that speaks for it (words of calling, numbers in
    any form, words of titles, what stood before and comes after, who speaks), and one path through the
    whole meeting is chosen by dynamic programming, with costs for leaving the order of the agenda.

    Args:
        utterances: In the order of speech; only id and text are needed.
        agenda: May be empty: then everything stays unassigned.
        roster: Everybody who may speak; its parties are told from the topics of titles.
        language: "de", "en" or a tag that begins so; recognised from the text where not given.
        placed: Items of utterances that a person chose, by id; None is "in no item". They are not divided.
        weights: Parameters of the evidence.
        costs: Parameters of the order.

    Returns:
        The utterances, each in exactly one item or in none, and what became of every item.
    """
    tongue = language or recognise_language([u.text for u in utterances])
    cues = cue_table(tongue)
    chair = find_chair(utterances, roster, language=tongue)
    units = cut_units(utterances, cues)
    if not agenda.items or not units:
        return ItemAlignment(
            utterances=tuple(utterances),
            items=item_outcomes(agenda, (), (), {}, {}),
            chair=chair,
        )
    likeness = chair_likeness(utterances, cues)
    presiding = [u.speaker is None or likeness.get(u.speaker, 0.0) > PRESIDES for u in units]
    evidence = Evidence(
        units,
        agenda.items,
        cues,
        likeness,
        weights,
        language=tongue,
        parties=_parties(roster),
    )
    calls = evidence.calls()
    groups = sorted({call.group for call in calls if call.group})
    members = [(i,) for i in range(len(agenda.items))] + groups
    table = transitions(evidence.numbers.labels.labels, groups, costs)
    settled = settled_at(units, cues, likeness)
    first = 0 if _begins_with_meeting(agenda.items, cues) else len(members)
    start = np.full(len(members) + 1, _OUT_OF_REACH)
    start[first] = 0.0
    path = best_path(
        *_scores(calls, members, weights),
        (unsettled(table, costs), table),
        start,
        early=sum(call.unit < settled for call in calls),
        temperature=TEMPERATURE,
    )
    states = np.full(len(units), first, dtype=np.int64)
    for row, call in enumerate(calls):
        states[call.unit :] = path.states[row]
    _place(states, units, utterances, agenda, placed or {}, outside=len(members))
    divided = _divide(utterances, units, states, members, agenda)
    ids = unit_ids(divided.utterances, units, states)
    boundaries = boundaries_of(ids, calls, path, states, members=members, agenda=agenda, first=first)
    sure = {number: b.confidence for b in reversed(boundaries) for number in b.numbers}
    items = item_outcomes(
        agenda,
        divided.utterances,
        divided.sections,
        _states(units, states, members, evidence.numbers, presiding=presiding, cues=cues),
        sure,
    )
    return ItemAlignment(
        utterances=divided.utterances,
        items=items,
        boundaries=boundaries,
        public_until=public_until(agenda, divided.utterances, units, ids, presiding=presiding, cues=cues),
        chair=chair,
        warnings=warnings_of(agenda, items, boundaries, unknown=evidence.unknown, ids=ids, chair=chair),
    )


def _place(
    states: NDArray[np.int64],
    units: Sequence[Unit],
    utterances: Sequence[Utterance],
    agenda: Agenda,
    placed: Mapping[str, str | None],
    *,
    outside: int,
) -> None:
    """Put units where people put their utterances; items that are not on the agenda any more do not count."""
    index: dict[str | None, int] = {item.number: place for place, item in enumerate(agenda.items)}
    index[None] = outside
    chosen = {
        place: index[placed[one.id]]
        for place, one in enumerate(utterances)
        if one.id in placed and placed[one.id] in index
    }
    if chosen:
        for place, unit in enumerate(units):
            states[place] = chosen.get(unit.utterance, states[place])


def _parties(roster: Roster | None) -> set[str]:
    names = {p.party for p in roster.people if p.party} if roster else set()
    return {token.folded for name in names for token in tokenize(name) if token.is_word}


def _begins_with_meeting(items: Sequence[AgendaItem], cues: CueTable) -> bool:
    """Whether the first item is about opening, attendance or the agenda itself."""
    return bool(cues.opening_title.search(fold(items[0].title)))


def _scores(
    calls: Sequence[Call], members: Sequence[tuple[int, ...]], weights: Weights
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Scores of entering and of staying in each state (items, groups, outside) at each call.

    What calls an item speaks for it whether it begins or goes on; otherwise every later mention of a
    running item would pay for leaving it and coming back.
    """
    enter = np.full((len(calls), len(members) + 1), _OUT_OF_REACH)
    stay = np.zeros_like(enter)
    count = sum(len(m) == 1 for m in members)
    place = {group: index for index, group in enumerate(members)}
    for row, call in enumerate(calls):
        enter[row, :count] = call.rest + call.entry
        for item, score in call.scores.items():
            enter[row, item] = score + call.entry
            stay[row, item] = max(0.0, score + call.entry)
        for index, group in enumerate(members[count:], start=count):
            stay[row, index] = max(0.0, stay[row, list(group)].max() + weights.separate)
        if call.group:
            best = max(call.scores.get(i, call.rest) for i in call.group) + call.entry
            enter[row, place[call.group]] = best + weights.joint
            stay[row, place[call.group]] = max(0.0, best + weights.joint)
            for item in call.group:
                enter[row, item] = min(enter[row, item], best - weights.joint)
    return enter, stay


class _Divided(NamedTuple):
    utterances: tuple[Utterance, ...]
    sections: tuple[tuple[int, ...], ...]
    """Agenda indices of the items each utterance belongs to; empty is unassigned."""


def _divide(
    utterances: Sequence[Utterance],
    units: Sequence[Unit],
    states: NDArray[np.int64],
    members: Sequence[tuple[int, ...]],
    agenda: Agenda,
) -> _Divided:
    """Give every utterance its item, split where it changes."""
    cuts: dict[int, list[tuple[int, int]]] = {}
    for unit, state in zip(units, states, strict=True):
        known = cuts.setdefault(unit.utterance, [])
        if not known or known[-1][1] != state:
            known.append((unit.start if known else 0, int(state)))
    out: list[Utterance] = []
    sections: list[tuple[int, ...]] = []
    taken = {utterance.id for utterance in utterances}
    previous = int(states[0])
    for index, utterance in enumerate(utterances):
        mine = cuts.get(index, [(0, previous)])
        previous = mine[-1][1]
        belongs = [members[s] if s < len(members) else () for _, s in mine]
        numbers = [agenda.items[m[0]].number if m else None for m in belongs]
        parts = [(at, n) for (at, _), n in zip(mine, numbers, strict=True)]
        out += split_utterance(utterance, parts, taken=taken)
        sections += belongs
    return _Divided(tuple(out), tuple(sections))


def _states(
    units: Sequence[Unit],
    states: NDArray[np.int64],
    members: Sequence[tuple[int, ...]],
    reader: NumberReader,
    *,
    presiding: Sequence[bool],
    cues: CueTable,
) -> dict[int, ItemState]:
    sections: dict[int, list[int]] = {}
    for index, state in enumerate(states):
        for item in members[state] if state < len(members) else ():
            sections.setdefault(item, []).append(index)
    announced = announced_states(units, reader, presiding, cues)
    out: dict[int, ItemState] = {
        item: state for item, (state, _) in announced.items() if item not in sections
    }
    for item, section in sections.items():
        out[item] = section_state(item, section, units, reader, presiding=presiding, cues=cues)
    return out
