"""What may be wrong in the words of an utterance: names, numbers, negations, guesses, loops.

One risk for each utterance, of the kind that weighs most; the others are among its reasons.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Indel

from minutes.language.names import FORMS, TITLES, is_office, key, word_likeness
from minutes.language.numbers import find_numbers
from minutes.language.tokens import fold, tokenize
from minutes.review.risk_reasons import doubt, together
from minutes.review.risk_scene import plain, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from diarize.types import Utterance
    from minutes.language.tokens import Token
    from minutes.review.risk_scene import Scene
    from minutes.review.risk_types import Risk, RiskKind

COST: dict[RiskKind, float] = {
    "name": 3.0,
    "number": 2.5,
    "negation": 2.5,
    "low-confidence": 1.0,
    "invented-text": 3.0,
}
LEAST = 0.06
"""Less probable errors are no reason for a look."""
ALIKE = 0.72
"""From which likeness on a word that is no name of the list may stand for one."""
NEAR_TITLE = 0.5
"""The same behind a form of address."""
SHORTEST = 4
LOW = 0.75
"""Mean probability of an utterance's words below which the text itself is a reason."""
UNSURE_NAME = 0.6
"""Probability of a capitalised word inside a sentence below which it may be a name that was misheard."""
_NUMERIC = re.compile(
    r"\d|eins|zwei|drei|vier|fuenf|sech|sieb|acht|neun|zehn|elf|zwoelf|zwanzig|ssig|hundert|tausend|million"
    r"|milliard|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|ty\b|hundred|thousand"
)
_NEGATION = re.compile(r"\b(?:nicht|kein\w*|nie|niemand|ohne|weder|not|no|never|nobody|without)\b")
_SPLIT = re.compile(r"\b(?:\w+ und \d+|\d+ und \w+zig|\d+ ?, ?\d+ ?, ?\d+)\b")
_WORDLIKE = re.compile(r"\W+")


class _Names(NamedTuple):
    """Surnames of the list, folded."""

    known: frozenset[str]
    """Every part of every name, for comparison word by word."""
    surnames: tuple[str, ...]


def word_risks(scene: Scene) -> Iterator[Risk]:
    """Yield at most one risk for each utterance."""
    names = _names_of(scene)
    covered = _heard_anyway(scene)
    likeness = lru_cache(maxsize=65536)(partial(_likeness, surnames=names.surnames))
    for utterance in scene.transcript.utterances:
        if not utterance.text.strip():
            continue
        found = _signs(scene, utterance, names, likeness)
        if not found or "edited" in utterance.flags:
            continue
        kind = max(found, key=lambda k: COST[k] * together(found[k].values()))
        signs = {code: value for part in found.values() for code, value in part.items()}
        cost = COST[kind] * (1.5 if utterance.id in covered else 1.0)
        yield scene.make(
            kind,
            f"utterance:{utterance.id}",
            signs,
            identity=plain(utterance.text),
            value=utterance.text,
            cost=cost,
            spoken=(utterance,),
            item=utterance.item,
        )


def _heard_anyway(scene: Scene) -> frozenset[str]:
    """Return the utterances that findings rest on: an error there is printed."""
    found: set[str] = set()
    for item in scene.minutes.items:
        for claims in (item.motions, item.decisions, item.statements, item.assignments, item.course):
            found.update(e.utterance for claim in claims for e in claim.evidence)
    return frozenset(found)


def _names_of(scene: Scene) -> _Names:
    people = scene.roster.people if scene.roster else ()
    parts = [[p for p in _WORDLIKE.split(key(person.name)) if p] for person in people]
    known = {part for name in parts for part in name}
    return _Names(frozenset(known), tuple(sorted({name[-1] for name in parts if name})))


def _likeness(word: str, surnames: tuple[str, ...]) -> float:
    """Return how much a word is like the nearest surname; by sound only where the spelling is alike."""
    near = process.extract(word, surnames, scorer=Indel.normalized_similarity, limit=3, score_cutoff=0.45)
    return max((word_likeness(word, surname) for surname, _, _ in near), default=0.0)


def _signs(
    scene: Scene, utterance: Utterance, names: _Names, likeness: Callable[[str], float]
) -> dict[RiskKind, dict[str, float]]:
    text = fold(utterance.text)
    found: dict[RiskKind, dict[str, float]] = {}
    sure = {_WORDLIKE.sub("", key(w.text)): w.probability for w in utterance.words}
    if {"loop", "silence"} & set(utterance.flags):
        found["invented-text"] = (sign("loop") if "loop" in utterance.flags else {}) | (
            sign("in-silence") if "silence" in utterance.flags else {}
        )
    if signs := _doubtful_names(utterance, names, likeness, sure):
        found["name"] = signs
    if _NUMERIC.search(text) and (signs := _numbers(scene, utterance, text, sure)):
        found["number"] = signs
    if match := _NEGATION.search(text):
        amount = doubt(sure.get(match[0]))
        if amount > LEAST:
            found["negation"] = sign("negation") | {"unsure-words": amount}
    low = utterance.confidence is not None and utterance.confidence < LOW
    if low or {"low-confidence", "overlap"} & set(utterance.flags):
        signs = {}
        if "low-confidence" in utterance.flags:
            signs |= sign("low-confidence")
        elif low and utterance.confidence is not None:
            signs |= {"unsure-words": min(0.9, 1.6 * (1 - utterance.confidence))}
        if "overlap" in utterance.flags:
            signs |= sign("overlap")
        found["low-confidence"] = signs
    return {kind: signs for kind, signs in found.items() if together(signs.values()) >= LEAST}


def _numbers(scene: Scene, utterance: Utterance, text: str, sure: dict[str, float]) -> dict[str, float]:
    numbers = [n for n in find_numbers(utterance.text, scene.transcript.language) if not n.article]
    if not numbers:
        return {}
    amounts = [
        doubt(sure.get(_WORDLIKE.sub("", fold(part))))
        for number in numbers
        for part in utterance.text[number.start : number.end].split()
    ]
    signs = sign("number-spoken")
    if worst := max(amounts, default=0.0):
        signs |= {"unsure-words": worst}
    if _SPLIT.search(text):
        signs |= sign("number-split")
    return signs


def _doubtful_names(
    utterance: Utterance, names: _Names, likeness: Callable[[str], float], sure: dict[str, float]
) -> dict[str, float]:
    """Return what speaks against the names of an utterance."""
    signs: dict[str, float] = {}
    if not names.surnames:
        return signs
    tokens = [t for t in tokenize(utterance.text) if t.is_word]
    for place, token in enumerate(tokens):
        word = key(token.text)
        if not token.text[0].isupper() or word in FORMS or word in TITLES or is_office(word):
            continue
        addressed = place > 0 and _leads(tokens, place)
        for code in _about(word, token, sure, names, likeness, addressed=addressed, first=place == 0):
            value = sign(code)[code]
            signs[code] = max(signs.get(code, 0.0), value)
    return signs


def _leads(tokens: list[Token], place: int) -> bool:
    """Tell whether a form of address, or an office behind one, stands before a word."""
    before = tokens[place - 1].folded
    if before in FORMS or before in TITLES:
        return True
    return is_office(before) and tokens[place - 1].text[0].isupper()


def _about(
    word: str,
    token: Token,
    sure: dict[str, float],
    names: _Names,
    likeness: Callable[[str], float],
    *,
    addressed: bool,
    first: bool,
) -> Iterator[str]:
    parts = [p for p in _WORDLIKE.split(word) if p]
    if any(part in names.known for part in parts):
        return
    if addressed:
        yield "name-like-another" if likeness(word) >= NEAR_TITLE else "name-not-on-list"
        return
    if len(word) < SHORTEST:
        return
    if not first and likeness(word) >= ALIKE:
        yield "name-like-another"
    probability = sure.get(_WORDLIKE.sub("", word))
    if probability is not None and probability < UNSURE_NAME and token.text[0].isupper():
        yield "name-odd"
