"""Finds the titles of the agenda in what is said, misheard words and shortened titles included.

Every word of a title is worth what it tells: the log-likelihood ratio of hearing it in a call of the item
against hearing it anywhere in this meeting. The words found near the beginning of a unit are chained in
the order of the title; words said between cost a little, words of the title left out cost almost nothing,
as chairs shorten titles.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from minutes.items.likeness import likenesses
from minutes.language.tokens import fold, stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from minutes.items.cues import CueTable
    from minutes.items.units import Unit
    from minutes.types import AgendaItem

_PAPER = re.compile(r"^(?:[a-z]{1,4}/)?\d+/\d+(?:/\d+)*$")
_WINDOW = 44
"""Words looked at from the beginning of a unit."""
_TITLE = 40
"""Words of a title used; longer ones list papers and readings."""
_PRIOR_UNITS, _PRIOR_SHARE = 60.0, 0.012
"""Short meetings are eked out with so many units, in which any word stands this often."""
_SKIP_COST, _LEFT_OUT_COST, _BACK_COST = 0.45, 0.04, 0.6
_WORTHLESS = 0.15
"""Words that tell less are not looked at."""
_CHAIN_BACK = 24
"""Hits looked back at; bounds the work."""
_FORM = 0.35
"""How much words of form and of parties ("Antrag", "Fraktion") tell, against others."""
_CAP = 4.5
"""Worth of the rarest word, nats."""
_IN_CALL = 0.35
"""How probably a word of the title is said when the item is called."""


class TitleMatch(NamedTuple):
    """How well an item's title is heard at a unit."""

    item: int
    score: float
    """Log-likelihood ratio, nats, above 0."""
    words: int
    """Words found."""
    coverage: float
    """Share of the title's worth that was found, 0 to 1."""
    purity: float
    """Share of the unit's own words, from the first one found on, that belong to the title, 0 to 1."""
    paper: bool
    """The number of its paper was said."""


class _Chain(NamedTuple):
    score: float
    words: int
    own: int
    """Of them in the unit itself."""
    worth: float
    first: int
    """Where the first one was said."""


_NO_CHAIN = _Chain(-math.inf, 0, 0, 0.0, 0)


class _Title(NamedTuple):
    words: tuple[str, ...]
    papers: frozenset[str]


def _content(tokens: Iterable[str], stop: frozenset[str]) -> list[str]:
    out: list[str] = []
    for token in tokens:
        for part in re.split(r"[-/*']", token):
            if len(part) > 1 and part[0].isalpha() and part not in stop:
                out.append(stem(part))
            elif part.isdigit() and len(part) > 2:  # noqa: PLR2004 - years and street numbers tell, small numbers do not
                out.append(part)
    return out


class TitleMatcher:
    """Titles of one agenda, ready to be found in one meeting."""

    def __init__(
        self,
        items: Sequence[AgendaItem],
        units: Sequence[Unit],
        cues: CueTable,
        presiding: Sequence[bool],
        parties: Iterable[str] = (),
    ) -> None:
        self._stop = cues.heading_stop
        self._forms = {stem(word) for word in (*cues.form_words, *(fold(word) for word in parties))}
        self._titles = tuple(self._title(item) for item in items)
        self._shared = Counter(word for title in self._titles for word in set(title.words))
        self._papers: dict[str, list[int]] = defaultdict(list)
        for index, title in enumerate(self._titles):
            for paper in title.papers:
                self._papers[paper].append(index)
        self._said = [self._said_words(unit) for unit in units]
        self._units = units
        tells = self._tells(presiding)
        self._worth = tuple(self._worths(title, tells) for title in self._titles)
        self._full = tuple(sum(worths) or 1.0 for worths in self._worth)
        self._tells_said = {word: tells(word) for words in self._said for word in words}
        self._places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for index, title in enumerate(self._titles):
            for place, word in enumerate(title.words):
                self._places[word].append((index, place))
        self._alike = likenesses(set(self._tells_said), set(self._places))
        joined = {a + b for words in self._said for a, b in pairwise(words)} & set(self._places)
        for word in joined:
            self._alike.setdefault(word, []).append((word, 1.0))

    def _title(self, item: AgendaItem) -> _Title:
        tokens = [t.folded for t in tokenize(item.title)]
        papers = {t for t in tokens if _PAPER.match(t)}
        if item.paper:
            papers |= {t.folded for t in tokenize(item.paper) if _PAPER.match(t.folded)}
        words = _content((t for t in tokens if not _PAPER.match(t)), self._stop)
        return _Title(tuple(words[:_TITLE]), frozenset(papers))

    def _tells(self, presiding: Sequence[bool]) -> Callable[[str], float]:
        """What hearing a word tells, nats: compared with how often presiding voices say it anyway."""
        chosen = [set(words) for words, mine in zip(self._said, presiding, strict=True) if mine and words]
        counts = Counter(word for words in chosen for word in words)
        total = len(chosen) + _PRIOR_UNITS

        def tells(word: str) -> float:
            other = max(0, counts[word] - 1) + _PRIOR_UNITS * _PRIOR_SHARE + total / 400
            return min(_CAP, max(0.0, math.log(_IN_CALL * total / other)))

        return tells

    def _worths(self, title: _Title, tells: Callable[[str], float]) -> tuple[float, ...]:
        """Worth of each word of a title. Words that many titles share, and words of form, tell less."""
        topical = any(word not in self._forms for word in title.words)
        return tuple(
            tells(word)
            * (_FORM if topical and word in self._forms else 1.0)
            / math.sqrt(self._shared[word] if topical else 1)
            for word in title.words
        )

    def _said_words(self, unit: Unit) -> list[str]:
        return _content((t.folded for t in unit.tokens), self._stop)

    def papers_in(self, unit: Unit) -> set[int]:
        """Items whose paper number is said in a unit."""
        return {item for token in unit.tokens for item in self._papers.get(token.folded, ())}

    def match(self, at: int, *, offset: int = 0, last_utterance: int, least: float = 0.0) -> list[TitleMatch]:
        """Titles that begin in a unit, best first.

        Args:
            at: Index of the unit.
            offset: Content words at its beginning that belong to the cue and cost nothing.
            last_utterance: The title may run on into the units up to this utterance.
            least: Scores below it are of no interest.
        """
        words = list(self._said[at])
        own = len(words)
        following = at + 1
        while (
            len(words) < _WINDOW
            and following < len(self._units)
            and self._units[following].utterance <= last_utterance
            and self._units[following].speaker == self._units[at].speaker
        ):
            words += self._said[following]
            following += 1
        hits = self._hits(words[:_WINDOW])
        papers = self.papers_in(self._units[at])
        found = []
        for item, places in hits.items():
            if sum(hit[2] for hit in places) < least and item not in papers:
                continue
            chain = self._chain(places, own, offset)
            if chain.score <= 0:
                continue
            purity = min(1.0, chain.own / max(1, own - chain.first))
            found.append(
                TitleMatch(
                    item,
                    chain.score,
                    chain.words,
                    min(1.0, chain.worth / self._full[item]),
                    purity,
                    item in papers,
                )
            )
        return sorted(found, key=lambda m: -m.score)

    def _hits(self, words: list[str]) -> dict[int, list[tuple[int, int, float]]]:
        hits: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
        for said_at, word in enumerate(words):
            options = self._alike.get(word, ())
            if said_at + 1 < len(words):
                options = (*options, *self._alike.get(word + words[said_at + 1], ()))
            for target, likeness in options:
                limit = self._tells_said.get(word, _CAP)
                for item, place in self._places[target]:
                    worth = min(self._worth[item][place], limit) * likeness
                    if worth < _WORTHLESS:
                        continue
                    hits[item].append((said_at, place, worth))
        return hits

    def _chain(self, hits: list[tuple[int, int, float]], own: int, offset: int) -> _Chain:
        """The best chain of hits; the first lies in the unit itself, whose content words are ``own`` many."""
        best = _NO_CHAIN
        chains: list[_Chain] = []
        for index, (said_at, place, worth) in enumerate(hits):
            mine = int(said_at < own)
            top = _NO_CHAIN
            if mine:
                top = _Chain(worth - _SKIP_COST * max(0, said_at - offset), 1, 1, worth, said_at)
            for earlier in range(max(0, index - _CHAIN_BACK), index):
                said_before, place_before, _ = hits[earlier]
                gap = said_at - said_before
                if gap <= 0 or place == place_before:
                    continue
                jump = place - place_before
                cost = _SKIP_COST * (gap - 1)
                cost += _LEFT_OUT_COST * (jump - 1) if jump > 0 else _BACK_COST - 0.02 * jump
                before = chains[earlier]
                if before.score + worth - cost > top.score:
                    top = _Chain(
                        before.score + worth - cost,
                        before.words + 1,
                        before.own + mine,
                        before.worth + worth,
                        before.first,
                    )
            chains.append(top)
            best = max(best, top)
        return best
