"""What became of every item of the agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutes.types import ItemOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.types import Utterance
    from minutes.items.cues import CueTable
    from minutes.types import Agenda


def item_outcomes(
    agenda: Agenda,
    utterances: Sequence[Utterance],
    sections: Sequence[tuple[int, ...]],
    cues: CueTable,
) -> tuple[ItemOutcome, ...]:
    out = []
    for index, item in enumerate(agenda.items):
        mine = [k for k, members in enumerate(sections) if index in members]
        if not mine:
            out.append(ItemOutcome(number=item.number))
            continue
        first, last = utterances[mine[0]], utterances[mine[-1]]
        together = {m for k in mine for m in sections[k]} - {index}
        out.append(
            ItemOutcome(
                number=item.number,
                state="handled",
                start=first.start,
                end=last.end,
                first=first.id,
                last=last.id,
                joint_with=tuple(agenda.items[m].number for m in sorted(together)),
            )
        )
    return tuple(out)


def last_public(
    agenda: Agenda, utterances: Sequence[Utterance], cues: CueTable
) -> str | None:
    return None
