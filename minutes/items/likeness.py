"""Which words of titles a heard word may stand for: misheard, inflected, or a part of a compound.

All words of the meeting are compared with all words of the agenda once, in blocks that share their first
letter, so the work grows with the vocabulary and not with the length of the meeting.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

if TYPE_CHECKING:
    from collections.abc import Iterable

_LIKE = 0.74
"""Misheard words at least so like each other may be the same."""
_SHORTEST = 4
"""Shorter words are alike by chance."""
_PART = 5
"""Letters that the parts of a compound must share."""

Likenesses = dict[str, list[tuple[str, float]]]


def likenesses(said: set[str], written: set[str]) -> Likenesses:
    """For every heard word (a folded stem) the title words it may stand for, weighted 0 to 1."""
    alike: Likenesses = defaultdict(list)
    for word in said & written:
        alike[word].append((word, 1.0))
    _add_misheard(alike, _by_initial(said), _by_initial(written))
    _add_compounds(alike, said, written)
    return dict(alike)


def _by_initial(words: Iterable[str]) -> dict[str, list[str]]:
    blocks: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if len(word) >= _SHORTEST and word.isalpha():
            blocks[word[0]].append(word)
    return blocks


def _add_misheard(alike: Likenesses, said: dict[str, list[str]], written: dict[str, list[str]]) -> None:
    for initial, words in said.items():
        targets = written.get(initial)
        if not targets:
            continue
        table = process.cdist(
            words, targets, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=_LIKE
        )
        for row, column in zip(*table.nonzero(), strict=True):
            if words[row] != targets[column]:
                alike[words[row]].append((targets[column], float(table[row, column]) ** 2))


def _add_compounds(alike: Likenesses, said: set[str], written: set[str]) -> None:
    heads: dict[str, list[str]] = defaultdict(list)
    tails: dict[str, list[str]] = defaultdict(list)
    for word in sorted(written):
        if len(word) >= _PART and word.isalpha():
            heads[word[:_PART]].append(word)
            tails[word[-_PART:]].append(word)
    for word in said:
        if len(word) < _PART or not word.isalpha():
            continue
        for target in (*heads.get(word[:_PART], ()), *tails.get(word[-_PART:], ())):
            short, long = sorted((word, target), key=len)
            if short != long and (long.startswith(short) or long.endswith(short)):
                alike[word].append((target, 0.35 + 0.5 * len(short) / len(long)))
