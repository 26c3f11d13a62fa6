"""Whether a result was unanimous, in sentence and evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minutes.facts.sides import nobody, side_at
from minutes.facts.types import Known, Reason
from minutes.facts.words import clauses, normal, shared, stems
from minutes.language.numbers import find_numbers

UNANIMOUS = re.compile(
    r"\b(?:einstimmig\w*|einmuetig|einhellig|unanimous\w*)\b|\bohne gegenstimmen?\b|\balle (?:anwesenden "
    r"|mitglieder )?(?:stimm|dafuer)"
    r"|\bkeine gegenstimmen?\b|\bgegenstimmen\b.{0,12}\bnicht\b"
)
_DIVIDED = re.compile(
    r"\b(?:mehrheitlich\w*|stimmenmehrheit|mit (?:\w+ )?mehrheit|majority)\b|\bgegen (?:die )?stimmen?\b"
    r"|\bgegen eine stimme\b"
)
_MAJORITY = re.compile(
    r"\b(?:mehrheitlich\w*|stimmenmehrheit|mit (?:grosser|knapper|deutlicher|der) mehrheit"
    r"|by (?:a )?majority)\b"
)


def check_unanimity(sentence: str, spoken: str, known: Known) -> Iterator[Reason]:
    """Yield "einstimmig" and "mehrheitlich" where the evidence tells another division, or none."""
    text = normal(sentence)
    spoken = _about_the_same(sentence, spoken)
    said = normal(spoken)
    against = _against(spoken)
    none_against = bool(UNANIMOUS.search(said) or nobody("no", spoken) or all_for(said)) or against == 0
    none_against = (none_against and not against) or any(v.unanimous for v in known.votes)
    divided = bool(_DIVIDED.search(said)) or bool(against) or any(v.unanimous is False for v in known.votes)
    divided = divided or bool(
        re.search(r"gegenstimmen\s?\?\s?(?!keine|niemand|nein|nicht|auch|sehe)\w", said)
    )
    if match := UNANIMOUS.search(text):
        negated = bool(re.search(r"\bnicht (?:einstimmig|einmuetig|unanim)", text))
        if (negated and not divided) or (not negated and not none_against):
            yield Reason(code="unanimity", claim=match.group())
    elif match := _MAJORITY.search(text):
        unsure = not divided and not re.search(r"\bmehrheit\w*\b|majority", said)
        if unsure or (none_against and not divided):
            yield Reason(code="unanimity", claim=match.group())


def _about_the_same(sentence: str, spoken: str) -> str:
    """Keep, of evidence with several results, the sentences that share most with the clause claiming one."""
    if len(_RESULTS.findall(normal(spoken))) < _SEVERAL:
        return spoken
    claims = [c for c in clauses(sentence) if UNANIMOUS.search(normal(c)) or _MAJORITY.search(normal(c))]
    parts = re.split(r"(?<=[.!])\s+(?=[^.!?]*[:?])", spoken)
    if len(claims) != 1 or len(parts) < _SEVERAL:
        return spoken
    own = _counted_words(claims[0])
    scores = [shared(own, _counted_words(part)) for part in parts]
    best = [part for part, score in zip(parts, scores, strict=True) if score == max(scores)]
    return best[0] if len(best) == 1 and max(scores) else spoken


def _counted_words(text: str) -> frozenset[str]:
    """Return the stems of a text with its numbers as digits."""
    return stems(normal(text)) | {str(n.value) for n in find_numbers(text)}


_RESULTS = re.compile(r"\b(?:angenommen|beschlossen|abgelehnt|genehmigt|zugestimmt|carried|passed|failed)\b")
_SEVERAL = 2


def all_for(said: str) -> bool:
    """Tell whether folded evidence says that all were in favour."""
    return bool(re.search(r"(?:stimmt|dafuer|zu)\s?\?\s(?:das sind |das waren )?alle\b", said))


def _against(spoken: str) -> int | None:
    """Return the greatest count of votes against that the evidence tells."""
    counts = [n.value for n in find_numbers(spoken) if side_at(spoken, n.start, n.end) in {"no", "second"}]
    return max(counts) if counts else None
