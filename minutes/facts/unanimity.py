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
    for clause in clauses(sentence):
        text = normal(clause)
        unanimous = UNANIMOUS.search(text)
        match = unanimous or _MAJORITY.search(text)
        if match is None:
            continue
        negated = bool(re.search(r"\bnicht (?:einstimmig|einmuetig|unanim)", text))
        wanted = bool(unanimous) and not negated
        if not any(_bears(vote, known, unanimous=wanted) for vote in _about_the_same(clause, spoken)):
            yield Reason(code="unanimity", claim=match.group())
            return


def _bears(spoken: str, known: Known, *, unanimous: bool) -> bool:
    """Tell whether the evidence of one vote tells that it was unanimous, or that it was divided."""
    said = normal(spoken)
    against = _against(spoken)
    none_against = bool(UNANIMOUS.search(said) or nobody("no", spoken) or all_for(said)) or against == 0
    none_against = (none_against and not against) or any(v.unanimous for v in known.votes)
    if unanimous:
        return none_against
    divided = bool(_DIVIDED.search(said)) or bool(against) or any(v.unanimous is False for v in known.votes)
    divided = divided or bool(
        re.search(r"(?:gegenstimmen|dagegen)\s?\?\s?(?!keine|niemand|nein|nicht|auch|sehe)\w", said)
    )
    return divided or (bool(re.search(r"\bmehrheit\w*\b|majority", said)) and not none_against)


def _about_the_same(clause: str, spoken: str) -> list[str]:
    """Keep, of evidence with several votes, those that share most with a clause."""
    votes = _votes(spoken)
    if len(votes) < _SEVERAL:
        return [spoken]
    own = _counted_words(clause)
    scores = [shared(own, _counted_words(vote)) for vote in votes]
    return [vote for vote, score in zip(votes, scores, strict=True) if score == max(scores)]


def _votes(spoken: str) -> list[str]:
    """Cut evidence behind each sentence that tells a result; what is too short stays with the one before."""
    votes: list[str] = [""]
    ended = False
    for sentence in re.split(r"(?<=[.!?])(?<!\d\.)\s+", spoken):
        told = bool(_RESULTS.search(normal(sentence)) or _ALL.match(sentence))
        sums_up = len(sentence.split()) <= _SHORT or _SUMS_UP.match(sentence)
        if ended and (not sums_up or sentence.endswith("?")):
            votes.append("")
            ended = False
        votes[-1] += f" {sentence}"
        ended = ended or told
    if not ended and len(votes) > 1:
        votes[-2:] = [" ".join(votes[-2:])]
    return votes


def _counted_words(text: str) -> frozenset[str]:
    """Return the stems of a text with its numbers as digits."""
    return stems(normal(text)) | {str(n.value) for n in find_numbers(text)}


_RESULTS = re.compile(
    r"\b(?:angenommen|beschlossen|abgelehnt|genehmigt|bewilligt|zugestimmt|verworfen|ueberwiesen"
    r"|verwiesen|vertagt"
    r"|ist durch|einstimmig\w*|einmuetig|mehrheitlich\w*|carr(?:ies|ied)|pass(?:es|ed)|fail(?:s|ed)"
    r"|adopted|approved"
    r"|rejected|agreed|falls|unanimous\w*)\b"
)
_SUMS_UP = re.compile(r"(?:Damit|Somit|So|Also|Dann|Das|That|So that|The motion)\b(?!.*\d)")
"""Begins a sentence that says again what was just decided."""
_ALL = re.compile(r"(?:Das sind |Ich sehe |That's )?(?:[Aa]lle|[Ee]verybody|[Ee]veryone)\b")
_SEVERAL = 2
_SHORT = 3
"""Words of a sentence that only adds to the result before it ("Und zwar einstimmig.")."""


def all_for(said: str) -> bool:
    """Tell whether folded evidence says that all were in favour."""
    return bool(
        re.search(
            r"(?:stimmt|dafuer|zu|einverstanden|mit|einverstaendnis|favou?r(?: of [^?]{3,60})?"
            r"|agreed?)\s?\?\s"
            r"(?:das sind |das waren |ich sehe |that's )?(?:alle|jeder|everybody|everyone|all)\b"
            r"|\balle haende\b",
            said,
        )
    )


def _against(spoken: str) -> int | None:
    """Return the greatest count of votes against that the evidence tells."""
    counts = [n.value for n in find_numbers(spoken) if side_at(spoken, n.start, n.end) in {"no", "second"}]
    return max(counts) if counts else None
