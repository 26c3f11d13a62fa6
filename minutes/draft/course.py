"""The course of an item by extracts: what each speaker said that matters, in the speaker's words.

Extractive, so nothing is invented: sentences are taken as they stand and gaps are marked. A
sentence counts for the weight of its words (inverse document frequency over the meeting, the
idea of Spärck Jones 1972), for stating a position, a reason, a request or a figure, for opening or
closing a contribution, and for telling something new against what is taken already (maximal marginal
relevance, Carbonell and Goldstein 1998, by the cosine of weighted words). The reason behind a position
goes with it. Long debates share a budget of words, of which each contribution keeps enough for its
position. The chair's conduct of the meeting (floor, vote, thanks) is left out.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import InitVar, dataclass
from typing import TYPE_CHECKING, TypeAlias

from minutes.draft.cues import (
    ASKING,
    CLINGING,
    CONDUCT,
    COURTESY,
    FACTION,
    FIGURE,
    FINDING,
    POSITION,
    REASON,
    STANCE,
)
from minutes.draft.sentences import Sentence, sentences
from minutes.types import Extract

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from diarize.types import Utterance
    from minutes.draft.sources import Sources

SHARE = 0.6
"""Of the words of a contribution that may be quoted."""
MOST_WORDS = 120
"""Of one contribution."""
MOST_OF_ITEM = 700
"""Words quoted of one item; contributions to a longer debate are quoted more shortly."""
FEWEST_QUOTED = 25
"""Words that each contribution may have in any case."""
LEAST_WORDS = 8
"""A contribution with fewer words is an interjection."""
_BETWEEN = 16
"""Words somebody else may say in between without ending a contribution."""
_GAP = "[…]"
_DOUBT = 0.55
"""Mean word probability under which a quotation is marked as unsure."""
_NOVELTY = 0.6
"""Weight of being new against being weighty."""


Vector: TypeAlias = dict[str, float]
"""Words of a sentence with their weights."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one voice said within an item before the next one took over."""

    speaker: str | None
    sentences: tuple[Sentence, ...]

    @property
    def words(self) -> int:
        """Number of words."""
        return sum(len(sentence.tokens) for sentence in self.sentences)


def word_weights(utterances: Iterable[Utterance]) -> dict[str, float]:
    """Return the inverse document frequency of each word, an utterance being a document."""
    seen: Counter[str] = Counter()
    count = 0
    for place, utterance in enumerate(utterances):
        count += 1
        seen.update({token for sentence in sentences(utterance, place) for token in sentence.tokens})
    return {token: math.log((1 + count) / (1 + times)) for token, times in seen.items()}


def draft_course(
    sources: Sources,
    number: str,
    *,
    chair: str | None,
    weights: Mapping[str, float],
    covered: frozenset[str] = frozenset(),
) -> tuple[Extract, ...]:
    """Return the extracts of one item in order of time.

    Args:
        sources: Where to look.
        number: Of the item.
        chair: Name of the chair, whose conduct of the meeting is left out.
        weights: See :func:`word_weights`.
        covered: Folded texts that stand elsewhere in the item already (motions, wording), not quoted twice.
    """
    extracts: list[Extract] = []
    said: list[Vector] = []
    contributions = [one for one in _contributions(sources, number) if one.words >= LEAST_WORDS]
    wanted = sum(_budget(contribution) for contribution in contributions)
    scale = min(1.0, MOST_OF_ITEM / max(1, wanted))
    for contribution in contributions:
        leads = _is_chair(sources, contribution.speaker, chair)
        chosen = _choose(contribution, leads=leads, weights=weights, said=said, covered=covered, scale=scale)
        if chosen:
            said.extend(_vector(sentence, weights) for sentence in chosen)
            extracts.append(_extract(sources, f"{number}/x{len(extracts) + 1}", contribution, chosen))
    return tuple(extracts)


def _contributions(sources: Sources, number: str) -> list[Contribution]:
    """Join what a voice says across interjections; loops and invented text are left out."""
    contributions: list[Contribution] = []
    for place, utterance in enumerate(sources.read):
        if utterance.item != number or set(utterance.flags) & {"loop", "silence"}:
            continue
        own = tuple(sentences(utterance, place))
        if not own:
            continue
        for back in (-1, -2):
            if len(contributions) < -back or contributions[back].speaker != utterance.speaker:
                continue
            if back == -1 or contributions[-1].words < _BETWEEN:
                earlier = contributions[back]
                contributions[back] = Contribution(earlier.speaker, earlier.sentences + own)
                break
        else:
            contributions.append(Contribution(utterance.speaker, own))
    return contributions


def _is_chair(sources: Sources, speaker: str | None, chair: str | None) -> bool:
    return chair is not None and sources.speaker_name(speaker) == chair


def _choose(
    contribution: Contribution,
    *,
    leads: bool,
    weights: Mapping[str, float],
    said: Sequence[Vector],
    covered: frozenset[str],
    scale: float,
) -> list[Sentence]:
    """Take how somebody is going to vote first, then by weight and novelty until the budget is used up."""
    everything = contribution.sentences
    left = [
        _Candidate(sentence, before, _weight(sentence, weights), _vector(sentence, weights), said)
        for before, sentence in zip((None, *everything), everything, strict=False)
        if _tells(sentence, leads=leads) and not _covered(sentence, covered)
    ]
    for end, gain in ((0, _OPENING), (-1, _CLOSING)):
        if left:
            left[end].weight += gain
    budget = max(FEWEST_QUOTED, round(scale * _budget(contribution)))
    chosen: set[int] = set()
    used = 0
    while eligible := [candidate for candidate in left if candidate.may_stand(chosen)]:
        stances = [] if chosen else [one for one in eligible if _votes(one.sentence)]
        best = max(stances or eligible, key=lambda candidate: candidate.score)
        if best.score < (_LEAD_THRESHOLD if leads else _THRESHOLD):
            break
        left.remove(best)
        if chosen and used + len(best.sentence.tokens) > budget:
            continue
        chosen.add(id(best.sentence))
        used += len(best.sentence.tokens)
        for candidate in left:
            candidate.likeness = max(candidate.likeness, _cosine(candidate.vector, best.vector))
            if candidate.before is best.sentence and _gives_reason(best.sentence, candidate.sentence):
                candidate.weight += _REASON_GAIN
    return [sentence for sentence in everything if id(sentence) in chosen]


@dataclass(slots=True, eq=False)
class _Candidate:
    """A sentence that may be taken."""

    sentence: Sentence
    before: Sentence | None
    """The sentence before it in the contribution."""
    weight: float
    vector: Vector
    said: InitVar[Sequence[Vector]]
    likeness: float = 0.0
    """To what is taken already, 0 to 1."""

    def __post_init__(self, said: Sequence[Vector]) -> None:
        """Compare with what was taken of the contributions before."""
        self.likeness = max((_cosine(self.vector, other) for other in said), default=0.0)

    @property
    def score(self) -> float:
        """Weight, less for what is known already."""
        return self.weight * (1 - _NOVELTY * self.likeness)

    def may_stand(self, chosen: set[int]) -> bool:
        """Tell whether what it refers back to ("Dies …") is quoted too."""
        return self.before is None or id(self.before) in chosen or not CLINGING.match(self.sentence.text)


_THRESHOLD = 0.8
"""Under this a sentence says too little to stand alone."""
_LEAD_THRESHOLD = 2.6
"""The chair is quoted only for a sentence that carries content (finding, figure, reason)."""
_OPENING = 0.2
"""Who takes the floor often says first what he wants …"""
_CLOSING = 0.2
"""… and last how he votes."""
_REASON_GAIN = 0.8
_GAINS = ((POSITION, 1.8), (STANCE, 2.2), (REASON, 1.1), (FACTION, 0.5), (FINDING, 1.8))
_FIGURE = 0.8
"""Chosen on five meetings, shown on four others (docs/drafting.md, "How extracts are chosen")."""
_FEWEST_TOKENS = 5
_MOST_FIGURES = 4
"""Figures that raise the weight of one sentence."""
_LENGTH = 0.7
"""How much a long sentence is held back: 0 not at all, 1 counts the mean word only."""


def _tells(sentence: Sentence, *, leads: bool) -> bool:
    if len(sentence.tokens) < _FEWEST_TOKENS or COURTESY.match(sentence.text):
        return False
    if not leads:
        return True
    conduct = CONDUCT.search(sentence.text) or sentence.text.rstrip().endswith("?")
    content = any(pattern.search(sentence.text) for pattern in (FINDING, POSITION))
    return content and not conduct


def _covered(sentence: Sentence, covered: frozenset[str]) -> bool:
    text = " ".join(sentence.tokens)
    return any(text in other for other in covered)


def _weight(sentence: Sentence, weights: Mapping[str, float]) -> float:
    tokens = [token for token in sentence.tokens if len(token) > 3 or token.isdigit()]  # noqa: PLR2004  # short words carry little
    if not tokens:
        return 0.0
    density: float = sum(weights.get(token, 0.0) for token in set(tokens)) / len(tokens) ** _LENGTH
    bonus = sum(gain for pattern, gain in _GAINS if pattern.search(sentence.text))
    figures = min(_MOST_FIGURES, len(FIGURE.findall(sentence.text)))
    doubt = 0.5 if "low-confidence" in sentence.utterance.flags else 0.0
    return (
        density / 2
        + bonus
        + _FIGURE * figures
        - doubt
        - (1.0 if sentence.text.rstrip().endswith("?") else 0.0)
    )


def _budget(contribution: Contribution) -> int:
    """Return the words that may be quoted of a contribution where the item has room for it."""
    return min(MOST_WORDS, max(30, round(SHARE * contribution.words)))


def _votes(sentence: Sentence) -> bool:
    """Tell whether a sentence says how somebody is going to vote; asking others for assent says it not."""
    return bool(STANCE.search(sentence.text)) and not ASKING.search(sentence.text)


def _gives_reason(position: Sentence, following: Sentence) -> bool:
    """Tell whether a sentence gives the reason of the position stated right before it."""
    stated = STANCE.search(position.text) or POSITION.search(position.text)
    return bool(stated and REASON.search(following.text))


def _vector(sentence: Sentence, weights: Mapping[str, float]) -> Vector:
    """Return the weighted words of a sentence as a vector of length 1."""
    counts = Counter(sentence.tokens)
    raw = {token: count * weights.get(token, 0.0) for token, count in counts.items()}
    length = math.sqrt(sum(value * value for value in raw.values()))
    return {token: value / length for token, value in raw.items() if value} if length else {}


def _cosine(one: Vector, other: Vector) -> float:
    short, long = sorted((one, other), key=len)
    return sum(value * long.get(token, 0.0) for token, value in short.items())


def _extract(sources: Sources, label: str, contribution: Contribution, chosen: Sequence[Sentence]) -> Extract:
    name = sources.speaker_name(contribution.speaker)
    person = sources.person(name)
    utterances = tuple(dict.fromkeys(sentence.utterance.id for sentence in chosen))
    sure = [s.utterance.confidence for s in chosen if s.utterance.confidence is not None]
    return Extract(
        id=label,
        speaker=name,
        speaker_id=contribution.speaker,
        role=person.role if person else None,
        office=person.office if person else None,
        party=person.party if person else None,
        text=_quote(contribution.sentences, chosen),
        start=chosen[0].start,
        doubtful=bool(sure) and min(sure) < _DOUBT,
        evidence=sources.evidence(utterances),
        public=sources.all_public(utterances, item_public=True),
    )


def _quote(everything: Sequence[Sentence], chosen: Sequence[Sentence]) -> str:
    """Join the chosen sentences, with a mark wherever one between them is left out."""
    wanted = {id(sentence) for sentence in chosen}
    parts: list[str] = []
    gap = False
    for sentence in everything:
        if id(sentence) in wanted:
            if gap and parts:
                parts.append(_GAP)
            parts.append(sentence.text)
            gap = False
        else:
            gap = True
    return " ".join(parts)
