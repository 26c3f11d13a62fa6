"""Items, names and votes of a transcript without sound, by words."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from app.measure.meeting import same_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.measure.reference import Reference, TrueVote
    from diarize.types import Utterance
    from minutes.types import Vote

NEAR = 2
"""Utterances by which the start of an item may be off."""
_BLANK = re.compile(r"\s+")
Pair = tuple[str | None, str]


def text_figures(
    reference: Reference, utterances: Sequence[Utterance], names: Mapping[str, str | None]
) -> dict[str, float | None]:
    """Return shares of words (0 to 1) and what was lost.

    ``item`` under the right item, ``name`` and ``wrong`` rightly and wrongly named, ``start`` the F1 of
    item starts within two utterances, ``lost`` the characters of the input that are missing or changed.
    """
    parts: dict[str, list[Utterance]] = defaultdict(list)
    for utterance in utterances:
        whole = utterance.id if utterance.id in reference.utterances else utterance.id.split(".")[0]
        parts[whole].append(utterance)
    words = right = named = wrong = 0.0
    lost = 0
    for identity, text in reference.source.items():
        truth, found = reference.utterances[identity], parts.get(identity, [])
        lost += _lost(text, " ".join(part.text for part in found))
        count = len(text.split())
        words += count
        length = sum(len(part.text.split()) for part in found) or 1
        for part in found:
            weight = count * len(part.text.split()) / length
            right += weight * (part.item in truth.items or (not truth.items and part.item is None))
            name = names.get(part.speaker or "")
            matches = same_name(name, truth.name)
            named += weight * matches
            wrong += weight * (bool(name) and not matches)
    words = words or 1.0
    return {
        "item": right / words,
        "start": _starts(reference, parts),
        "name": named / words,
        "wrong": wrong / words,
        "lost": lost,
    }


def _lost(before: str, after: str) -> int:
    if _BLANK.sub("", before) == _BLANK.sub("", after):
        return 0
    changed = sum(len(line) for line in difflib.ndiff([before], [after]) if line.startswith("-"))
    return changed or len(before)


def _starts(reference: Reference, parts: Mapping[str, Sequence[Utterance]]) -> float:
    true: list[tuple[int, frozenset[str]]] = []
    found: list[tuple[int, str]] = []
    before: tuple[str, ...] = ()
    current: str | None = None
    for index, identity in enumerate(reference.source):
        for part in parts.get(identity, ()):
            if part.item is not None and part.item != current:
                found.append((index, part.item))
                current = part.item
        items = reference.utterances[identity].items
        if items and items != before:
            true.append((index, frozenset(items)))
        before = items or before
    used: set[int] = set()
    for index, numbers in true:
        for position, (other, number) in enumerate(found):
            if position not in used and number in numbers and abs(index - other) <= NEAR:
                used.add(position)
                break
    both = len(true) + len(found)
    return 2 * len(used) / both if both else 1.0


def text_votes(true: Sequence[TrueVote], found: Sequence[Vote]) -> dict[str, float | None]:
    """Return F1, precision and recall of (item, result) pairs, accepted and rejected ones alone."""
    decided = {"accepted", "rejected"}
    wanted: Counter[Pair] = Counter((vote.item, vote.result) for vote in true if vote.result in decided)
    got: Counter[Pair] = Counter((vote.item, vote.result) for vote in found if vote.result in decided)
    both, asked, given = (wanted & got).total(), wanted.total(), got.total()
    return {
        "votes": 2 * both / (asked + given) if asked else None,
        "vote_precision": both / given if given else None,
        "vote_recall": both / asked if asked else None,
    }
