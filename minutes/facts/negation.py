"""A negation of the sentence must be one of the evidence, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from minutes.facts.antonyms import concordant, opposite
from minutes.facts.claims import CONDITIONAL, NEGATION, find_claims, negations
from minutes.facts.denials import (
    ABSENT,
    ALL_BUT,
    EXCLUDED,
    GENERIC,
    IMPLIED,
    LACKING,
    MEASURE,
    RECUSED,
    TAKES_PART,
    TOPIC,
    UN,
)
from minutes.facts.quantities import find_quantities
from minutes.facts.types import Known, Reason, Spoken
from minutes.facts.words import clauses, normal, shared, stems

_WEAK = 1 / 2
"""Share of a clause's words in the evidence up to which the evidence says it in other words altogether."""
_FAR = 4
"""So many times the words of a denial shared with another clause of the evidence: the other one is meant."""
_CLOSE = 0.75
"""Share of the best overlap from which on another clause of the evidence counts, too."""


def check_negations(sentence: str, evidence: Sequence[Spoken], known: Known) -> Iterator[Reason]:
    """Compare each clause with the clauses of the evidence that share most content with it.

    Clauses that say yes or no are left to :mod:`minutes.facts.stances`; a word such as "fehlt" may stand
    for a negation on the other side, and a question in the evidence denies nothing.
    """
    del known
    everything = tuple(_answered([clause for one in evidence for clause in clauses(one.text)]))
    spoken = normal(" ".join(one.text for one in evidence))
    theirs = tuple(clause for clause in everything if not clause.asked) or everything
    answered = {claim.family for one in evidence for claim in find_claims(one.text)}
    questions = tuple(clause for clause in everything if clause.asked)
    for clause in _answered(clauses(sentence)):
        raw = clause.raw
        if re.match(r"(?:ob|whether|if)\b", clause.folded):
            continue
        voted = re.search(
            r"\b(?:gegenstimm|enthaltung|ja-?stimm|nein-?stimm|votier|stimmten|abstimm|vot(?:e[ds]?"
            r"|ing)\b|abstain)",
            clause.folded,
        )
        if opposite(clause.folded, spoken):
            if not clause.negated and not clause.implied & _DENYING:
                yield Reason(code="negation", claim=raw)
            continue
        if not clause.negated and concordant(clause.folded, spoken):
            continue
        if clause.negated and RECUSED.search(spoken) and TAKES_PART.search(clause.folded):
            continue
        if (
            _too_early(clause, spoken)
            or _takes_part(clause, spoken)
            or _is_rest(clause, spoken)
            or _is_absent(clause, spoken)
            or _universal(clause, spoken)
        ):
            yield Reason(code="negation", claim=raw)
            continue
        if (
            voted
            or CONDITIONAL.search(clause.folded)
            or TOPIC.search(clause.folded)
            or {claim.family for claim in find_claims(raw)} & answered
        ):
            continue
        indirect = questions and _WHY.match(clause.folded)
        pool = tuple(one._replace(asked=False) for one in questions) if indirect else theirs
        if not (_agrees(clause, pool) if clause.negated else _affirms(clause, pool)):
            yield Reason(code="negation", claim=raw)


class _Clause(NamedTuple):
    """A clause with what is denied in it."""

    raw: str
    folded: str
    content: frozenset[str]
    negated: bool
    asked: bool
    denied: frozenset[str]
    """Stems behind the negation; all of the clause where none follow."""
    lacking: bool
    modal: bool
    """Says what can be, not what is."""
    implied: frozenset[str]
    """Words that say without denying it that something is not so."""

    @classmethod
    def read(cls, raw: str) -> _Clause:
        folded = normal(raw)
        content = stems(folded)
        negated = _parity(folded)
        parts = NEGATION.split(folded) if negated else [folded]
        behind = frozenset(word for word in stems(parts[-1]) if not MEASURE.match(word))
        denied = (content if behind <= _GENERIC_STEMS else behind) if negated else frozenset()
        lacking, implied = (
            bool(LACKING.search(folded)),
            frozenset(m.group() for m in IMPLIED.finditer(folded)),
        )
        return cls(
            raw,
            folded,
            content,
            negated,
            raw.endswith("?"),
            denied,
            lacking,
            bool(_MODAL.search(folded)),
            implied,
        )


_GENERIC_STEMS = frozenset(stem for word in GENERIC for stem in stems(word))


def _too_early(clause: _Clause, spoken: str) -> bool:
    """Tell whether "vor 2032" is told of what comes "nicht vor 2032" or "erst 2032"."""
    for match in _BEFORE.finditer(clause.folded):
        limit = match["limit"]
        late = rf"\b(?:nicht vor|erst(?: ab| im| zum)?(?: jahr)?|not (?:before|until)) {limit}\b"
        never = rf"\b(?:vor|before) {limit}\b[^,.;]*\b(?:nichts?|kein\w*|not|nothing)\b"
        if not clause.negated and not match["late"] and (re.search(late, spoken) or re.search(never, spoken)):
            return True
    return False


_BEFORE = re.compile(r"(?P<late>\b(?:nicht|kein\w*|erst|not) )?\b(?:vor|before) (?P<limit>(?:19|20)\d\d)\b")


def _universal(clause: _Clause, spoken: str) -> bool:
    """Tell whether "alle" is said where the evidence says "niemand"."""
    return bool(
        not clause.negated
        and _ALL.search(clause.folded)
        and _NOBODY.search(spoken)
        and not _ALL.search(spoken)
    )


_MODAL = re.compile(
    r"\b(?:koenn\w*|kann|could|can|cannot|can't|moeglich|possible|lasse|laesst|liesse\w*)\b|\bzu \w{4,}en$"
)
_ALL = re.compile(r"\b(?:jede[nmrs]?|alles?|allen|aller|everyone|everybody|everything|all)\b")
_NOBODY = re.compile(r"\b(?:niemand\w*|nichts|keiner|nobody|no one|nothing|none)\b")
_DENYING = frozenset(
    {
        "ohne",
        "without",
        "leer",
        "voll",
        "empty",
        "full",
        "stabil",
        "gleich",
        "unveraendert",
        "unchanged",
        "free",
    }
)


def _takes_part(clause: _Clause, spoken: str) -> bool:
    """Tell whether somebody who is recused is said to take part."""
    return bool(
        not clause.negated
        and RECUSED.search(spoken)
        and not TAKES_PART.search(spoken)
        and TAKES_PART.search(clause.folded)
        and not IMPLIED.search(RECUSED.sub(" ", clause.folded))
    )


def _is_rest(clause: _Clause, spoken: str) -> bool:
    """Tell whether what holds for all but two ("alle bis auf zwei") is told of the two."""
    rest = {digit for match in ALL_BUT.finditer(spoken) for digit in stems(match["rest"]) if digit.isdigit()}
    counted = {str(quantity.value) for quantity in find_quantities(clause.raw)} if rest else set()
    return bool(
        rest & counted
        and not clause.negated
        and not ALL_BUT.search(clause.folded)
        and not clause.lacking
        and not _COUNTED_AGAINST.search(clause.folded)
    )


_COUNTED_AGAINST = re.compile(r"\b(?:enthaltung\w*|gegenstimm\w*|nein|dagegen|abst\w+|against|opposed)\b")


def _is_absent(clause: _Clause, spoken: str) -> bool:
    """Tell whether a thing is said to be there that the evidence is without."""
    nouns = frozenset(stem for match in ABSENT.finditer(spoken) for stem in stems(match["noun"]))
    elsewhere = stems(ABSENT.sub(" ", spoken))
    gone = frozenset(noun for noun in nouns if not shared(frozenset({noun}), elsewhere))
    denied = clause.negated or clause.implied or clause.lacking
    return any(
        shared(gone, stems(match["noun"]))
        for match in _HAS.finditer(clause.folded)
        if match["with"] or not denied
    )


_HAS = re.compile(
    r"\b(?:(?P<with>with|mit)|had|has|have|in|im|gebe|gibt|habe|hat|haetten|there (?:was|were|is|are))"
    r"(?= (?:(?:a|an|the|ein\w*|d\w\w) )?(?P<noun>\w{3,})\b)"
)


def _answered(said: Sequence[str]) -> list[_Clause]:
    """Read clauses; a question answered with no is a denial, "nicht, dass …" denies what follows."""
    read = [_Clause.read(clause) for clause in said]
    for place, following in enumerate(read[1:]):
        if read[place].asked and _NO.match(following.folded):
            read[place] = read[place]._replace(asked=False, negated=True, denied=read[place].content)
        elif read[place].asked and _YES.match(following.folded):
            kept = _THAT.match(read[place].folded) is not None and read[place].negated
            denied = read[place].denied if kept else frozenset()
            read[place] = read[place]._replace(asked=False, negated=kept, denied=denied)
        if _ELLIPSIS.match(following.folded) and not read[place].negated:
            whole = read[place].content | following.content
            read[place + 1] = following._replace(content=whole, denied=whole)
        if read[place].negated and _THAT.match(following.folded) and not _FACT.search(read[place].folded):
            read[place] = read[place]._replace(negated=False, denied=frozenset())
            turned = not following.negated
            denied = following.content if turned else frozenset()
            read[place + 1] = following._replace(negated=turned, denied=denied)
        if _WITHOUT.search(read[place].folded) and _THAT.match(following.folded):
            turned = not following.negated
            denied = following.content if turned else frozenset()
            read[place + 1] = following._replace(negated=turned, denied=denied)
    return read


_YES = re.compile(
    r"^(?:ja|doch|jawohl|genau|richtig|sicher|yes|certainly|it (?:could|can|does|is|will)|they (?:can|do))$"
)
_ELLIPSIS = re.compile(r"^(?:und |aber )?(?:(?:d\w\w|die|bei|in) )?\w+ (?:aber |jedoch )?nicht$")
"""Denies of another what was just said ("Andere haben eingekauft, unseres nicht.")."""
_WITHOUT = re.compile(r"\bohne$")
_FACT = re.compile(
    r"\b(?:gut|schoen|fair|gerecht|in ordnung|sinnvoll|klug|hilfreich|zufrieden|gluecklich|erfreulich"
    r"|angemessen"
    r"|good|happy|fair|sein|versteh\w*|verstaend\w*|hinnehm\w*|hinzunehmen|nachvollzieh\w*|akzept\w*"
    r"|wuss?te\w*|vergess\w*)\b"
)
"""What is not understood, or cannot be, is nevertheless so."""
_THAT = re.compile(r"(?:dass|that)\b")
_WHY = re.compile(r"(?:warum|weshalb|wieso|weswegen|why)\b")
_NO = re.compile(r"^(?:das ist (?:hier )?nicht der fall|nein|nicht|keine?r?s?|niemand|no|none|nobody)$")


def _nearest(clause: _Clause, theirs: Sequence[_Clause]) -> list[_Clause]:
    """Return the clauses of the evidence that share most content; none where nothing is shared."""
    scored = [(shared(clause.content, other.content), other) for other in theirs]
    best = max((score for score, _ in scored), default=0)
    return [other for score, other in scored if best and score >= _CLOSE * best]


def _agrees(clause: _Clause, theirs: Sequence[_Clause]) -> bool:
    """Tell whether the evidence denies what a clause denies."""
    near = _nearest(clause, theirs)
    if any(
        other.asked or other.negated or other.lacking != clause.lacking or other.implied - clause.implied
        for other in near
    ):
        return True
    if any(other.negated and shared(clause.denied, other.content) for other in theirs):
        return True
    if not near:
        return any(other.negated or other.lacking or other.implied for other in theirs)
    places = [place for place, other in enumerate(theirs) if other in near]
    around = [theirs[at] for place in places for at in (place - 1, place + 1) if 0 <= at < len(theirs)]
    return _is_weak(clause, near) and any(other.negated or other.implied for other in around)


def _is_weak(clause: _Clause, near: Sequence[_Clause]) -> bool:
    best = max(shared(clause.content, other.content) for other in near)
    return best <= _WEAK * len(clause.content)


def _affirms(clause: _Clause, theirs: Sequence[_Clause]) -> bool:
    """Tell whether nothing that a clause states is denied in the evidence."""
    for other in theirs:
        if (
            other.negated
            and not other.asked
            and clause.lacking == other.lacking
            and (other.implied or not clause.implied & _DENYING)
            and (not clause.modal or other.modal)
            and shared(other.denied, clause.content)
        ):
            told = [
                c
                for c in theirs
                if not c.negated
                and (
                    shared(_common(other.denied, c.content), clause.content)
                    or shared(clause.content, c.content) >= _FAR * shared(clause.content, other.content)
                )
            ]
            if not told and 2 * shared(other.denied, clause.content) >= len(other.denied):
                return False
    near = [
        c for c in _nearest(clause, theirs) if not c.negated or shared(_without_measures(c), clause.content)
    ]
    return not near or any(
        not c.negated
        or c.asked
        or c.lacking != clause.lacking
        or (clause.modal and not c.modal)
        or (clause.implied & _DENYING and not c.implied)
        for c in near
    )


def _common(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in one if shared(frozenset({word}), other))


def _without_measures(clause: _Clause) -> frozenset[str]:
    return frozenset(word for word in clause.content if not MEASURE.match(word))


def _parity(clause: str) -> bool:
    return (negations(clause) + len(UN.findall(clause)) + len(EXCLUDED.findall(clause))) % 2 == 1
