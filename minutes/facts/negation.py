"""A negation of the sentence must be one of the evidence, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from minutes.facts.claims import CONDITIONAL, NEGATION, find_claims, negations
from minutes.facts.quantities import find_quantities
from minutes.facts.types import Known, Reason, Spoken
from minutes.facts.words import clauses, normal, shared, stems
from minutes.language.names import word_set

_UN = re.compile(
    r"\bun(?=(?:moeglich|zumutbar|noetig|klar|geklaert|geeignet|wirtschaftlich|zulaessig|vollstaendig"
    r"|zureichend|genuegend"
    r"|gefaehrlich|sicher|zufrieden|problematisch|wahrscheinlich|richtig|vertretbar|ausgewogen|rentabel"
    r"|beruecksichtigt|strittig|beruehrt|begruendet|gewiss|beliebt|moeglich|passend|noetig))"
)
_EXCLUDED = re.compile(
    r"\b(?:ausgeschlossen|scheide\w*\b.*\baus\b|ausscheide\w*|entf[ai]e?l(?!lende)\w*|unter(?:bleib|blieb)\w*"
    r"|(?:faell|fall|fiel)\w*\b[^,.;]*\bweg\b|wegf(?:all|ael)(?!ende)\w*|verneint?|ruled out|fehl(?:t|en"
    r"|e|te|ten"
    r"|ende\w*)|vermiss\w*)\b"
)
"""Words that deny by themselves."""
_LACKING = re.compile(
    r"\b(?:mangel\w*|verzicht\w*|unterlass\w*|ausbleib\w*|ausgeblieben"
    r"|scheiter\w*|verhinder\w*|kaum|zu (?:wenig|gering|hoch"
    r"|klein|teuer)|lehn\w*|abgelehnt"
    r"|ablehn\w*|statt|anstatt|anstelle|stattdessen|lack\w*|refus\w*|bemaengel\w*|kritisier\w*"
    r"|beanstand\w*|bedauer\w*"
    r"|bezweifel\w*|bestreit\w*|widersprech\w*|widersprich\w*|weiger\w*|vermeid\w*|gegen"
    r"|dagegen)\b"
)
_TOPIC = re.compile(
    r"\b(?:verweis\w* auf|erinner\w* an|erkundig\w* sich|frag\w* nach|thematisier\w*|nimmt bezug|bezieht sich"
    r"|spricht\b[^,.;]*\ban$|geht\b[^,.;]*\bein$|refer\w* to|asked about)\b"
)
"""Says what somebody spoke about, not what he said of it."""
_IMPLIED = re.compile(
    r"\b(?:ohne|ausser|ausgenommen|bis auf|befreit|befangen\w*|verbot\w*|verbiet\w*|untersag\w*|wenig\w*"
    r"|zu (?:teuer|hoch|viel|lang|kurz|klein|gross|steil|schmal|eng|alt|spaet|frueh|schwach|gering"
    r"|niedrig|weit"
    r"|knapp|voll|laut|nah|gefaehrlich|schwer|streng)|selten|leider|exempt\w*|without|except|unable"
    r"|too \w+|rather"
    r"|instead|hardly|barely|little|few|banned|prohibit\w*|absent|vacant)\b|\w{4,}(?:frei|los)(?:e[nmrs]?)?\b"
)
"""Says, without denying it, that something is not so."""
_ABSENT = re.compile(r"\b(?:ohne|without)(?: (?:ein\w*|a|an|any|the))? (?P<noun>\w{3,})")
_RECUSED = re.compile(
    r"\b(?:befangen\w*|interessenkonflikt|mitwirkungsverbot|recus\w*|conflict of interest)\b"
)
_TAKES_PART = re.compile(
    r"\b(?:n[ia]h?mm?t?|wirk\w*|st[ia]mm\w*)\b[^.;]*\b(?:teil|mit)$|\b(?:takes?|took) part\b"
    r"|\bteilgenommen\b|\bmitgewirkt\b"
)
_ALL_BUT = re.compile(r"\b(?:bis auf|ausser|all but|except(?: for)?) (?P<rest>\w+)")
_GENERIC = word_set(
    "vorgesehen geplant vorhanden moeglich noetig notwendig erforderlich gegeben erfolgt passiert"
    " beabsichtigt "
    "angedacht enthalten vorliegen liegt besteht bestehen planned needed necessary available there possible "
    "expected included proposed proposal"
)
"""Behind "nicht", these say nothing of what is denied."""
_MEASURE = re.compile(r"^(?:\d+|euro|franken|prozent|million|milliard|dollar|percent|pound)\w*$")
_WEAK = 1 / 2
"""Share of a clause's words in the evidence up to which the evidence says it in other words altogether."""
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
            r"\b(?:gegenstimm|enthaltung|ja-?stimm|nein-?stimm|votier|stimmten|abstimm)", clause.folded
        )
        if clause.negated and _RECUSED.search(spoken) and _TAKES_PART.search(clause.folded):
            continue
        if _takes_part(clause) or _is_rest(clause, spoken) or _is_absent(clause, spoken):
            yield Reason(code="negation", claim=raw)
            continue
        if (
            voted
            or CONDITIONAL.search(clause.folded)
            or _TOPIC.search(clause.folded)
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
    implied: bool

    @classmethod
    def read(cls, raw: str) -> _Clause:
        folded = normal(raw)
        content = stems(folded)
        negated = _parity(folded)
        parts = NEGATION.split(folded) if negated else [folded]
        behind = frozenset(word for word in stems(parts[-1]) if not _MEASURE.match(word))
        denied = (content if behind <= _GENERIC_STEMS else behind) if negated else frozenset()
        lacking, implied = bool(_LACKING.search(folded)), bool(_IMPLIED.search(folded))
        return cls(raw, folded, content, negated, raw.endswith("?"), denied, lacking, implied)


_GENERIC_STEMS = frozenset(stem for word in _GENERIC for stem in stems(word))


def _takes_part(clause: _Clause) -> bool:
    """Tell whether somebody who is recused is said to take part."""
    return bool(
        not clause.negated
        and _RECUSED.search(clause.folded)
        and _TAKES_PART.search(clause.folded)
        and not _IMPLIED.search(_RECUSED.sub(" ", clause.folded))
    )


def _is_rest(clause: _Clause, spoken: str) -> bool:
    """Tell whether what holds for all but two ("alle bis auf zwei") is told of the two."""
    rest = {digit for match in _ALL_BUT.finditer(spoken) for digit in stems(match["rest"]) if digit.isdigit()}
    counted = {str(quantity.value) for quantity in find_quantities(clause.raw)} if rest else set()
    return bool(
        rest & counted
        and not clause.negated
        and not _ALL_BUT.search(clause.folded)
        and not clause.lacking
        and not _COUNTED_AGAINST.search(clause.folded)
    )


_COUNTED_AGAINST = re.compile(r"\b(?:enthaltung\w*|gegenstimm\w*|nein|dagegen|abst\w+|against|opposed)\b")


def _is_absent(clause: _Clause, spoken: str) -> bool:
    """Tell whether a thing is said to be there that the evidence is without."""
    had = _HAS.search(clause.folded)
    if not had or (had.group() not in _WITH and (clause.negated or clause.implied or clause.lacking)):
        return False
    nouns = frozenset(stem for match in _ABSENT.finditer(spoken) for stem in stems(match["noun"]))
    elsewhere = stems(_ABSENT.sub(" ", spoken))
    gone = frozenset(noun for noun in nouns if not shared(frozenset({noun}), elsewhere))
    return bool(shared(gone, stems(clause.folded[had.end() :])))


_WITH = frozenset({"with", "mit"})


_HAS = re.compile(
    r"\b(?:had|has|have|with|mit|gebe|gibt|habe|hat|haetten|verfueg\w*|there (?:was|were|is|are))\b"
)


def _answered(said: Sequence[str]) -> list[_Clause]:
    """Read clauses; a question answered with no is a denial, "nicht, dass …" denies what follows."""
    read = [_Clause.read(clause) for clause in said]
    for place, following in enumerate(read[1:]):
        if read[place].asked and _NO.match(following.folded):
            read[place] = read[place]._replace(asked=False, negated=True, denied=read[place].content)
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
        other.asked
        or other.negated
        or other.lacking != clause.lacking
        or (other.implied and not clause.implied)
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
            and shared(other.denied, clause.content)
        ):
            told = [c for c in theirs if not c.negated and shared(other.denied & c.content, clause.content)]
            if not told and 2 * shared(other.denied, clause.content) >= len(other.denied):
                return False
    near = [
        c for c in _nearest(clause, theirs) if not c.negated or shared(_without_measures(c), clause.content)
    ]
    return not near or any(not c.negated or c.asked or c.lacking != clause.lacking for c in near)


def _without_measures(clause: _Clause) -> frozenset[str]:
    return frozenset(word for word in clause.content if not _MEASURE.match(word))


def _parity(clause: str) -> bool:
    return (negations(clause) + len(_UN.findall(clause)) + len(_EXCLUDED.findall(clause))) % 2 == 1
