"""Finds the titles of the agenda in what is said, misheard words and shortened titles included.

Every word of a title is worth what it tells: the log-likelihood ratio of hearing it in a call of the item against
hearing it anywhere in this meeting. The words found near the beginning of a unit are chained in the order of the
title; words said between cost a little, words of the title left out cost almost nothing, as chairs shorten titles.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from minutes.language.tokens import fold, stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from minutes.items.cues import CueTable
    from minutes.items.units import Unit
    from minutes.types import AgendaItem

_PAPER = re.compile(r"^(?:[a-z]{1,4}/)?\d+/\d+(?:/\d+)*$")
_LIKE = 0.74
"""Misheard words at least so like each other may be the same."""
_PREFIX = 5
"""Letters that the parts of a compound must share."""
_WINDOW = 44
"""Words looked at from the beginning of a unit."""
_TITLE = 40
"""Words of a title used; longer ones list papers and readings."""
_SKIP_COST, _LEFT_OUT_COST, _BACK_COST = 0.45, 0.04, 0.6
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
        self._forms = {
            stem(word) for word in (*cues.form_words, *(fold(word) for word in parties))
        }
        self._titles = tuple(self._title(item) for item in items)
        self._papers: dict[str, list[int]] = defaultdict(list)
        for index, title in enumerate(self._titles):
            for paper in title.papers:
                self._papers[paper].append(index)
        self._said = [self._said_words(unit) for unit in units]
        self._units = units
        vocabulary = {word for words in self._said for word in words}
        self._worth = self._worths(presiding)
        self._full = tuple(
            sum(self._worth[w] for w in t.words) or 1.0 for t in self._titles
        )
        self._places = defaultdict(list)
        for index, title in enumerate(self._titles):
            for place, word in enumerate(title.words):
                self._places[word].append((index, place))
        self._alike = self._likenesses(vocabulary, set(self._worth))
        joined = {a + b for words in self._said for a, b in pairwise(words)} & set(
            self._worth
        )
        for word in joined:
            self._alike.setdefault(word, []).append((word, 1.0))

    def _title(self, item: AgendaItem) -> _Title:
        tokens = [t.folded for t in tokenize(item.title)]
        papers = {t for t in tokens if _PAPER.match(t)}
        if item.paper:
            papers |= {t.folded for t in tokenize(item.paper) if _PAPER.match(t.folded)}
        words = _content((t for t in tokens if not _PAPER.match(t)), self._stop)
        return _Title(tuple(words[:_TITLE]), frozenset(papers))

    def _worths(self, presiding: Sequence[bool]) -> dict[str, float]:
        """What hearing each word of a title tells, nats.

        Compared is with how often presiding voices say the word anyway; words that many titles share tell less.
        """
        chosen = [
            set(words)
            for words, mine in zip(self._said, presiding, strict=True)
            if mine and words
        ]
        counts = Counter(word for words in chosen for word in words)
        shared = Counter(word for title in self._titles for word in set(title.words))
        total = len(chosen) + 5

        def rarity(word: str) -> float:
            form = _FORM if word in self._forms else 1.0
            return form * min(
                _CAP,
                max(0.0, math.log(_IN_CALL * total / (counts[word] + 1 + total / 400))),
            )

        self._rarity = {word: rarity(word) for words in self._said for word in words}
        return {
            word: rarity(word) / math.sqrt(titles) for word, titles in shared.items()
        }

    def _said_words(self, unit: Unit) -> list[str]:
        return _content((t.folded for t in unit.tokens), self._stop)

    def _likenesses(
        self, said: set[str], written: set[str]
    ) -> dict[str, list[tuple[str, float]]]:
        """For every said word the title words it may stand for, with a weight of 0 to 1."""
        alike: dict[str, list[tuple[str, float]]] = defaultdict(list)
        heads, tails = defaultdict(list), defaultdict(list)
        initials = defaultdict(list)
        for word in written:
            if word in said:
                alike[word].append((word, 1.0))
            if word.isalpha():
                initials[word[0]].append(word)
                if len(word) >= _PREFIX:
                    heads[word[:_PREFIX]].append(word)
                    tails[word[-_PREFIX:]].append(word)
        by_initial = defaultdict(list)
        for word in said:
            if len(word) > 3 and word.isalpha():  # noqa: PLR2004 - short words are alike by chance
                by_initial[word[0]].append(word)
        for initial, words in by_initial.items():
            targets = initials.get(initial, [])
            if targets:
                table = process.cdist(
                    words,
                    targets,
                    scorer=DamerauLevenshtein.normalized_similarity,
                    score_cutoff=_LIKE,
                )
                for row, column in zip(*table.nonzero(), strict=True):
                    if words[row] != targets[column] and len(targets[column]) > 3:  # noqa: PLR2004
                        alike[words[row]].append(
                            (targets[column], float(table[row, column]) ** 2)
                        )
            for word in words:
                if len(word) < _PREFIX:
                    continue
                for target in (
                    *heads.get(word[:_PREFIX], ()),
                    *tails.get(word[-_PREFIX:], ()),
                ):
                    short, long = sorted((word, target), key=len)
                    if short != long and (
                        long.startswith(short) or long.endswith(short)
                    ):
                        alike[word].append(
                            (target, 0.35 + 0.5 * len(short) / len(long))
                        )
        return dict(alike)

    def papers_in(self, unit: Unit) -> set[int]:
        """Items whose paper number is said in a unit."""
        return {
            item for token in unit.tokens for item in self._papers.get(token.folded, ())
        }

    def match(
        self, at: int, *, offset: int = 0, last_utterance: int
    ) -> list[TitleMatch]:
        """Titles that begin in a unit, best first.

        Args:
            at: Index of the unit.
            offset: Content words at its beginning that belong to the cue and cost nothing.
            last_utterance: The title may run on into the units up to this utterance.
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
                worth = min(self._worth[target], self._rarity[word]) * likeness
                for item, place in self._places[target]:
                    hits[item].append((said_at, place, worth))
        return hits

    def _chain(
        self, hits: list[tuple[int, int, float]], own: int, offset: int
    ) -> _Chain:
        """The best chain of hits; the first lies in the unit itself, whose content words are ``own`` many."""
        best = _NO_CHAIN
        chains: list[_Chain] = []
        for index, (said_at, place, worth) in enumerate(hits):
            mine = int(said_at < own)
            top = _NO_CHAIN
            if mine:
                top = _Chain(
                    worth - _SKIP_COST * max(0, said_at - offset), 1, 1, worth, said_at
                )
            for earlier in range(max(0, index - _CHAIN_BACK), index):
                said_before, place_before, _ = hits[earlier]
                gap = said_at - said_before
                if gap <= 0 or place == place_before:
                    continue
                jump = place - place_before
                cost = _SKIP_COST * (gap - 1)
                cost += (
                    _LEFT_OUT_COST * (jump - 1)
                    if jump > 0
                    else _BACK_COST - 0.02 * jump
                )
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
