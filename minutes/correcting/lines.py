"""Putting lines in place of others: what every edit is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from minutes.correcting.edits import Restore
from minutes.correcting.errors import EditNotPossibleError, NoSuchUtteranceError
from minutes.correcting.state import Corrected, Line
from minutes.correcting.words import retimed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from transcribe.types import Flag

replace = msgspec.structs.replace


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """What an edit did."""

    corrected: Corrected
    changed: tuple[str, ...] = ()
    """Utterances that are new or stand otherwise, in no certain order."""
    removed: tuple[str, ...] = ()
    """Utterances that are not there any more."""
    inverse: Restore
    """What takes it back, as long as nobody touched these utterances since."""
    global_: bool = False
    """Voices or their names changed: every utterance of theirs reads otherwise."""


def aligned(line: Line) -> Line:
    """Return a line with one timed word for each word of its text."""
    if not line.words or line.start is None or line.end is None:
        return replace(line, words=())
    if len(line.words) == len(line.text.split()):
        return line
    return replace(line, words=retimed(line.words, line.text, start=line.start, end=line.end))


def restored(line: Line, edit: Restore) -> Line:
    """Return a line with the voice and the item that it had."""
    voice, voiced = edit.voices.get(line.id, (line.speaker, line.voiced))
    item, placed = edit.items.get(line.id, (line.item, line.placed))
    return replace(line, speaker=voice, voiced=voiced, item=item, placed=placed)


def replaced_lines(corrected: Corrected, remove: Sequence[str], put: Sequence[Line]) -> Applied:
    """Replace lines that need not lie side by side: each by the one of its id, the rest after the first."""
    index = corrected.index()
    places = sorted(known_place(index, one) for one in remove)
    before = tuple(corrected.lines[place] for place in places)
    if {line.id for line in before} == {line.id for line in put}:
        return Applied(
            corrected=swapped(corrected, put),
            changed=tuple(line.id for line in put),
            inverse=Restore(put=before, remove=tuple(line.id for line in put)),
        )
    if places[-1] - places[0] != len(places) - 1:
        raise EditNotPossibleError(reason=f"{before[0].id} … {before[-1].id}")
    return put_lines(corrected, places[0], len(places), tuple(put))


def put_lines(corrected: Corrected, place: int, many: int, lines: tuple[Line, ...]) -> Applied:
    """Put lines in place of others that lie side by side."""
    before = corrected.lines[place : place + many]
    after = (*corrected.lines[:place], *lines, *corrected.lines[place + many :])
    new = {line.id for line in lines}
    return Applied(
        corrected=replace(corrected, lines=after),
        changed=tuple(new),
        removed=tuple(line.id for line in before if line.id not in new),
        inverse=Restore(put=before, remove=tuple(line.id for line in lines)),
    )


def items_set(corrected: Corrected, lines: Sequence[Line], item: str | None) -> Applied:
    """Put lines into an item."""
    return Applied(
        corrected=swapped(corrected, (replace(line, item=item, placed=True) for line in lines)),
        changed=tuple(line.id for line in lines),
        inverse=Restore(items={line.id: (line.item, line.placed) for line in lines}),
    )


def swapped(corrected: Corrected, lines: Iterable[Line]) -> Corrected:
    """Return a transcript in which lines stand in place of those of their ids."""
    new = {line.id: line for line in lines}
    return replace(corrected, lines=tuple(new.get(line.id, line) for line in corrected.lines))


def lines_named(corrected: Corrected, ids: Sequence[str]) -> list[Line]:
    """Return lines by their ids; raises NoSuchUtteranceError."""
    index = corrected.index()
    return [corrected.lines[known_place(index, one)] for one in ids]


def place_of(corrected: Corrected, utterance: str) -> int:
    """Return the place of a line; raises NoSuchUtteranceError."""
    return known_place(corrected.index(), utterance)


def known_place(index: Mapping[str, int], utterance: str) -> int:
    """Return a place by an index; raises NoSuchUtteranceError."""
    if utterance not in index:
        raise NoSuchUtteranceError(place=utterance)
    return index[utterance]


def flagged(flags: tuple[Flag, ...], flag: Flag, *, on: bool) -> tuple[Flag, ...]:
    """Return flags with one of them on or off."""
    rest = tuple(one for one in flags if one != flag)
    return (*rest, flag) if on else rest


def moment_at(line: Line, share: float) -> float | None:
    """Return the second at a share of a line, by its length in letters."""
    if line.start is None or line.end is None:
        return None
    return round(line.start + share * (line.end - line.start), 3)
