"""Numbers, dates, times, papers and items of a generated sentence against the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from minutes.facts.fractions import check_fractions, find_fractions
from minutes.facts.moments import Moment, find_moments
from minutes.facts.pairs import check_pairs, check_repeated
from minutes.facts.papers import find_items, find_papers, paper_fits, spoken_in
from minutes.facts.quantities import UNIT_WORDS, Quantity, find_quantities
from minutes.facts.sides import nobody, sides_agree
from minutes.facts.types import Known, Reason, Spoken
from minutes.facts.words import alike, clauses, normal, stems
from minutes.language.names import parse_name

_VOTERS = ("stimm", "mitglied", "vote", "member")
"""Nouns of votes, whose numbers have sides."""


def check_numbers(sentence: str, evidence: Sequence[Spoken], known: Known) -> Iterator[Reason]:
    """Yield every number that the evidence does not state, or states of something else."""
    theirs = [q for one in evidence for q in find_quantities(one.text, known.spoken_language)]
    theirs += _of_votes(known)
    moments = [m for one in evidence for m in find_moments(one.text, known.spoken_language)]
    years = {m.parts[2] for m in moments if m.kind == "date" and m.parts[2]}
    same = known.language[:2] == known.spoken_language[:2]
    if same:
        theirs += _shares(evidence, known)
    claims = find_quantities(sentence, known.language)
    wrong, paired = check_pairs(sentence, claims, theirs)
    yield from wrong
    yield from check_repeated(sentence, claims, theirs)
    for claim in claims:
        if claim.start in paired:
            continue
        if claim.value == int(claim.value) and int(claim.value) in years:
            continue
        if claim.value == 0 and any(nobody(claim.side, one.text) for one in evidence):
            continue
        if claim.multiple and _several_times(claim, claims, theirs):
            continue
        if not _supported(claim, theirs, sentence) or _counted_otherwise(claim, evidence, known):
            yield Reason(code="number", claim=claim.text.strip())
    if same:
        spoken = " ".join(one.text for one in evidence)
        names = {part for person in known.people for part in parse_name(person.name).surname}
        yield from check_fractions(sentence, spoken, theirs, known.language, names)
    yield from _check_moments(sentence, moments, theirs, known)
    yield from _check_references(sentence, evidence, known)


def _shares(evidence: Sequence[Spoken], known: Known) -> list[Quantity]:
    """Return fractions as shares, so that "ein Viertel" is 25 %."""
    return [
        Quantity(Decimal(100 * share.numerator) / share.denominator, text, 0, 0, unit="%")
        for one in evidence
        for text, share in find_fractions(one.text, known.spoken_language)
    ]


def _several_times(claim: Quantity, claims: Sequence[Quantity], theirs: Sequence[Quantity]) -> bool:
    """Tell whether what is told "zweimal" was said twice."""
    return any(
        sum(q.value == other.value for q in theirs) >= claim.value for other in claims if other is not claim
    )


def _supported(claim: Quantity, theirs: Sequence[Quantity], sentence: str) -> bool:
    equal = [
        q
        for q in theirs
        if q.value == claim.value
        and _units_agree(claim, q)
        and sides_agree(claim.side, q.side)
        and not (claim.multiple and q.ordinal)
    ]
    if not equal:
        return False
    if claim.side:
        stated = [q for q in theirs if q.side and _same_side(claim.side, q.side)]
        return not stated or any(q.value == claim.value for q in stated)
    if claim.noun is None or claim.unit is not None:
        return claim.unit is not None or not _of_other(equal, theirs, sentence)
    if claim.noun in UNIT_WORDS:  # "fünf statt vier Euro": the unit stands with the other number
        return True
    with_noun = [q for q in theirs if q.noun and alike(q.noun, claim.noun)]
    if not with_noun or any(q.value == claim.value for q in with_noun):
        return True
    return any(q.noun is None and q.unit is None for q in equal)


def _counted_otherwise(claim: Quantity, evidence: Sequence[Spoken], known: Known) -> bool:
    """Tell whether the clauses of the evidence that name what is counted have other numbers only."""
    if claim.noun is None or claim.side or claim.unit or claim.noun.startswith(_VOTERS):
        return False
    values: set[Decimal] = set()
    for one in evidence:
        if any(
            q.value == claim.value
            and q.noun is None
            and _OF_THESE.search(one.text[max(0, q.start - 40) : q.end + 12])
            for q in find_quantities(one.text, known.spoken_language)
        ):
            return False
        for clause in clauses(one.text):
            if any(alike(claim.noun, word) for word in stems(normal(clause))):
                values.update(q.value for q in find_quantities(clause, known.spoken_language))
    return bool(values) and claim.value not in values


_OF_THESE = re.compile(r"\b(?:davon|darunter|of (?:them|those|these|which))\b", re.IGNORECASE)
"""Says that a number counts some of what was named before."""


def _of_other(equal: Sequence[Quantity], theirs: Sequence[Quantity], sentence: str) -> bool:
    """Tell whether a bare number counts a noun the sentence lacks, and another bare number is there."""
    own = stems(sentence)
    elsewhere = all(q.noun and not any(alike(q.noun, word) for word in own) for q in equal)
    return elsewhere and any(q.noun is None and q.unit is None and q.side is None for q in theirs)


def _same_side(one: str, other: str) -> bool:
    return one == other or {one, other} in ({"first", "yes"}, {"second", "no"})


def _units_agree(one: Quantity, other: Quantity) -> bool:
    return one.unit is None or other.unit is None or one.unit == other.unit


def _of_votes(known: Known) -> list[Quantity]:
    found = []
    for vote in known.votes:
        for side, count in (("yes", vote.yes), ("no", vote.no), ("abstain", vote.abstain)):
            if count is not None:
                found.append(Quantity(Decimal(count), str(count), 0, 0, side=side))
    return found


def _check_moments(
    sentence: str, moments: Sequence[Moment], numbers: Sequence[Quantity], known: Known
) -> Iterator[Reason]:
    year = int(known.date[:4]) if known.date and known.date[:4].isdigit() else None
    held = find_moments(known.date or "")
    for claim in find_moments(sentence, known.language):
        if any(claim.fits(moment, year) for moment in (*moments, *held)):
            continue
        hour = claim.parts[0] if claim.kind == "time" and not claim.parts[1] else None
        if hour is not None and any(q.value == hour for q in numbers):
            continue
        yield Reason(code="date" if claim.kind == "date" else "time", claim=claim.text)


def _check_references(sentence: str, evidence: Sequence[Spoken], known: Known) -> Iterator[Reason]:
    heard = [r.parts for one in evidence for r in find_papers(one.text)]
    texts = [one.text for one in evidence]
    for claim in find_papers(sentence):
        known_paper = paper_fits(claim, known.paper) or claim.parts in heard
        if not known_paper and not any(spoken_in(claim, text, known.spoken_language) for text in texts):
            yield Reason(code="paper", claim=claim.text)
    items = [r.parts for one in evidence for r in find_items(one.text)]
    for claim in find_items(sentence):
        if paper_fits(claim, known.item) or claim.parts in items:
            continue
        if not any(spoken_in(claim, text, known.spoken_language) for text in texts):
            yield Reason(code="item", claim=claim.text)
