"""Scores for every unit of speech how likely each agenda item begins there.

Each kind of evidence adds its log-likelihood ratio (nats) of "this item is called here" against "nothing is
called here". No single kind decides: a bare number, a title alone, or a call whose words were lost can each be
carried by the rest and by the order of the agenda.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from minutes.items.labels import LabelIndex, Reading
from minutes.items.titles import TitleMatcher

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes.items.cues import CueTable
    from minutes.items.units import Unit
    from minutes.types import AgendaItem


class Weights(NamedTuple):
    """The model's parameters, nats."""

    boundary: float = -5.0
    """Prior of an item beginning at a unit."""
    call: float = 3.0
    item_word: float = 1.2
    bare_call: float = 3.5
    number_called: float = 5.5
    """The number behind an item word or a call."""
    number_bare: float = 3.6
    """The number at the beginning, alone."""
    number_other: float = -4.0
    """Another item's number is said in the same way."""
    title: float = 0.8
    """Factor of the title's score."""
    title_cap: float = 9.0
    title_chance: float = 1.5
    """What many titles' words come to by chance."""
    title_whole: float = 2.0
    """For the whole title heard."""
    paper: float = 3.0
    closing: float = 1.4
    """An item was ended just before."""
    opening: float = 1.0
    """A debate is opened just behind."""
    member: float = -6.5
    """Not said by who presides."""
    chair: float = 0.8
    mention: float = -4.0
    agenda_talk: float = -5.0
    """Speaks about the agenda itself: additions, removals, order."""
    removed: float = -2.5
    step: float = -4.0
    question: float = -1.5
    floor: float = -4.0
    """Gives the floor, asks for votes, announces a result."""
    next_item: float = 1.0
    nonpublic: float = 4.0
    """The change to the non-public part, for its first item."""
    joint: float = 1.0
    start: float = 2.0
    """The meeting begins, for an item that begins with it."""


WEIGHTS = Weights()
_PRESIDES = 0.12
"""Share of chairing utterances above which a voice counts as presiding."""


class Call(NamedTuple):
    """What speaks for items beginning at a unit."""

    unit: int
    scores: dict[int, float]
    """Agenda index to score of its identity: number, title, paper."""
    rest: float
    """Identity score of every item not named in ``scores``; 0 or less."""
    entry: float
    """Score of anything at all beginning here, the boundary prior included."""
    group: tuple[int, ...] = ()
    """Items called together, in agenda order."""
    reasons: dict[int, tuple[str, ...]] = {}  # noqa: RUF012 - never written to


class Evidence:
    """Looks through the units of one meeting."""

    def __init__(
        self,
        units: Sequence[Unit],
        items: Sequence[AgendaItem],
        cues: CueTable,
        likeness: dict[str, float],
        language: str,
        weights: Weights = WEIGHTS,
    ) -> None:
        self._units = units
        self._items = items
        self._cues = cues
        self._likeness = likeness
        self._labels = LabelIndex(items, cues, language)
        presiding = [likeness.get(u.speaker or "", 1.0) > _PRESIDES for u in units]
        self._titles = TitleMatcher(items, units, cues, presiding)
        self._w = weights
        self._first_nonpublic = next((i for i, item in enumerate(items) if not item.public), None)
        self._calls = [bool(cues.call.search(u.folded)) for u in units]
        self._bare = [bool(cues.bare_call.search(u.folded)) for u in units]

    def calls(self) -> list[Call]:
        """One for every unit where something may begin, in order."""
        found = [self._call(index) for index in range(len(self._units))]
        return [call for call in found if call is not None]

    def _call(self, at: int) -> Call | None:
        unit, w = self._units[at], self._w
        numbers, group, number_word = self._numbers(at)
        titles = self._titles.match(at, offset=3, last_utterance=unit.utterance + 1)
        titles = [t for t in titles if t.score > 2.0 or t.paper]  # noqa: PLR2004 - below is chance
        called, bare = self._calls[at], self._bare[at]
        generic = self._generic(at, called=called, bare=bare)
        if at > 0 and self._bare[at - 1] and not called and self._units[at - 1].speaker == unit.speaker:
            # The call stands in the unit before; it speaks for what comes here only if that one began nothing.
            generic += w.item_word
        if bare and not numbers and at + 1 < len(self._units) and self._calls[at + 1]:
            return None
        scores: dict[int, float] = {}
        reasons: dict[int, list[str]] = {}
        if bare and not numbers and at + 1 < len(self._units):
            numbers, group, number_word = self._numbers(at + 1)
            titles = titles + [
                t
                for t in self._titles.match(at + 1, last_utterance=self._units[at + 1].utterance + 1)
                if t.score > 2.0  # noqa: PLR2004
            ]
            number_word = True
        for title in titles:
            gain = w.title * title.score - w.title_chance + w.title_whole * title.coverage
            gain = max(0.0, min(w.title_cap, gain)) + (w.paper if title.paper else 0.0)
            if gain > scores.get(title.item, 0.0):
                scores[title.item] = gain
                reasons.setdefault(title.item, []).append("paper" if title.paper else "title")
        strongest = max((r.strength for r in numbers), default=0.0)
        worth = w.number_called if number_word or called else w.number_bare
        for reading in numbers:
            scores[reading.item] = scores.get(reading.item, 0.0) + worth * reading.strength
            reasons.setdefault(reading.item, []).append("number")
        rest = 0.0
        if strongest >= 0.7:  # noqa: PLR2004 - a clear number
            named = {r.item for r in numbers} | set(group)
            rest = w.number_other if number_word or called else 0.5 * w.number_other
            for item in set(scores) - named:
                near = any(self._within(item, r.item) for r in numbers)
                scores[item] += 0.35 * rest if near else rest
        if not scores and generic < w.boundary + w.call:
            return None
        if unit_is_nonpublic(unit, self._cues) and self._first_nonpublic is not None:
            item = self._first_nonpublic
            scores[item] = scores.get(item, 0.0) + w.nonpublic
            reasons.setdefault(item, []).append("nonpublic")
        if number_word:
            generic += w.item_word
        if unit.folded.endswith("?") and not called and not numbers:
            generic += w.question
        codes = self._codes(at, called=called or bare)
        return Call(
            at,
            scores,
            rest,
            generic,
            group if len(group) > 1 else (),
            {i: (*codes, *r) for i, r in reasons.items()},
        )

    def _within(self, item: int, other: int) -> bool:
        """Whether an item's number begins with the other's, the rest perhaps lost ("zehn …" for 10.8)."""
        path, stem = self._labels.labels[item].path, self._labels.labels[other].path
        return len(path) > len(stem) and path[: len(stem)] == stem

    def _codes(self, at: int, *, called: bool) -> tuple[str, ...]:
        return (("call",) if called else ()) + (("closing",) if self._after_closing(at) else ())

    def _generic(self, at: int, *, called: bool, bare: bool) -> float:
        """What speaks for any item beginning here."""
        unit, w, cues = self._units[at], self._w, self._cues
        score = w.boundary + self._speaker(unit.speaker)
        step = bool(cues.step.search(unit.folded))
        mention = bool(cues.mention.search(unit.folded))
        if bare:
            score += w.bare_call
        elif called and not step:
            score += w.call * (0.4 if mention else 1.0)
        if step:
            score += w.step
        if mention:
            score += w.mention * (0.5 if called and not step else 1.0)
        if cues.agenda_talk.search(unit.folded):
            score += w.agenda_talk
        if cues.removed.search(unit.folded):
            score += w.removed
        if cues.next_item.search(unit.folded):
            score += w.next_item
        if cues.floor.search(unit.folded):
            score += w.floor
        if self._after_closing(at):
            score += w.closing
        if self._before_opening(at):
            score += w.opening
        return score

    def _speaker(self, speaker: str | None) -> float:
        if speaker is None:
            return 0.0
        likeness = min(1.0, self._likeness.get(speaker, 0.0) / 0.2)
        return self._w.member + (self._w.chair - self._w.member) * likeness

    def _after_closing(self, at: int) -> bool:
        for back in range(1, 4):
            if at < back:
                return True
            if self._cues.closing.search(self._units[at - back].folded):
                return True
        return False

    def _before_opening(self, at: int) -> bool:
        return any(
            self._cues.opening.search(self._units[i].folded) for i in range(at, min(at + 3, len(self._units)))
        )

    def _numbers(self, at: int) -> tuple[list[Reading], tuple[int, ...], bool]:
        """Readings of the number by which a unit calls, the items of a list, and whether an item word stood before."""
        unit = self._units[at]
        tokens = unit.tokens
        first_word = next((i for i, t in enumerate(tokens) if t.folded[:1].isalnum()), 0)
        call_end = self._call_end(unit)
        for index, token in enumerate(tokens):
            if not token.folded[:1].isalnum():
                continue
            kind, after_word = self._labels.kind_before(tokens, index)
            placed = after_word or index == first_word or (call_end is not None and 0 <= index - call_end < 2)  # noqa: PLR2004
            if placed:
                if not after_word and index == first_word and self._is_count(at):
                    continue
                readings = self._labels.read(tokens, index, kind=kind if after_word else None)
                if readings and index > first_word + 4 and call_end is None and not self._calls[at]:
                    readings = [r._replace(strength=0.5 * r.strength) for r in readings]
                if readings:
                    group = self._labels.read_list(tokens, readings[0]) if after_word else ()
                    return readings, group, after_word
            if index + 1 < len(tokens) and self._cues.item_word.search(tokens[index + 1].folded):
                readings = self._labels.ordinal_item(tokens, index)
                if readings:
                    return readings, (), True
        return [], (), False

    def _call_end(self, unit: Unit) -> int | None:
        """Index of the first token behind the words of a call ("… rufe auf: | 5")."""
        match = None
        for match in _CALL_END.finditer(" ".join(t.folded for t in unit.tokens)):
            break
        if match is None:
            return None
        return " ".join(t.folded for t in unit.tokens)[: match.end()].count(" ")

    def _is_count(self, at: int) -> bool:
        return at > 0 and bool(self._cues.count_question.search(self._units[at - 1].folded))


_CALL_END = re.compile(
    r"\b(?:auf|zu|zum|zur|bei|mit|is|to|item|namely|naemlich)(?: nun| jetzt| dem| den| der)?(?: [:,.\-])* "
)


def unit_is_nonpublic(unit: Unit, cues: CueTable) -> bool:
    """Whether a unit announces the change to the non-public part."""
    return bool(cues.nonpublic.search(unit.folded))
