"""Two numbers that belong together: the sides of one vote, and what is compared with what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from minutes.facts.types import Reason
from minutes.facts.words import normal

if TYPE_CHECKING:
    from minutes.facts.quantities import Quantity

_LOST = re.compile(
    r"\b(?:abgelehnt|verworfen|ab|unterlieg\w*|unterlegen|zurueckgewiesen|abgewiesen|durchgefallen"
    r"|keine mehrheit"
    r"|rejected|fail(?:s|ed)|defeated|lost|fell|falls|denied|voted down)\b"
)
_YES, _NO = frozenset({"yes", "first"}), frozenset({"no", "second"})
_COMPARED = re.compile(
    r"^\W*(?:[\w-]+\W+){0,2}?(?:statt|anstatt|anstelle von|bis|auf|zu|gegen|von|to|of|instead of"
    r"|rather than|out of)"
    r"\W+(?:[\w-]+\W+)?(?:\$|€|£|fr\.?|chf)?\s*$",
    re.IGNORECASE,
)
"""What stands between two numbers one of which is told against the other."""

_AGAINST_ITSELF = re.compile(r"\b(?:statt|anstatt|bis|instead|rather)\b", re.IGNORECASE)

VotePair = tuple[Decimal | None, Decimal | None]
"""Votes for and against of one vote."""


def vote_pairs(quantities: Sequence[Quantity]) -> list[VotePair]:
    """Return the counts for and against of each vote of a text, in the order in which they were told."""
    pairs: list[VotePair] = []
    yes: Decimal | None = None
    no: Decimal | None = None
    for one in quantities:
        if one.side in _YES:
            if yes is not None:
                pairs.append((yes, no))
                no = None
            yes = one.value
        elif one.side in _NO:
            if no is not None:
                pairs.append((yes, no))
                yes = None
            no = one.value
        else:
            continue
        if yes is not None and no is not None:
            pairs.append((yes, no))
            yes = no = None
    if yes is not None or no is not None:
        pairs.append((yes, no))
    return pairs


def check_pairs(
    sentence: str, claims: Sequence[Quantity], theirs: Sequence[Quantity]
) -> tuple[list[Reason], set[int]]:
    """Judge the two sides of each vote told; return what is wrong and where the numbers judged begin."""
    wrong: list[Reason] = []
    judged: set[int] = set()
    known = vote_pairs(theirs)
    for one, other in _told_pairs(sentence, claims):
        if _turned_round(sentence, one, other):
            wrong.append(Reason(code="result", claim=sentence[one.start : other.end]))
        if not known:
            continue
        judged |= {one.start, other.start}
        unheard = [side for side in (one, other) if all(q.value != side.value for q in theirs)]
        if unheard or not _pair_stands(sentence, one, other, known):
            wrong += [Reason(code="number", claim=side.text.strip()) for side in unheard or (one, other)]
    return wrong, judged


def _told_pairs(sentence: str, claims: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield the numbers of "with 22 to 12 votes", in the order of the sentence."""
    for one, other in pairwise(claims):
        if one.unit or other.unit:
            continue
        if one.side in _YES and other.side in _NO and len(sentence[one.end : other.start].split()) <= _APART:
            yield one, other


_APART = 6


def _pair_stands(sentence: str, one: Quantity, other: Quantity, known: Sequence[VotePair]) -> bool:
    """Tell whether a pair is one of the evidence; of a lost vote the greater number may be told first."""
    told = (one.value, other.value)
    turned = one.side == "first" and bool(_LOST.search(normal(sentence)))
    return any(_fits(told, pair) or (turned and _fits(told, pair[::-1])) for pair in known)


def _turned_round(sentence: str, one: Quantity, other: Quantity) -> bool:
    """Tell whether fewer votes for than against are said to have carried something."""
    part = re.split(r"[,;.]", sentence[other.end :])[0]
    return one.value < other.value and bool(_WON.search(normal(part))) and not _LOST.search(normal(part))


_WON = re.compile(r"\b(?:angenommen|beschlossen|genehmigt|bewilligt|carried|passed|approved|adopted)\b")


def _fits(told: tuple[Decimal, Decimal], pair: VotePair) -> bool:
    return all(said is None or said == mine for mine, said in zip(told, pair, strict=True)) and any(
        said is not None for said in pair
    )


def check_repeated(sentence: str, claims: Sequence[Quantity], theirs: Sequence[Quantity]) -> Iterator[Reason]:
    """Yield a number told against itself ("30 statt 30 Minuten") that the evidence has only once."""
    for one, other in pairwise(claims):
        if one.value != other.value or one.ordinal or other.ordinal or one.unit != other.unit:
            continue
        if not _COMPARED.match(sentence[one.end : other.start]):
            continue
        senseless = _AGAINST_ITSELF.search(sentence[one.end : other.start])
        if senseless or sum(q.value == one.value for q in theirs) <= 1:
            yield Reason(code="number", claim=sentence[one.start : other.end].strip())
