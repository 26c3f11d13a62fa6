"""The course of an item by extracts: what each speaker said that matters, in the speaker's words.

Extractive, so nothing is invented: sentences are taken as they stand and gaps are marked. A
sentence counts for the weight of its words (inverse document frequency over the meeting, the
idea of Spärck Jones 1972), for stating a position, a reason, a request or a figure, and for
telling something new against what is taken already (maximal marginal relevance, Carbonell and
Goldstein 1998). The chair's conduct of the meeting (floor, vote, thanks) is left out.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minutes.draft.sentences import Sentence, sentences
from minutes.types import Extract

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from diarize.types import Utterance
    from minutes.draft.sources import Sources

SHARE = 0.5
"""Of the words of a contribution that may be quoted."""
MOST_WORDS = 110
"""Of one contribution."""
LEAST_WORDS = 8
"""A contribution with fewer words is an interjection."""
_BETWEEN = 16
"""Words somebody else may say in between without ending a contribution."""
_GAP = "[…]"
_DOUBT = 0.55
"""Mean word probability under which a quotation is marked as unsure."""
_NOVELTY = 0.6
"""Weight of being new against being weighty."""

_POSITION = re.compile(
    r"\b(lehn\w+\b.*\bab|stimm\w+\b.*\bzu|zustimm\w*|ablehn\w*|enthalt\w*|befürwort\w*|unterstütz\w*|begrüß\w*"
    r"|forder\w*|erwart\w*|beantrag\w*|schlag\w*\b.*\bvor|vorschlag\w*|empfehl\w*|empfiehlt|empfohlen|bitte[nt]?\b"
    r"|kritisier\w*|bedauer\w*|schade|dafür|dagegen|trag\w*\b.*\bmit|überneh\w*|verzichtbar|vertretbar"
    r"|oppose\w*|support\w*|propose\w*|recommend\w*|request\w*|object\w*|urge\w*)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(weil|denn|deshalb|daher|darum|wegen|damit|sonst|obwohl|trotzdem|because|therefore|since)\b",
    re.IGNORECASE,
)
_FACTION = re.compile(
    r"\b(fraktion|wir|verwaltung|ausschuss|unsere?|faction|staff|committee)\b", re.IGNORECASE
)
_FIGURE = re.compile(
    r"\d[\d.,:/]*|\b(prozent|euro|million\w*|milliarde\w*|hektar|quadratmeter|wohneinheiten|percent|dollars?)\b",
    re.IGNORECASE,
)
_CONDUCT = re.compile(
    r"(wortmeldung|gegenstimme|handzeichen|hand heben|hände oben|gegenprobe|enthaltung(en)?\?"
    r"|enthält sich|wer (stimmt|ist)|begrüße|willkommen|ich danke|bitte sie"
    r"|hat das wort|haben das wort|das wort hat|erteile .* das wort|ich rufe|rufe .* auf|tagesordnungspunkt"
    r"|top \d|kommen wir zu|wir kommen zu|ich (er)?öffne|ich schließe|zwiegespräch|widerspruch"
    r"|abstimm|so beschlossen|öffentliche[nr]? teil|nichtöffentlich"
    r"|form- und fristgerecht|beschlussfähig|angenommen|abgelehnt|stimmen?\b|minus"
    r"|ja-stimmen|nein-stimmen|einstimmig|mehrheitlich|platz nehmen|bitte schön|bitte sehr|kurz zu fassen"
    r"|all in favor|all those|motion carries|the floor|next item|any opposed)",
    re.IGNORECASE,
)
_CLINGING = re.compile(r"(dies(e[rmns]?)?|das|dazu|davon|dabei|er|sie|es|this|that|it|they)\b", re.IGNORECASE)
"""A beginning that needs the sentence before it."""
_FINDING = re.compile(
    r"\b(zur kenntnis|verwiesen|vertagt|abgesetzt|zurückgezogen|erledigt|beauftragt|sag(t|en|e) zu"
    r"|uhr eingetroffen|verlässt|noted|referred|postponed|withdrawn)\b",
    re.IGNORECASE,
)
"""What a chair finds without a vote."""
_COURTESY = re.compile(
    r"^(vielen dank|danke|herzlichen dank|dankeschön|meine (sehr geehrten )?damen und herren|sehr geehrte"
    r"|guten abend|frau (vorsitzende|bürgermeisterin|präsidentin)|herr (vorsitzender|bürgermeister|präsident)"
    r"|liebe kolleg"
    r"|ja|nein|gut|so|okay|genau|herr \w+|frau \w+|thank you|thanks)\b[^.!?]{0,60}[.!?]?$",
    re.IGNORECASE,
)


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
    said: list[frozenset[str]] = []
    for contribution in _contributions(sources, number):
        if contribution.words < LEAST_WORDS:
            continue
        leads = _is_chair(sources, contribution.speaker, chair)
        chosen = _choose(contribution, leads=leads, weights=weights, said=said, covered=covered)
        if chosen:
            said.extend(frozenset(sentence.tokens) for sentence in chosen)
            extracts.append(_extract(sources, f"{number}/x{len(extracts) + 1}", contribution, chosen))
    return tuple(extracts)


def _contributions(sources: Sources, number: str) -> list[Contribution]:
    """Join what a voice says across interjections; loops and invented text are left out."""
    contributions: list[Contribution] = []
    for place, utterance in enumerate(sources.transcript.utterances):
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
    said: Sequence[frozenset[str]],
    covered: frozenset[str],
) -> list[Sentence]:
    """Take sentences by weight and novelty until the share of the contribution is used up."""
    left = [
        _Candidate(sentence, _weight(sentence, weights), _likeness(sentence, said))
        for sentence in contribution.sentences
        if _tells(sentence, leads=leads) and not _covered(sentence, covered)
    ]
    budget = min(MOST_WORDS, max(30, round(SHARE * contribution.words)))
    chosen: set[int] = set()
    used = 0
    while left:
        best = max(left, key=lambda candidate: candidate.score)
        if best.score < (_LEAD_THRESHOLD if leads else _THRESHOLD):
            break
        left.remove(best)
        if chosen and used + len(best.sentence.tokens) > budget:
            continue
        chosen.add(id(best.sentence))
        used += len(best.sentence.tokens)
        taken = (frozenset(best.sentence.tokens),)
        for candidate in left:
            candidate.likeness = max(candidate.likeness, _likeness(candidate.sentence, taken))
    return [sentence for sentence in contribution.sentences if id(sentence) in chosen]


@dataclass(slots=True, eq=False)
class _Candidate:
    """A sentence that may be taken."""

    sentence: Sentence
    weight: float
    likeness: float
    """To what is taken already, 0 to 1."""

    @property
    def score(self) -> float:
        """Weight, less for what is known already."""
        return self.weight * (1 - _NOVELTY * self.likeness)


_THRESHOLD = 0.8
"""Under this a sentence says too little to stand alone."""
_LEAD_THRESHOLD = 2.6
"""The chair is quoted only for a sentence that carries content (finding, figure, reason)."""
_FEWEST_TOKENS = 5
_MOST_FIGURES = 4
"""Figures that raise the weight of one sentence."""
_LENGTH = 0.7
"""How much a long sentence is held back: 0 not at all, 1 counts the mean word only."""


def _tells(sentence: Sentence, *, leads: bool) -> bool:
    if len(sentence.tokens) < _FEWEST_TOKENS or _COURTESY.match(sentence.text):
        return False
    if not leads:
        return True
    conduct = _CONDUCT.search(sentence.text) or sentence.text.rstrip().endswith("?")
    content = any(pattern.search(sentence.text) for pattern in (_FINDING, _POSITION))
    return content and not conduct


def _covered(sentence: Sentence, covered: frozenset[str]) -> bool:
    text = " ".join(sentence.tokens)
    return any(text in other for other in covered)


def _weight(sentence: Sentence, weights: Mapping[str, float]) -> float:
    tokens = [token for token in sentence.tokens if len(token) > 3 or token.isdigit()]  # noqa: PLR2004  # short words carry little
    if not tokens:
        return 0.0
    density: float = sum(weights.get(token, 0.0) for token in set(tokens)) / len(tokens) ** _LENGTH
    bonus = sum(
        gain
        for pattern, gain in ((_POSITION, 1.8), (_REASON, 0.8), (_FACTION, 0.5), (_FINDING, 1.8))
        if pattern.search(sentence.text)
    )
    figures = min(_MOST_FIGURES, len(_FIGURE.findall(sentence.text)))
    clinging = 0.8 if _CLINGING.match(sentence.text) else 0.0
    doubt = 0.5 if "low-confidence" in sentence.utterance.flags else 0.0
    return (
        density / 2
        + bonus
        + 0.4 * figures
        - doubt
        - clinging
        - (1.0 if sentence.text.rstrip().endswith("?") else 0.0)
    )


def _likeness(sentence: Sentence, known: Sequence[frozenset[str]]) -> float:
    own = frozenset(sentence.tokens)
    return max((len(own & other) / len(own | other) for other in known if other), default=0.0)


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
