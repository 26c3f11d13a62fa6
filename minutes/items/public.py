"""Where the public part of a meeting ends.

What is said while the public is sent out is still public; what follows is not. In doubt the earlier place is
taken: publishing too little can be mended, publishing a non-public word cannot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.types import Utterance
    from minutes.items.cues import CueTable
    from minutes.items.units import Unit
    from minutes.types import Agenda

_EARLIEST = 0.2
"""Announcements in the first fifth are about the agenda of the evening."""
_FAREWELL = 5
"""Units that the chair takes to send the public out."""


def public_until(
    agenda: Agenda,
    utterances: Sequence[Utterance],
    units: Sequence[Unit],
    unit_ids: Sequence[str],
    *,
    presiding: Sequence[bool],
    cues: CueTable,
) -> str | None:
    """Id of the last utterance of the public part; None where all of the meeting is public.

    Args:
        agenda: Tells which items are not public.
        utterances: After splitting, each with its item.
        units: Of the whole meeting.
        unit_ids: Id of the utterance that each unit went into.
        presiding: Whether each unit was said by who presides.
        cues: Of the meeting's language.
    """
    secret = {item.number for item in agenda.items if not item.public}
    by_item = next((k for k, u in enumerate(utterances) if u.item in secret), None)
    places = {u.id: k for k, u in enumerate(utterances)}
    by_words: int | None = None
    for index in range(int(_EARLIEST * len(units)), len(units)):
        if not presiding[index]:
            continue
        if cues.nonpublic.search(units[index].folded):
            by_words = places[unit_ids[index]]
            break
        if cues.public_end.search(units[index].folded):
            by_words = _behind_farewell(index, units, unit_ids, places, cues)
            break
    firsts = [k for k in (by_item, by_words) if k is not None]
    if not firsts:
        return None
    first = min(firsts)
    if first >= len(utterances):
        return None
    return utterances[first - 1].id if first else None


def _behind_farewell(
    index: int,
    units: Sequence[Unit],
    unit_ids: Sequence[str],
    places: dict[str, int],
    cues: CueTable,
) -> int:
    """Place of the first utterance behind the words that close the public part."""
    last = index
    for ahead in range(index + 1, min(index + 1 + _FAREWELL, len(units))):
        text = units[ahead].folded
        if units[ahead].speaker != units[index].speaker or cues.nonpublic.search(text):
            break
        if cues.public_end.search(text) or unit_ids[ahead] == unit_ids[index]:
            last = ahead
    return places[unit_ids[last]] + 1
