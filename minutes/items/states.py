"""What became of every item: dealt with, withdrawn, put off, referred to a committee, or not reached.

An item that was dealt with has its state from the last thing that was decided in its section; one that
was never called may have been taken off the agenda in a sentence somewhere ("Abgesetzt sind die Punkte
6.1 und 6.2").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutes.types import ItemOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from diarize.types import Utterance
    from minutes.items.cues import CueTable
    from minutes.items.naming import NumberReader
    from minutes.items.units import Unit
    from minutes.types import Agenda
    from minutes.types.outcomes import ItemState

_MEMORY = 8
"""A decision may concern what was proposed so many units before."""
_SHORT = 6
"""A section of at most so many units holds no debate: a statement that the item is off the agenda is the
whole.
"""


def section_state(
    item: int,
    section: Sequence[int],
    units: Sequence[Unit],
    reader: NumberReader,
    *,
    presiding: Sequence[bool],
    cues: CueTable,
) -> ItemState:
    """State of an item from what was said in its section, by who presides.

    Args:
        item: Index in the agenda.
        section: Indices of its units, in order.
        units: Of the whole meeting.
        reader: Tells which items a unit names: what is said of another one does not count.
        presiding: Whether each unit was said by who presides.
        cues: Of the meeting's language.
    """
    course = _Course(length=len(section))
    for place, index in enumerate(section):
        if not presiding[index]:
            continue
        text = units[index].folded
        kind = _kind(text, cues)
        if kind is not None and (named := reader.all_named(index)) and item not in named:
            continue
        course.hear(place, text, kind, cues)
    return course.state


class _Course:
    """Follows the decisions of one section; the last one counts."""

    def __init__(self, *, length: int) -> None:
        self.state: ItemState = "handled"
        self._proposed: ItemState | None = None
        self._since = 0
        self._length = length

    def hear(self, place: int, text: str, kind: ItemState | None, cues: CueTable) -> None:
        """Take in one sentence of who presides; ``kind`` is what it is about, if not the matter itself."""
        if cues.refused.search(text):
            self.state, self._proposed = "handled", None
        elif kind == "withdrawn":
            if self._length <= _SHORT or place >= self._length - _SHORT:
                self.state = "withdrawn"
        elif kind is not None:
            self._put_aside(place, text, kind, cues)
        elif cues.decided.search(text):
            recent = self._proposed if place - self._since <= _MEMORY else None
            self.state = recent or "handled"

    def _put_aside(self, place: int, text: str, kind: ItemState, cues: CueTable) -> None:
        decided = cues.decided.search(text) is not None
        asks = text.endswith("?") or cues.floor.search(text) is not None
        if decided or (not asks and _states(text)):
            self.state = kind
        if not decided and (asks or _states(text)):
            self._proposed, self._since = kind, place


def _kind(text: str, cues: CueTable) -> ItemState | None:
    if cues.withdrawn.search(text):
        return "withdrawn"
    if cues.postponed.search(text):
        return "postponed"
    return "referred" if cues.referred.search(text) else None


def _states(text: str) -> bool:
    """Whether a sentence tells what is, not what somebody would like."""
    words = set(text.replace(",", " ").replace(".", " ").split())
    wishes = {
        "moechte",
        "wuerde",
        "schlage",
        "vorschlag",
        "empfehle",
        "beantrage",
        "beantragt",
        "koennte",
        "koennten",
        "bitte",
        "would",
        "propose",
    }
    facts = {
        "ist",
        "sind",
        "wird",
        "werden",
        "wurde",
        "wurden",
        "dann",
        "damit",
        "wir",
        "is",
        "are",
        "was",
        "been",
    }
    return bool(words & facts) and not words & wishes


def announced_states(
    units: Sequence[Unit],
    reader: NumberReader,
    presiding: Sequence[bool],
    cues: CueTable,
) -> dict[int, tuple[ItemState, int]]:
    """Items that somebody said to be off the agenda, put off or referred, with the unit that said so."""
    found: dict[int, tuple[ItemState, int]] = {}
    for index, unit in enumerate(units):
        kind = _kind(unit.folded, cues)
        if kind is None or not (presiding[index] or kind == "withdrawn"):
            continue
        for item in reader.all_named(index):
            if item not in found or presiding[index]:
                found[item] = (kind, index)
    return found


def item_outcomes(
    agenda: Agenda,
    utterances: Sequence[Utterance],
    sections: Sequence[tuple[int, ...]],
    states: Mapping[int, ItemState],
    confidences: Mapping[str, float],
) -> tuple[ItemOutcome, ...]:
    """One outcome for every item, in the order of the agenda.

    Args:
        agenda: The agenda.
        utterances: After splitting.
        sections: For each utterance the agenda indices of the items it belongs to.
        states: State of the items by agenda index, as far as it is not plain.
        confidences: Of the boundaries, by item number.
    """
    out = []
    for index, item in enumerate(agenda.items):
        mine = [k for k, members in enumerate(sections) if index in members]
        if not mine:
            state = states.get(index, "not reached")
            out.append(
                ItemOutcome(
                    number=item.number,
                    state="not reached" if state == "handled" else state,
                )
            )
            continue
        first, last = utterances[mine[0]], utterances[mine[-1]]
        together = {m for k in mine for m in sections[k]} - {index}
        out.append(
            ItemOutcome(
                number=item.number,
                state=states.get(index, "handled"),
                start=first.start,
                end=last.end,
                first=first.id,
                last=last.id,
                joint_with=tuple(agenda.items[m].number for m in sorted(together)),
                confidence=confidences.get(item.number),
            )
        )
    return tuple(out)
