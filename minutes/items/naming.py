"""Which number a unit of speech names: behind an item word or a call, at the beginning, or alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from minutes.items.labels import LabelIndex, Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes.items.cues import CueTable
    from minutes.items.units import Unit
    from minutes.language.tokens import Token
    from minutes.types import AgendaItem

CLEAR = 0.7
"""A reading at least so strong is taken for what was meant."""
_HEAD = 5
"""A number within so many words of the beginning, or of a call, is named rather than mentioned."""
_CALL_END = re.compile(
    r"\b(?:auf|zu|zum|zur|bei|mit|is|to|item|namely|naemlich)(?: nun| jetzt| dem| den| der)?(?: [:,.\-])* "
)


class Named(NamedTuple):
    """The number that a unit names."""

    readings: tuple[Reading, ...] = ()
    """Items it may mean, best first."""
    group: tuple[int, ...] = ()
    """The items of a list ("7 a bis 7 d"), where it is one."""
    worded: bool = False
    """An item word stood before it."""
    alone: bool = False
    """The unit is the number and nothing else."""
    foreign: bool = False
    """A call of something else by number ("Ich rufe Nr. 6 auf", "die Frage 3")."""
    unknown: bool = False
    """An item word with a number that is not on the agenda."""
    head: str = ""
    """The folded text up to the end of the number."""

    @property
    def clear(self) -> bool:
        """Whether one reading is strong."""
        return bool(self.readings) and self.readings[0].strength >= CLEAR


NOTHING = Named()


class NumberReader:
    """Reads the numbers of the units of one meeting."""

    def __init__(
        self,
        units: Sequence[Unit],
        items: Sequence[AgendaItem],
        cues: CueTable,
        calls: Sequence[bool],
        language: str,
    ) -> None:
        self.labels = LabelIndex(items, cues, language)
        self._units = units
        self._cues = cues
        self._calls = calls

    def at(self, index: int) -> Named:
        """The first number by which a unit may name an item."""
        tokens = self._units[index].tokens
        first = next((i for i, t in enumerate(tokens) if t.folded[:1].isalnum()), 0)
        call_end = self._call_end(index)
        unknown = foreign = False
        for place, token in enumerate(tokens):
            if not token.folded[:1].isalnum():
                continue
            kind, worded = self.labels.kind_before(tokens, place)
            counted = self._counted(tokens, place)
            foreign = foreign or (counted and self._calls[index] and token.is_number)
            after_call = call_end is not None and not counted and 0 <= place - call_end < 2  # noqa: PLR2004 - "auf: die 5"
            after_call = after_call or (not counted and self._framed(index, place))
            if worded or after_call or (place == first and not self._is_count(index)):
                readings = self.labels.read(tokens, place, kind=kind)
                if readings:
                    return self._named(
                        index,
                        place,
                        first,
                        readings,
                        worded=worded,
                        called=call_end is not None,
                    )
                unknown = unknown or (worded and token.is_number)
            if place + 1 < len(tokens) and self._cues.item_word.search(tokens[place + 1].folded):
                readings = self.labels.ordinal_item(tokens, place)
                if readings:
                    return Named(tuple(readings), worded=True, head=_text(tokens[: place + 2]))
        return Named(unknown=unknown, foreign=foreign)

    def _named(
        self,
        index: int,
        place: int,
        first: int,
        readings: list[Reading],
        *,
        worded: bool,
        called: bool,
    ) -> Named:
        tokens = self._units[index].tokens
        end = readings[0].end
        if place > first + _HEAD and not called and not self._calls[index]:
            readings = [r._replace(strength=0.5 * r.strength) for r in readings]
        group = self.labels.read_list(tokens, readings[0]) if worded else ()
        left = [t for t in tokens[end:] if t.folded[:1].isalnum()]
        return Named(
            tuple(readings),
            group if len(group) > 1 else (),
            worded,
            not left and place <= first + 1,
            head=_text(tokens[:end]),
        )

    def _call_end(self, index: int) -> int | None:
        """Index of the first token behind the words of a call ("… rufe auf: | 5")."""
        if not self._calls[index]:
            return None
        text = _text(self._units[index].tokens)
        match = _CALL_END.search(text)
        return None if match is None else text[: match.end()].count(" ")

    def all_named(self, index: int) -> tuple[int, ...]:
        """Every item that a unit names with an item word, lists included, in agenda order."""
        tokens = self._units[index].tokens
        found: set[int] = set()
        for place, token in enumerate(tokens):
            kind, worded = self.labels.kind_before(tokens, place)
            if not worded or not token.folded[:1].isalnum():
                continue
            readings = self.labels.read(tokens, place, kind=kind)
            if readings and readings[0].strength >= CLEAR:
                found |= set(self.labels.read_list(tokens, readings[0]))
        return tuple(sorted(found))

    def _counted(self, tokens: Sequence[Token], place: int) -> bool:
        """Whether a number belongs to a noun that is no item ("Nr. 6", "die Frage 3")."""
        before = [t.folded for t in tokens[max(0, place - 2) : place] if t.text != "."]
        return bool(before) and before[-1] in self._cues.counted

    def _framed(self, index: int, place: int) -> bool:
        """Whether a number stands where the item does in "ich rufe den (misheard) 3 auf"."""
        tokens = self._units[index].tokens
        near = {t.folded for t in tokens[max(0, place - 4) : place]}
        behind = [t.folded for t in tokens[place + 1 : place + 4]]
        return self._calls[index] and "rufe" in near and "auf" in behind

    def _is_count(self, index: int) -> bool:
        return index > 0 and bool(self._cues.count_question.search(self._units[index - 1].folded))


def _text(tokens: Sequence[object]) -> str:
    return " ".join(t.folded for t in tokens)  # type: ignore[attr-defined]  # tokens
