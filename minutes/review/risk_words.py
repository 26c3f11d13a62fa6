"""What may be wrong in the words of an utterance: names, numbers, negations, guesses, loops.

One risk for each utterance, of the kind that weighs most; the others are among its reasons.
"""

from __future__ import annotations

import re
from collections import Counter
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
    from collections.abc import Callable, Iterator, Sequence

    from diarize.types import Utterance
    from minutes.language.tokens import Token
    from minutes.review.risk_scene import Scene
    from minutes.review.risk_types import Risk, RiskKind

COST: dict[RiskKind, float] = {
    "name": 5.0,
    "number": 3.0,
    "negation": 3.0,
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
OFTEN = 3
"""Times a word must be said to be taken for what was said."""
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
_SURE_FORMS = ("frau", "herr", "herrn")
_WORDLIKE = re.compile(r"\W+")


class _Names(NamedTuple):
    """Surnames of the list, folded."""

    known: frozenset[str]
    """Every part of every name, for comparison word by word."""
    surnames: tuple[str, ...]
    """Also run together with a form of address, as recognisers do ("Fraualbrecht")."""
    said: Counter[str]
    """How often each word is said: what is garbled is seldom garbled twice in the same way."""


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
    surnames = {name[-1] for name in parts if name}
    joined = {form + name for name in surnames for form in _SURE_FORMS if len(name) >= SHORTEST}
    said = Counter(
        key(word.strip(".,;:!?"))
        for utterance in scene.transcript.utterances
        for word in utterance.text.split()
        if word[0].isupper()
    )
    return _Names(frozenset(known), tuple(sorted(surnames | joined)), said)


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
    tokens = tokenize(utterance.text)
    for place, token in enumerate(tokens):
        word = key(token.text)
        if not token.is_word or word in FORMS or word in TITLES or is_office(word):
            continue
        addressed = place > 0 and _leads(tokens, place)
        if not token.text[0].isupper():
            if addressed and tokens[place - 1].folded in _SURE_FORMS:
                signs |= sign("name-missing")
            continue
        code = _about(word, sure, names, likeness, addressed=addressed, called=_called(tokens, place))
        if code is not None:
            signs |= sign(code)
    return signs


def _called(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word stands where a chair calls somebody: at the beginning, before a comma."""
    begins = place == 0 or tokens[place - 1].text in {".", "?", "!"}
    return begins and place + 1 < len(tokens) and tokens[place + 1].text == ","


def _leads(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a form of address, or an office behind one, stands before a word."""
    before = tokens[place - 1].folded
    if before in FORMS or before in TITLES:
        return True
    return is_office(before) and tokens[place - 1].text[0].isupper()


def _about(
    word: str,
    sure: dict[str, float],
    names: _Names,
    likeness: Callable[[str], float],
    *,
    addressed: bool,
    called: bool,
) -> str | None:
    """Return what speaks against a capitalised word as a name, None where nothing does."""
    parts = [p for p in _WORDLIKE.split(word) if p]
    often = names.said[word] >= OFTEN
    if any(part in names.known for part in parts) or (not addressed and (often or len(word) < SHORTEST)):
        return None
    if addressed and often:
        return "name-repeated"
    alike = likeness(word)
    if addressed:
        return "name-like-another" if alike >= NEAR_TITLE else "name-not-on-list"
    if alike >= ALIKE or (called and alike >= NEAR_TITLE):
        return "name-like-another"
    unsure = sure.get(_WORDLIKE.sub("", word), 1.0) < UNSURE_NAME
    return "name-odd" if unsure and (alike >= NEAR_TITLE or called) else None
