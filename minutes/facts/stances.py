"""Yes or no: results, positions and unanimity, each with its sign, in sentence and evidence.

"angenommen", "stimmt zu" and "ist dafür" say yes, "abgelehnt", "lehnt ab" and "keine Mehrheit" no; "nicht"
turns the sign. A claim needs a like claim in the evidence, in the clause that shares most words with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minutes.facts.claims import Claim, find_claims
from minutes.facts.leanings import contrary, leaning
from minutes.facts.mentions import find_people
from minutes.facts.sides import side_at
from minutes.facts.types import Known, Reason, Spoken
from minutes.facts.unanimity import UNANIMOUS, all_for, check_unanimity
from minutes.facts.words import clauses, normal, shared, stems
from minutes.language.names import key
from minutes.language.numbers import find_numbers

_ABSTAINS = re.compile(
    r"\benth(?:ae|a)lt\w* (?:sich|uns|mich)\b|\b(?:sich|uns"
    r"|mich)\b[^,.;]*\benthalten\b|\babstain"
)
_ABSTAINER = re.compile(
    r"\b(?!Ich|Wir|Wer|Man|We|Who|Sie|Er|Fraktion)(?P<name>[A-ZÄÖÜ][\w-]+) (?:abstain\w*|enthält sich"
    r"|enthalte sich)"
)
_ABSTENTION = re.compile(r"enthalt|enthaelt|abst(?:ain|ention)")
_CRITICAL = re.compile(
    r"\b(?:kritisch|skeptisch|bedenken|ablehnend|falsch|nicht (?:folgen|mittragen|gut|richtig))\b"
)
_WELCOMES = re.compile(
    r"\b(?:begruess\w*|freu\w*|gut so|grosser wurf|mittragen|tragen (?:das|wir)"
    r"|richtig)\b"
)
_SOFT = frozenset({"possible", "agree", "unchanged"})
"""Families said in so many other words that only a contrary claim counts."""
_MOVED = {
    "postponed": re.compile(
        r"\b(?:vertag\w*|verschieb\w*|verschob\w*|zurueckstell\w*|stell\w*\b[^.;]*\bzurueck"
        r"|naechste sitzung|to table"
        r"|table (?:it|this|the)|postpon\w*|continu\w*|defer\w*)\b"
    ),
    "referred": re.compile(
        r"\b(?:verweis\w*|ueberweis\w*|zurueckverweis\w*|refer\w*|(?:in|an) (?:den|die) \w*(?:ausschuss"
        r"|kommission))\b"
    ),
    "withdrawn": re.compile(r"\b(?:zieh\w*\b[^.;]*\bzurueck|absetz\w*|setz\w*\b[^.;]*\bab|withdraw\w*)\b"),
}
"""In other words, what becomes of an item."""
_SENT_BACK = re.compile(r"\bzurueckgewiesen\b|\bweist\b[^.;]*\bzurueck\b|\bsent back\b")
_RETURN = re.compile(
    r"rueckweis|zurueckweis|zurueckgewies|\bweis\w*\b[^.;]*\bzurueck|sen[dt]\w* (?:it |this )?back"
)
_STRONG = re.compile(
    r"\b(?:angenommen|beschlossen|beschliesst|genehmigt|abgelehnt|bewilligt|gutgeheiss?en|verabschiedet"
    r"|verworfen|mehrheit|minderheit|carried|passed"
    r"|adopted|approved|failed|rejected|defeated)\b|\b(?:rat|ausschuss|gemeinderat|stadtrat|council"
    r"|committee)\b.*\b(?:ab|zu|an)$|\bwird\b.*\bzugestimmt\b"
)
"""Words of a result; a position ("unterstützt") may be said in many other words and is not asked for."""


def check_results(sentence: str, evidence: Sequence[Spoken], known: Known) -> Iterator[Reason]:
    """Yield results and positions whose sign, and unanimity whose word, the evidence does not give."""
    spoken = " ".join(one.text for one in evidence)
    theirs = [*find_claims(spoken), *_of_votes(known)]
    if all(c.family != "vote" for c in theirs) and (counted := _counted(spoken)):
        theirs.append(Claim("vote", counted, normal(spoken), stems(normal(spoken))))
    yield from _check_abstaining(sentence, spoken)
    yield from _check_roll_call(sentence, spoken, known)
    if attitude := contrary(sentence, evidence[-1].text):
        yield Reason(code="result", claim=attitude)
    yield from _check_sent_back(sentence, spoken, theirs)
    for claim in find_claims(sentence):
        same = [c for c in theirs if c.family == claim.family]
        if not same:
            if claim.family in _MOVED and _moved(claim, spoken, theirs):
                continue
            if claim.family in _SOFT or (claim.family == "vote" and _contradicts(claim, spoken)):
                if claim.family == "vote" or (claim.family == "agree" and leaning(spoken) == -claim.sign):
                    yield Reason(code="result", claim=claim.clause)
                continue
            if claim.family != "vote" or _STRONG.search(claim.clause):
                yield Reason(code="result", claim=claim.clause)
            continue
        if (
            not _has_sign(claim, same)
            and not _counts_say(claim, sentence)
            and not _called(sentence, spoken, known)
        ):
            yield Reason(code="result", claim=claim.clause)
    yield from check_unanimity(sentence, spoken, known)


def _check_sent_back(sentence: str, spoken: str, theirs: Sequence[Claim]) -> Iterator[Reason]:
    """What was "zurückgewiesen" must have been lost, where nobody spoke of sending it back."""
    if _RETURN.search(normal(spoken)):
        return
    for clause in clauses(sentence):
        folded = normal(clause)
        if _SENT_BACK.search(folded):
            votes = [c for c in theirs if c.family == "vote"]
            if not votes or not _has_sign(Claim("vote", -1, folded, stems(folded)), votes):
                yield Reason(code="result", claim=clause)


def _check_roll_call(sentence: str, spoken: str, known: Known) -> Iterator[Reason]:
    """Who is said to have voted for or against must have answered so in a roll call ("Reyes no")."""
    for words_told, agrees in _roll_call(sentence, spoken, known):
        if not agrees:
            yield Reason(code="result", claim=words_told)


def _called(sentence: str, spoken: str, known: Known) -> bool:
    """Tell whether a roll call bears what the sentence says of somebody's vote."""
    return any(agrees for _, agrees in _roll_call(sentence, spoken, known))


def _roll_call(sentence: str, spoken: str, known: Known) -> Iterator[tuple[str, bool]]:
    for mention in find_people(sentence, known):
        told = _VOTED.match(sentence[mention.end :])
        called = re.search(
            rf"\b{re.escape(mention.surname[-1] if mention.surname else '-')}[,:]? (?:votes? "
            rf"|stimmt )?(?P<vote>yes|aye|yea|no|nay|ja|nein)\b",
            key(spoken),
        )
        if told and called:
            yield mention.text + told.group(), bool(told["for"]) == (called["vote"] in _YES)


_YES = frozenset({"yes", "aye", "yea", "ja"})
_VOTED = re.compile(
    r"\s+(?:voted?|votes|voting|stimmte?|hat)\s+(?:mit\s+)?(?:(?P<for>for|in favou?r|yes|aye|dafür|Ja|ja)"
    r"|(?P<against>against|no\b|nay|dagegen|Nein|nein))\b"
)


def _check_abstaining(sentence: str, spoken: str) -> Iterator[Reason]:
    """Who "enthält sich" must have said so, or be the one of whom it was said."""
    told, said = _ABSTAINER.search(sentence), _ABSTAINER.search(spoken)
    if told and said and key(told["name"]) != key(said["name"]) and told["name"] not in spoken:
        yield Reason(code="result", claim=told.group())
    match = _ABSTAINS.search(normal(sentence))
    if match and not _ABSTENTION.search(normal(spoken)):
        yield Reason(code="result", claim=match.group())


def _contradicts(claim: Claim, spoken: str) -> bool:
    """Tell whether a position is told of somebody who said another one in words that are no vote."""
    said = normal(spoken)
    if _ABSTAINS.search(said) and not _STRONG.search(claim.clause):
        return True
    critical, welcomes = bool(_CRITICAL.search(said)), bool(_WELCOMES.search(said))
    if critical != welcomes:
        return critical == (claim.sign > 0)
    return not _STRONG.search(claim.clause) and leaning(spoken) == -claim.sign


def _moved(claim: Claim, spoken: str, theirs: Sequence[Claim]) -> bool:
    """Tell whether a vote on postponing or referring an item did so ("Antrag auf Vertagung … Neun.")."""
    if not _MOVED[claim.family].search(normal(spoken)):
        return False
    votes = [c.sign for c in theirs if c.family == "vote"]
    return claim.sign in votes or (not votes and claim.sign > 0)


def _counted(spoken: str) -> int:
    """Return the sign of a result nobody put in words: all in favour, or more for than against."""
    said = normal(spoken)
    counts: dict[str, int] = {}
    for number in find_numbers(spoken):
        side = side_at(spoken, number.start, number.end)
        if side:
            counts.setdefault({"first": "yes", "second": "no"}.get(side, side), number.value)
    if UNANIMOUS.search(said) or all_for(said):
        return 1
    if "yes" in counts and "no" in counts:
        return 1 if counts["yes"] > counts["no"] else -1
    return 0


def _counts_say(claim: Claim, sentence: str) -> bool:
    """Tell whether the sentence's own counts, which are checked elsewhere, give the result it tells."""
    counts = {side_at(sentence, n.start, n.end): n.value for n in find_numbers(sentence)}
    yes, no = counts.get("first", counts.get("yes")), counts.get("second", counts.get("no"))
    return claim.family == "vote" and yes is not None and no is not None and claim.sign * (yes - no) > 0


def _has_sign(claim: Claim, theirs: Sequence[Claim]) -> bool:
    """Look for the sign among the clauses that share most words with the claim."""
    scored = [(shared(claim.content, c.content), c.sign) for c in theirs]
    best = max(score for score, _ in scored)
    return any(sign == claim.sign for score, sign in scored if score == best)


def _of_votes(known: Known) -> list[Claim]:
    signs = {"accepted": ("vote", 1), "rejected": ("vote", -1)}
    found = []
    for vote in known.votes:
        family, sign = signs.get(vote.result, (vote.result, 1))
        subject = {"amendment": "aenderungsantrag", "procedure": "geschaeftsordnung"}.get(
            vote.subject, "vorlage"
        )
        found.append(Claim(family, sign, subject, stems(subject)))
    return found
