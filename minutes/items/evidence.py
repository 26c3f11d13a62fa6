"""Scores for every unit of speech how likely each agenda item begins there.

Each kind of evidence adds its log-likelihood ratio (nats) of "this item is called here" against "nothing is
called here". No single kind decides: a bare number, a title alone, or a call whose words were lost can
each be carried by the rest and by the order of the agenda.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from minutes.items.naming import NOTHING, Named, NumberReader
from minutes.items.titles import TitleMatch, TitleMatcher
from minutes.items.weights import WEIGHTS, Weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from minutes.items.cues import CueTable
    from minutes.items.units import Unit
    from minutes.types import AgendaItem

_ANNOUNCED = 0.6
"""Likeness of who says what only a chair or a clerk says, whatever else they said (voices get mixed up)."""
PRESIDES = 0.4
"""Likeness to a chair above which a voice counts as presiding."""
_NEVER_PRESIDES = 0.1
_HEAD = 8
"""Words at the beginning of a unit in which an item would be named."""
_TITLE_LEAST = 2.0
"""Titles scoring less are chance."""
_PURE = 0.6
"""A title read out alone fills so much of its sentence."""
_WHOLE = 0.6
"""A single word is enough where it is so much of the title."""
_LOOK_BACK, _LOOK_AHEAD = 3, 3
_LONG = 8
"""Units without a change of voice."""
_NEARLY = 0.35
"""How much a clear number speaks against items whose own number begins with it ("zehn …" for 10.8)."""


class Call(NamedTuple):
    """What speaks for items beginning at a unit."""

    unit: int
    scores: dict[int, float]
    """Agenda index to score of its identity: number, title, paper."""
    rest: float
    """Identity score of every item not named in ``scores``; 0 or less."""
    entry: float
    """Score of anything at all beginning here, the boundary prior included."""
    group: tuple[int, ...]
    """Items called together, in agenda order."""
    reasons: dict[int, tuple[str, ...]]


class Evidence:
    """Looks through the units of one meeting."""

    def __init__(
        self,
        units: Sequence[Unit],
        items: Sequence[AgendaItem],
        cues: CueTable,
        likeness: dict[str, float],
        weights: Weights = WEIGHTS,
        *,
        language: str = "de",
        parties: Iterable[str] = (),
    ) -> None:
        self._units = units
        self._cues = cues
        self._likeness = likeness
        self._w = weights
        self._first_nonpublic = next((i for i, item in enumerate(items) if not item.public), None)
        self._calls = [bool(cues.call.search(u.folded)) for u in units]
        self._bare = [bool(cues.bare_call.search(u.folded)) for u in units]
        self._closings = [bool(cues.closing.search(u.folded)) for u in units]
        self._openings = [bool(cues.opening.search(u.folded)) for u in units]
        self.numbers = NumberReader(units, items, cues, self._calls, language)
        presiding = [likeness.get(u.speaker or "", 1.0) > PRESIDES for u in units]
        self._titles = TitleMatcher(items, units, cues, presiding, parties)
        self.unknown: list[int] = []
        """Units that call a number which is not on the agenda."""
        self._matches: dict[int, dict[int, TitleMatch]] = {}
        self._strong = -2
        """Last unit where something was clearly called."""

    def calls(self) -> list[Call]:
        """One for every unit where something may begin, in order."""
        found = [self._call(index) for index in range(len(self._units))]
        return [call for call in found if call is not None]

    def _call(self, at: int) -> Call | None:
        w = self._w
        if not self._may_call(at):
            return None
        named = self.numbers.at(at)
        follows = at + 1 < len(self._units) and self._units[at + 1].speaker == self._units[at].speaker
        bare = self._bare[at] and not named.readings and follows
        if bare and self._calls[at + 1]:
            return None
        called = self._calls[at] or bare
        source = at + 1 if bare else at
        if bare:
            named = self.numbers.at(source)
        scores, reasons = self._identities(source, named, called=called)
        rest = self._contradict(scores, named, called=called)
        entry = self._entry(at, named if not bare else NOTHING, called=called, bare=bare)
        if named.unknown and called and not bare and entry > w.boundary + w.call:
            self.unknown.append(at)
        entry += self._adjust(at, named, called=called)
        if called and not bare and not self._cues.next_item.search(self._units[at].folded):
            rest = min(rest, w.unnamed)
        self._add_nonpublic(at, scores, reasons)
        best = max(scores.values(), default=rest) + entry
        if best < w.boundary:
            return None
        if best > w.call and (called or named.clear):
            self._strong = source
        codes = (("call",) if called else ()) + (("closing",) if self._after_closing(at) else ())
        return Call(
            at,
            scores,
            rest,
            entry,
            named.group,
            {i: (*codes, *r) for i, r in reasons.items()},
        )

    def _adjust(self, at: int, named: Named, *, called: bool) -> float:
        """What the naming and a call just before add to a beginning here."""
        w = self._w
        score = w.item_word if named.worded else 0.0
        if self._strong == at - 1 and not called and not named.clear:
            score += w.rebound
        return score

    def _add_nonpublic(self, at: int, scores: dict[int, float], reasons: dict[int, list[str]]) -> None:
        """The change to the non-public part speaks for its first item."""
        item = self._first_nonpublic
        if item is not None and self._cues.nonpublic.search(self._units[at].folded):
            scores[item] = scores.get(item, 0.0) + self._w.nonpublic
            reasons.setdefault(item, []).append("nonpublic")

    def _may_call(self, at: int) -> bool:
        """Whether it is worth looking: members' words without any sign of a call are passed over."""
        unit = self._units[at]
        if unit.speaker is None or self._likeness.get(unit.speaker, 0.0) > _NEVER_PRESIDES:
            return True
        return self._calls[at] or any(self._cues.item_word.search(t.folded) for t in unit.tokens[:_HEAD])

    def _identities(
        self, at: int, named: Named, *, called: bool
    ) -> tuple[dict[int, float], dict[int, list[str]]]:
        """What the unit says about which item it is: titles, papers and numbers."""
        w = self._w
        scores: dict[int, float] = {}
        reasons: dict[int, list[str]] = {}
        later = self._titles_at(at + 1) if not (called or named.readings) else {}
        for item, title in self._titles_at(at).items():
            if not (called or named.readings or title.words > 1 or title.coverage > _WHOLE or title.paper):
                continue
            if item in later and later[item].score > title.score - 1.0:
                continue  # the title stands in the next unit and was only seen ahead
            gain = w.title * title.score - w.title_chance + w.title_whole * title.coverage
            if not (called or named.readings):
                gain *= min(1.0, title.purity / _PURE)
            gain = max(0.0, min(w.title_cap, gain)) + (w.paper if title.paper else 0.0)
            if gain > 0:
                scores[item] = gain
                reasons[item] = ["paper" if title.paper else "title"]
        worth = (
            w.number_called if named.worded or called else w.number_alone if named.alone else w.number_bare
        )
        for reading in named.readings:
            scores[reading.item] = scores.get(reading.item, 0.0) + worth * reading.strength
            reasons.setdefault(reading.item, []).append("number")
        return scores, reasons

    def _titles_at(self, at: int) -> dict[int, TitleMatch]:
        if at >= len(self._units):
            return {}
        if at not in self._matches:
            until = self._units[at].utterance + 1
            found = self._titles.match(at, offset=3, last_utterance=until, least=_TITLE_LEAST)
            self._matches[at] = {t.item: t for t in found if t.score > _TITLE_LEAST or t.paper}
            self._matches.pop(at - 2, None)
        return self._matches[at]

    def _contradict(self, scores: dict[int, float], named: Named, *, called: bool) -> float:
        """Lower what a clear number speaks against; the score of everything not named."""
        w = self._w
        if (named.unknown or named.foreign) and not named.readings:
            for item in scores:
                scores[item] += 0.5 * w.number_other
            return w.number_other
        if not named.clear:
            return 0.0
        rest = w.number_other if named.worded or called or named.alone else 0.5 * w.number_other
        meant = {r.item for r in named.readings} | set(named.group)
        for item in set(scores) - meant:
            near = any(self._within(item, r.item) for r in named.readings)
            scores[item] += _NEARLY * rest if near else rest
        return rest

    def _within(self, item: int, other: int) -> bool:
        path, stem = (
            self.numbers.labels.labels[item].path,
            self.numbers.labels.labels[other].path,
        )
        return len(path) > len(stem) and path[: len(stem)] == stem

    def _entry(self, at: int, named: Named, *, called: bool, bare: bool) -> float:
        """What speaks for anything at all beginning here."""
        unit, w, cues = self._units[at], self._w, self._cues
        text = unit.folded
        head = named.head if named.clear else text
        score = w.boundary + self._speaker(unit.speaker, announced=bool(cues.announce.search(text)))
        step = bool(cues.step.search(head))
        mention = bool(cues.mention.search(text))
        if bare:
            score += w.bare_call
        elif called and not step:
            score += w.call * (0.4 if mention else 1.0)
        score += w.step * step
        score += w.mention * mention * (0.5 if called and not step else 1.0)
        score += w.denial * bool(cues.denial.search(text))
        score += w.agenda_talk * bool(cues.agenda_talk.search(text))
        score += w.removed * bool(cues.removed.search(text))
        score += w.next_item * bool(cues.next_item.search(text))
        score += w.floor * bool(
            cues.floor.search(head) or (self._closings[at] and not called and head is text)
        )
        score += w.question * (text.endswith("?") and not called and not named.readings)
        score += w.closing if self._after_closing(at) else w.monologue * (not called and self._monologue(at))
        score += w.opening * any(self._openings[at : at + _LOOK_AHEAD])
        return score

    def _speaker(self, speaker: str | None, *, announced: bool) -> float:
        if speaker is None:
            return 0.0
        likeness = self._likeness.get(speaker, 0.0)
        if announced:
            likeness = max(likeness, _ANNOUNCED)
        return self._w.member + (self._w.chair - self._w.member) * likeness

    def _monologue(self, at: int) -> bool:
        """Whether the same voice has been speaking for a while."""
        return at >= _LONG and len({u.speaker for u in self._units[at - _LONG : at + 1]}) == 1

    def _after_closing(self, at: int) -> bool:
        return at < _LOOK_BACK or any(self._closings[at - _LOOK_BACK : at])


def settled_at(units: Sequence[Unit], cues: CueTable, likeness: dict[str, float]) -> int:
    """Index of the unit where the agenda is settled; 0 where nobody says so.

    Before it items are talked about (added, taken off, moved), not called out of order.
    """
    horizon = int(0.35 * len(units))
    for index in range(horizon - 1, -1, -1):
        unit = units[index]
        presides = likeness.get(unit.speaker or "", 1.0) > PRESIDES
        if presides and cues.settled.search(unit.folded):
            return index
    return 0
