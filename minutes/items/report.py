"""What the secretary is shown of an alignment: boundaries with their runners-up, and warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from minutes.items.types import Boundary, Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from diarize.types import Utterance
    from minutes.items.evidence import Call
    from minutes.items.units import Unit
    from minutes.items.viterbi import Path
    from minutes.types import Agenda, ItemOutcome

_RUNNERS_UP = 3
_LEAST = 0.01
"""Less likely runners-up are not worth showing."""
_UNSURE = 0.5
_BY_RULE = 0.9
"""Of an opening item that begins with the meeting: a rule, not found in the words."""
_TITLE_SHOWN = 60


def unit_ids(utterances: Sequence[Utterance], units: Sequence[Unit], states: NDArray[np.int64]) -> list[str]:
    """Id of the (split) utterance that each unit went into."""
    filled = [u.id for u in utterances if u.text.strip()]
    ids: list[str] = []
    place = -1
    last: tuple[int, int] | None = None
    for unit, state in zip(units, states, strict=True):
        here = (unit.utterance, int(state))
        place += here != last
        last = here
        ids.append(filled[min(place, len(filled) - 1)])
    return ids


def boundaries_of(
    ids: Sequence[str],
    calls: Sequence[Call],
    path: Path,
    states: NDArray[np.int64],
    *,
    members: Sequence[tuple[int, ...]],
    agenda: Agenda,
    first: int,
) -> tuple[Boundary, ...]:
    """What begins where, how surely, and what else might; ``first`` is the state at the very beginning."""
    out: list[Boundary] = []
    if first < len(members):
        numbers = tuple(agenda.items[i].number for i in members[first])
        out.append(Boundary(utterance=ids[0], numbers=numbers, confidence=_BY_RULE, reasons=("beginning",)))
    for row, call in enumerate(calls):
        state = int(path.states[row])
        before = int(states[call.unit - 1]) if call.unit else first
        if state == before or state >= len(members):
            continue
        chances = path.posterior[row]
        ranked = [
            int(s) for s in np.argsort(-chances)[: _RUNNERS_UP + 1] if s != state and chances[s] >= _LEAST
        ]
        out.append(
            Boundary(
                utterance=ids[call.unit],
                numbers=tuple(agenda.items[i].number for i in members[state]),
                confidence=round(float(chances[state]), 3),
                others=tuple(
                    Choice(
                        number=agenda.items[members[s][0]].number if s < len(members) else None,
                        probability=round(float(chances[s]), 3),
                    )
                    for s in ranked[:_RUNNERS_UP]
                ),
                reasons=call.reasons.get(members[state][0], ("order",)),
            )
        )
    return tuple(out)


def warnings_of(
    agenda: Agenda,
    items: Sequence[ItemOutcome],
    boundaries: Sequence[Boundary],
    *,
    unknown: Sequence[int],
    ids: Sequence[str],
    chair: str | None,
) -> tuple[str, ...]:
    """What a person should look at, in German."""
    out: list[str] = []
    if chair is None:
        out.append(
            "Es wurde niemand gefunden, der die Sitzung leitet; die Zuordnung zu den Punkten ist unsicher."
        )
    titles = {item.number: item.title[:_TITLE_SHOWN] for item in agenda.items}
    out += [
        f"Punkt {item.number} ({titles[item.number]}) wurde im Gesprochenen nicht gefunden."
        for item in items
        if item.state == "not reached"
    ]
    for boundary in boundaries:
        if boundary.confidence < _UNSURE:
            instead = [c.number for c in boundary.others if c.number is not None]
            hint = f"; möglich auch: {', '.join(instead)}" if instead else ""
            numbers = ", ".join(boundary.numbers)
            out.append(f"Der Beginn von Punkt {numbers} bei {boundary.utterance} ist unsicher{hint}.")
    out += [
        f"Bei {ids[unit]} wird ein Punkt aufgerufen, der nicht auf der Tagesordnung steht."
        for unit in unknown
    ]
    return tuple(out)
