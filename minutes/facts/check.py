"""Whether everything that can be checked in a generated sentence is in its evidence; no model is asked."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from minutes.facts.claims import find_claims
from minutes.facts.names import check_names
from minutes.facts.negation import check_negations
from minutes.facts.numbers import check_numbers
from minutes.facts.parties import check_parties
from minutes.facts.quotes import check_quotes
from minutes.facts.stances import check_results
from minutes.facts.types import Known, Reason, Spoken, Verdict
from minutes.facts.words import shared, stems, words

_CHECKS = (check_quotes, check_numbers, check_names, check_parties, check_results, check_negations)
_FEWEST_WORDS = 3
"""Less is no sentence ("…")."""
_LANGUAGES_READ = ("de", "en")
"""Languages whose results and negations are understood."""


def check_sentence(sentence: str, evidence: Sequence[Spoken], known: Known | None = None) -> Verdict:
    """Check one sentence against the utterances it names and the facts of its item.

    Numbers, amounts, dates, times, papers, items, names, parties, results with their negation and
    unanimity, negations and quotations are looked for in the evidence. A sentence with a claim that is
    not there is to be withheld; the reasons say which. Where the sentence is in another language than
    the evidence, results and negations are compared for German and English only.

    Args:
        sentence: What a language model wrote.
        evidence: The utterances it names; none withholds every sentence.
        known: Roster, item and votes; the languages.
    """
    known = known or Known()
    if not evidence:
        return Verdict(sentence=sentence, reasons=(Reason(code="unrelated", claim=sentence),))
    if _literal(sentence, evidence):
        return Verdict(sentence=sentence)
    reasons: list[Reason] = []
    for check in _CHECKS:
        if check in {check_negations, check_results} and not _read(known):
            continue
        if check is check_negations and known.language[:2] != known.spoken_language[:2]:
            continue
        reasons += [reason for reason in check(sentence, evidence, known) if reason not in reasons]
    same = known.language[:2] == known.spoken_language[:2]
    empty = len(words(sentence)) < _FEWEST_WORDS
    if empty or (not reasons and same and _unrelated(sentence, evidence, known)):
        reasons.append(Reason(code="unrelated", claim=sentence))
    return Verdict(sentence=sentence, reasons=tuple(reasons))


def check_rewording(sentence: str, source: str, known: Known | None = None) -> Verdict:
    """Check a sentence in plain language or a translation against the sentence it was made from."""
    known = known or Known()
    return check_sentence(
        sentence, (Spoken(id="source", text=source),), msgspec.structs.replace(known, votes=())
    )


def _literal(sentence: str, evidence: Sequence[Spoken]) -> bool:
    """Tell whether somebody said just that."""
    said = f" {' '.join(words(sentence))} "
    return len(words(sentence)) >= _FEWEST_WORDS and any(
        said in f" {' '.join(words(one.text))} " for one in evidence
    )


def _read(known: Known) -> bool:
    return known.language[:2] in _LANGUAGES_READ and known.spoken_language[:2] in _LANGUAGES_READ


def _unrelated(sentence: str, evidence: Sequence[Spoken], known: Known) -> bool:
    said = {claim.family for one in evidence for claim in find_claims(one.text)}
    if said & {claim.family for claim in find_claims(sentence)}:
        return False
    own = stems(sentence)
    around = stems(
        " ".join([*(one.text for one in evidence), *(one.speaker or "" for one in evidence), known.title])
    )
    return bool(own) and not shared(own, around)
