"""Other spellings of a word that nothing was found for.

PostgreSQL's ``pg_trgm`` does not come with the embedded server. Instead each word is kept with the forms
that lack one letter (symmetric deletion, W. Garbe 2012): two words that differ by one letter added, left
out, replaced or swapped with its neighbour share such a form, so that equality finds them.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import DamerauLevenshtein

FURTHEST = 2
"""Edits."""

SHORTEST = 4
"""Letters of a word that is corrected."""


def variants_of(word: str) -> frozenset[str]:
    """Return a word and the forms of it that lack one letter."""
    return frozenset({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def nearest(word: str, known: Iterable[str], *, most: int = 5) -> tuple[str, ...]:
    """Return the words of ``known`` that are nearest to ``word``, the nearest first."""
    graded = [(DamerauLevenshtein.distance(word, one), abs(len(word) - len(one)), one) for one in known]
    near = sorted(one for one in graded if 0 < one[0] <= FURTHEST)
    return tuple(one for _, _, one in near[:most])
