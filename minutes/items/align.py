"""Lays a meeting along its agenda: which item was under discussion at every moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from minutes.items.chair import chair_likeness, find_chair
from minutes.items.cues import CueTable, cue_table, recognise_language
from minutes.items.evidence import Call, Evidence, settled_at
from minutes.items.labels import parse_label
from minutes.items.order import transitions, unsettled
from minutes.items.splitting import split_utterance
from minutes.items.states import item_outcomes, last_public
from minutes.items.types import Boundary, Choice, ItemAlignment
from minutes.items.units import Unit, cut_units
from minutes.items.viterbi import Path, best_path
from minutes.items.weights import COSTS, TEMPERATURE, WEIGHTS, OrderCosts, Weights
from minutes.language.tokens import fold, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from diarize.types import Utterance
    from minutes.types import Agenda, AgendaItem, Roster

_RUNNERS_UP = 3
_LEAST = 0.01
"""Less likely runners-up are not worth showing."""


def assign_items(
    utterances: Sequence[Utterance],
    agenda: Agenda,
    roster: Roster | None = None,
    *,
    language: str | None = None,
    weights: Weights = WEIGHTS,
    costs: OrderCosts = COSTS,
) -> ItemAlignment:
    """Align a meeting with its agenda.

    Every place where an item may begin is scored by all that speaks for it (words of calling, numbers in any form,
    words of titles, what stood before and comes after, who speaks), and one path through the whole meeting is
    chosen by dynamic programming, with costs for leaving the order of the agenda.

    Args:
        utterances: In the order of speech; only id and text are needed.
        agenda: May be empty: then everything stays unassigned.
        roster: Everybody who may speak; not needed.
        language: "de", "en" or a tag that begins so; recognised from the text where not given.
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
            items=item_outcomes(agenda, (), (), cues),
            chair=chair,
        )
    likeness = chair_likeness(utterances, cues)
    calls = Evidence(
        units, agenda.items, cues, likeness, tongue, weights, _parties(roster)
    ).calls()
    settled = settled_at(units, cues, likeness)
    groups = sorted({call.group for call in calls if call.group})
    members = [(i,) for i in range(len(agenda.items))] + groups
    table = transitions(
        [parse_label(item.number) for item in agenda.items], groups, costs
    )
    path = best_path(
        *_scores(calls, members, weights),
        (unsettled(table, costs), table),
        _start(agenda.items, len(members), cues),
        early=sum(call.unit < settled for call in calls),
        temperature=TEMPERATURE,
    )
    states = _unit_states(
        len(units), calls, path, _initial(path, agenda.items, len(members), cues)
    )
    divided, section_of = _divide(utterances, units, states, members, agenda)
    boundaries = _boundaries(divided, units, calls, path, states, members, agenda)
    sections = tuple(members[s] if 0 <= s < len(members) else () for s in section_of)
    items = item_outcomes(agenda, divided, sections, cues)
    items = _with_confidence(items, boundaries)
    return ItemAlignment(
        utterances=divided,
        items=items,
        boundaries=boundaries,
        public_until=last_public(agenda, divided, cues),
        chair=chair,
        warnings=_warnings(agenda, boundaries, divided),
    )


def _parties(roster: Roster | None) -> set[str]:
    names = {p.party for p in roster.people if p.party} if roster else set()
    return {token.folded for name in names for token in tokenize(name) if token.is_word}


def _scores(
    calls: Sequence[Call], members: Sequence[tuple[int, ...]], weights: Weights
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Scores of entering and of staying in each state (items, groups, outside) at each call.

    What names an item speaks for it whether it begins or goes on; otherwise every later mention of a running item
    would pay for leaving it and coming back.
    """
    enter = np.full((len(calls), len(members) + 1), -1e6)
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
            best = max(call.scores.get(i, call.rest) for i in call.group)
            enter[row, place[call.group]] = best + call.entry + weights.joint
            stay[row, place[call.group]] = max(0.0, best + call.entry + weights.joint)
            for item in call.group:
                enter[row, item] = min(
                    enter[row, item], best + call.entry - weights.joint
                )
    return enter, stay


def _start(
    items: Sequence[AgendaItem], states: int, cues: CueTable
) -> NDArray[np.float64]:
    start = np.full(states + 1, -1e6)
    start[0 if begins_with_meeting(items, cues) else states] = 0.0
    return start


def begins_with_meeting(items: Sequence[AgendaItem], cues: CueTable) -> bool:
    """Whether the first item is about opening, attendance or the agenda itself."""
    return bool(cues.opening_title.search(fold(items[0].title)))


def _initial(
    path: Path, items: Sequence[AgendaItem], states: int, cues: CueTable
) -> int:
    del path
    return 0 if begins_with_meeting(items, cues) else states


def _unit_states(
    count: int, calls: Sequence[Call], path: Path, initial: int
) -> NDArray[np.int64]:
    states = np.full(count, initial, dtype=np.int64)
    for index, call in enumerate(calls):
        until = calls[index + 1].unit if index + 1 < len(calls) else count
        states[call.unit : until] = path.states[index]
    return states


def _divide(
    utterances: Sequence[Utterance],
    units: Sequence[Unit],
    states: NDArray[np.int64],
    members: Sequence[tuple[int, ...]],
    agenda: Agenda,
) -> tuple[tuple[Utterance, ...], tuple[int, ...]]:
    """Give every utterance its item, split where it changes; also the state of each."""
    parts: dict[int, list[tuple[int, int]]] = {}
    for unit, state in zip(units, states, strict=True):
        known = parts.setdefault(unit.utterance, [])
        if not known:
            known.append((0, int(state)))
        elif known[-1][1] != state:
            known.append((unit.start, int(state)))
    out: list[Utterance] = []
    section: list[int] = []
    previous = int(states[0])
    for index, utterance in enumerate(utterances):
        mine = parts.get(index, [(0, previous)])
        previous = mine[-1][1]
        numbered = [
            (at, agenda.items[members[s][0]].number if s < len(members) else None)
            for at, s in mine
        ]
        out += split_utterance(utterance, numbered)
        section += [s for _, s in mine]
    return tuple(out), tuple(section)


def _boundaries(
    divided: Sequence[Utterance],
    units: Sequence[Unit],
    calls: Sequence[Call],
    path: Path,
    states: NDArray[np.int64],
    members: Sequence[tuple[int, ...]],
    agenda: Agenda,
) -> tuple[Boundary, ...]:
    """What begins where, how surely, and what else might."""
    ids = _unit_ids(divided, units, states)
    out: list[Boundary] = []
    for row, call in enumerate(calls):
        state = int(path.states[row])
        before = int(states[call.unit - 1]) if call.unit else -1
        if state == before or state >= len(members):
            continue
        chances = path.posterior[row]
        ranked = [
            int(s) for s in np.argsort(-chances) if s != state and chances[s] >= _LEAST
        ][:_RUNNERS_UP]
        numbers = tuple(agenda.items[i].number for i in members[state])
        out.append(
            Boundary(
                utterance=ids[call.unit],
                numbers=numbers,
                confidence=round(float(chances[state]), 3),
                others=tuple(
                    Choice(
                        number=agenda.items[members[s][0]].number
                        if s < len(members)
                        else None,
                        probability=round(float(chances[s]), 3),
                    )
                    for s in ranked
                ),
                reasons=call.reasons.get(members[state][0], ("order",)),
            )
        )
    return tuple(out)


def _unit_ids(
    divided: Sequence[Utterance], units: Sequence[Unit], states: NDArray[np.int64]
) -> list[str]:
    """Id of the (split) utterance that each unit went into."""
    ids: list[str] = []
    place = -1
    last: tuple[int, int] | None = None
    empty_before = [u for u in divided if u.text.strip()]
    for unit, state in zip(units, states, strict=True):
        if last is None or unit.utterance != last[0] or state != last[1]:
            place += 1
        last = (unit.utterance, int(state))
        ids.append(empty_before[place].id)
    return ids


def _with_confidence(items: tuple, boundaries: Sequence[Boundary]) -> tuple:  # type: ignore[type-arg]
    import msgspec

    sure: dict[str, float] = {}
    for boundary in boundaries:
        for number in boundary.numbers:
            sure.setdefault(number, boundary.confidence)
    return tuple(
        msgspec.structs.replace(item, confidence=sure.get(item.number, item.confidence))
        for item in items
    )


def _warnings(
    agenda: Agenda, boundaries: Sequence[Boundary], divided: Sequence[Utterance]
) -> tuple[str, ...]:
    return ()
