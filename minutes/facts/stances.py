"""Yes or no: results, positions and unanimity, each with its sign, in sentence and evidence.

"angenommen", "stimmt zu" and "ist dafür" say yes, "abgelehnt", "lehnt ab" and "keine Mehrheit" no; "nicht"
turns the sign. A claim needs a like claim in the evidence, in the clause that shares most words with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from minutes.facts.sides import nobody, side_at
from minutes.facts.types import Known, Reason, Spoken
from minutes.facts.words import clauses, normal, shared, stems
from minutes.language.numbers import cardinal, find_numbers

NEGATION = re.compile(
    r"\b(?:nicht|kein(?:e|en|er|em|es)?|nie|niemals|keinesfalls|keineswegs|keinerlei|not|no|never|cannot"
    r"|can't|won't|didn't|don't|isn't|wasn't|doesn't)\b"
)
NO_NEGATION = re.compile(
    r"\bkann (?:doch )?nicht sein\b|\bnicht (?:nur|zuletzt|wahr|vor(?= \w)|mehr als|weniger als"
    r"|laenger als)\b|"
    r"\bnot (?:only|until|more than|before)\b|^(?:nein|no)$"
)
_VOTE_WORDS = re.compile(
    r"\bgegen (?:die )?(?:voten|eine? votum|\d+)\b"
    r"|\bgegen die (?:fraktion )?[a-zäöü0-9/ ]{2,20}(?= (?:angenommen|beschlossen|abgelehnt))"
    r"|(?:bei|mit|ohne|keine|eine|\d+|\w+) (?:ja|nein|gegen)-?(?:voten|votum)\b|\w+ (?:voten )?(?:zu"
    r"|gegen) \w+(?= voten\b|$| bei\b)|\d+ (?:zu|gegen) \d+"
)
_NUMBERED = re.compile(
    r"\b(?P<before>[\wäöü]+)?\s?\b(?P<side>dafuer|dagegen)\b"
    r"(?: (?:stimm\w+ |votier\w+ )?(?P<after>[\wäöü]+))?"
)
_SIGNS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("vote", -1, re.compile(r"\b(?:keine|nicht die|no) (?:\w+ )?mehrheit\b|\bminderheit\b")),
    (
        "vote",
        1,
        re.compile(
            r"\b(?:eine|die|der|zur|mit|find\w*|erh\w*) (?:\w+ )?mehrheit\b(?! (?:abgelehnt|dagegen|gegen))"
        ),
    ),
    (
        "vote",
        -1,
        re.compile(
            r"\babgelehnt|\blehn\w*\b.*\bab\b|\bablehn\w*|\bverworfen|\bverwirft|\bversagt|\b(?:rejected"
            r"|fail(?:s|ed)|defeated|denied|oppos(?:e|es|ed|ing)\b)"
            r"|\bdagegen\b(?! \d)|\b(?:ist|sind|sei|seien|bin|war|spr[ia]ch\w*|stimm\w*|votier\w*"
            r"|stell\w*)\b[^,.;]*?\b(?:gegen|dagegen)\b(?! (?:die stimmen|\d))"
            r"|\bgegen\b(?! (?:die stimmen|\d|stimmen))[^,.;]*\b(?:aus|gestimmt|sei|seien)\b"
        ),
    ),
    (
        "vote",
        1,
        re.compile(
            r"\b(?:angenommen|beschlossen|genehmigt|bewilligt|gutgeheiss?en|verabschiedet|gebilligt"
            r"|zugestimmt|stattgegeben|bestaetigt(?= )"
            r"|beschliesst|beschliessen|genehmigt|billigt|befuerwort\w*|unterstuetz\w*|einverstanden"
            r"|carr(?:y|ies|ied)|pass(?:es|ed)|approved?|adopted|supports?)\b"
            r"|\bn(?:immt|ehmen?|ahmen?|aehmen?)\b.*\ban\b|\bstimm\w*\b.*\bzu\b(?! den| einem)|\bzustimm\w*"
            r"|\bzuzustimmen"
            r"|\bdafuer\b(?= (?:ist|sind|sei|seien|stimm\w*|ausgesprochen|gestimmt)\b)"
            r"|\bmotion carr|\b(?:ist|sind|sei|seien|bin|spr[ia]ch\w*)\b[^,.;]*\bfuer\b(?= (?:die|den|das"
            r"|eine|einen|ein|eintreten|vertagung)\b)"
            r"|\bfuer eintreten\b|\b(?:ist|sind|sei|seien|bin|war|stimm\w*|votier\w*)\b[^,.;]*\bdafuer$"
        ),
    ),
)
_MOVES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("postponed", re.compile(r"\b(?:vertagt|verschoben|zurueckgestellt|tabled|postponed)\b")),
    ("referred", re.compile(r"\b(?:verwiesen|ueberwiesen|verweist|ueberweist|referred|verweisen wir)\b")),
    ("withdrawn", re.compile(r"\b(?:zurueckgezogen|abgesetzt|zieht\b.*\bzurueck|withdrawn|withdrew)\b")),
    ("noted", re.compile(r"\bzur kenntnis\b|\bkenntnisnahme\b|\b(?:was|were|is) noted\b")),
)
_STRONG = re.compile(
    r"\b(?:angenommen|beschlossen|beschliesst|genehmigt|abgelehnt|bewilligt|gutgeheiss?en|verabschiedet"
    r"|verworfen|mehrheit|minderheit|carried|passed"
    r"|adopted|approved|failed|rejected|defeated)\b|\b(?:rat|ausschuss|gemeinderat|stadtrat|council"
    r"|committee)\b.*\b(?:ab|zu|an)$|\bwird\b.*\bzugestimmt\b"
)
"""Words of a result; a position ("unterstützt") may be said in many other words and is not asked for."""
_AIMED = re.compile(
    r"\b(?:in|an) (?:den|die|das|einen?)\b|ausschuss|ausschuesse|committee|zurueck|\bso (?:ver|ueber)wiesen"
    r"|weiter"
)
_UNANIMOUS = re.compile(
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


class Claim(NamedTuple):
    """A yes or no in one clause."""

    family: str
    sign: int
    clause: str
    content: frozenset[str]
    """Stems of the whole sentence the clause is part of."""


def negations(text: str) -> int:
    """Count the negations of a folded text; "nicht nur" is none."""
    return len(NEGATION.findall(NO_NEGATION.sub(" ", text)))


def find_claims(text: str) -> tuple[Claim, ...]:
    """Return what a text says yes or no to; questions say neither."""
    return tuple(
        claim
        for sentence in _SENTENCE.split(text)
        for raw in _units(sentence)
        if not raw.endswith("?")
        for claim in _claims_of(raw, stems(normal(sentence)))
    )


def _claims_of(raw: str, content: frozenset[str]) -> Iterator[Claim]:
    clause, bare = normal(raw), _bare(raw)
    for family, sign, pattern in _SIGNS:
        if inside := pattern.search(bare):
            turned = "mehrheit" not in inside.group() and negations(bare) % 2
            yield Claim(family, -sign if turned else sign, clause, content)
            break
    for family, pattern in _MOVES:
        if pattern.search(bare) and (family != "referred" or " auf " not in bare or _AIMED.search(bare)):
            yield Claim(family, -1 if negations(bare) % 2 else 1, clause, content)


_SENTENCE = re.compile(r"(?<=[.!?])(?<!\d\.)(?<!\bDr\.)\s+(?=[A-ZÄÖÜ])")


def _bare(raw: str) -> str:
    """Fold a clause and drop what only counts votes: "9 dafür", "mit 16 Stimmen gegen die FPÖ"."""
    clause = normal(
        re.sub(
            r"\bStimmen\b|stimmen\b(?<=-stimmen)|(?<=Ja)stimmen|(?<=Nein)stimmen|(?<=Gegen)stimmen",
            "Voten",
            re.sub(r"\bStimme\b|(?<=[Gg]egen)stimme\b", "Votum", raw),
        )
    )

    def without(match: re.Match[str]) -> str:
        around = (match["before"], match["after"])
        counted = any(word and (cardinal(word) is not None or word in _NOBODY_WORDS) for word in around)
        return " " if counted else match.group()

    counted = _COUNTED.sub(
        lambda m: " " if cardinal(m["count"]) is not None or cardinal(m["count"], "en") is not None else m[0],
        clause,
    )
    return _VOTE_WORDS.sub(" ", _NUMBERED.sub(without, counted))


_COUNTED = re.compile(
    r"\b(?P<count>\w+) (?:(?:\w+ )?(?:stimm\w+|votier\w+) (?:dafuer|dagegen)|opposed|against|in favou?r"
    r"|(?:voted )?no)\b"
)
_CUT_OFF = 2
"""Words of a verb that a comma cut off."""
_NOBODY_WORDS = frozenset({"niemand", "keiner", "keine", "nobody"})


def _units(text: str) -> list[str]:
    """Clauses, with a verb cut off by a comma or "und" kept at its sentence where it is short."""
    joined: list[str] = []
    for part in clauses(text):
        if (
            joined
            and len(part.split()) <= _CUT_OFF
            and not joined[-1].endswith("?")
            and re.search(r"\b(?:ab|zu|an|so|nicht)\W*$", part)
        ):
            joined[-1] += " " + part
        else:
            joined.append(part)
    return joined


def check_results(sentence: str, evidence: Sequence[Spoken], known: Known) -> Iterator[Reason]:
    """Yield results and positions whose sign, and unanimity whose word, the evidence does not give."""
    spoken = " ".join(one.text for one in evidence)
    theirs = [*find_claims(spoken), *_of_votes(known)]
    if all(c.family != "vote" for c in theirs) and (counted := _counted(spoken)):
        theirs.append(Claim("vote", counted, normal(spoken), stems(normal(spoken))))
    for claim in find_claims(sentence):
        same = [c for c in theirs if c.family == claim.family]
        if not same:
            if claim.family != "vote" or _STRONG.search(claim.clause):
                yield Reason(code="result", claim=claim.clause)
            continue
        if not _has_sign(claim, same):
            yield Reason(code="result", claim=claim.clause)
    yield from _check_unanimity(sentence, spoken, known)


def _counted(spoken: str) -> int:
    """Return the sign of a result nobody put in words: all in favour, or more for than against."""
    said = normal(spoken)
    counts: dict[str, int] = {}
    for number in find_numbers(spoken):
        side = side_at(spoken, number.start, number.end)
        if side:
            counts.setdefault({"first": "yes", "second": "no"}.get(side, side), number.value)
    if _UNANIMOUS.search(said) or _all_for(said):
        return 1
    if "yes" in counts and "no" in counts:
        return 1 if counts["yes"] > counts["no"] else -1
    return 0


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


def _check_unanimity(sentence: str, spoken: str, known: Known) -> Iterator[Reason]:
    text, said = normal(sentence), normal(spoken)
    against = _against(spoken)
    none_against = bool(_UNANIMOUS.search(said) or nobody("no", spoken) or _all_for(said)) or against == 0
    none_against = (none_against and not against) or any(v.unanimous for v in known.votes)
    divided = bool(_DIVIDED.search(said)) or bool(against) or any(v.unanimous is False for v in known.votes)
    divided = divided or bool(
        re.search(r"gegenstimmen\s?\?\s?(?!keine|niemand|nein|nicht|auch|sehe)\w", said)
    )
    if match := _UNANIMOUS.search(text):
        negated = bool(re.search(r"\bnicht (?:einstimmig|einmuetig|unanim)", text))
        if (negated and not divided) or (not negated and not none_against):
            yield Reason(code="unanimity", claim=match.group())
    elif match := _MAJORITY.search(text):
        unsure = not divided and not re.search(r"\bmehrheit\w*\b|majority", said)
        if unsure or (none_against and not divided):
            yield Reason(code="unanimity", claim=match.group())


def _all_for(said: str) -> bool:
    return bool(re.search(r"(?:stimmt|dafuer|zu)\s?\?\s(?:das sind |das waren )?alle\b", said))


def _against(spoken: str) -> int | None:
    """Return the greatest count of votes against that the evidence tells."""
    counts = [n.value for n in find_numbers(spoken) if side_at(spoken, n.start, n.end) in {"no", "second"}]
    return max(counts) if counts else None
