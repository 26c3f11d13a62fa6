"""What a text says yes or no to: results, positions and what becomes of an item, each with its sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from minutes.facts.words import clauses, normal, stems
from minutes.language.numbers import cardinal

NEGATION = re.compile(
    r"\b(?:nicht|nichts|niemand(?:en|em)?|kein(?:e|en|er|em|es)?|nie|niemals|keinesfalls|keineswegs"
    r"|keinerlei|weder|not|no|never|cannot|nobody|no-one|none|nothing|neither|nor(?! (?:the|had|did|was"
    r"|were|any|of)\b)|\w+n't)\b"
)
NO_NEGATION = re.compile(
    r"\bkann (?:doch )?nicht sein\b|\bnicht (?:nur|zuletzt|wahr|vor(?= \w)|mehr als|weniger als"
    r"|laenger als)\b|"
    r"\bnot (?:only|until|more than|before|just)\b|^(?:nein|no)$|\bno one\b(?= (?:but|except))"
    r"|\b(?:vor|before) (?:19|20)\d\d (?:\w+ ){0,2}(?:nichts?|kein\w*)\b"
    r"|^(?:und |aber |oder )?(?:koenn|soll|woll|waer|moecht)\w* (?:wir|man|sie|es|das|die verwaltung)\b"
    r"(?: (?:denn|da|hier|doch|das|es|sich))* nicht\b|\b(?:warum|wieso) nicht\b|\bwhy (?:not|don't|doesn't)\b"
    r"|^(?:and |but |so )?(?:couldn't|can't|shouldn't|wouldn't|isn't|aren't) (?:we|you|it|there)\b"
)
"""Words of negation that deny nothing: "nicht nur", and suggestions ("Könnten wir nicht …", "Why not …")."""
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
        -1,
        re.compile(
            r"\b(?:verweiger|versag|entzieh)\w*\b[^,.;]*\bzustimmung\b"
            r"|\bzustimmung\b[^,.;]*\b(?:verweiger|versag)\w*"
            r"|\bsteh\w*\b[^,.;]*\bgegen\b"
        ),
    ),
    ("vote", 1, re.compile(r"\bsteh\w*\b[^,.;]*\bhinter\b")),
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
            r"\babgelehnt|\babgewiesen|\babweis\w*|\blehn\w*\b.*\bab\b|\bablehn\w*|\bverworfen|\bverwirft|\bversagt|\b(?:rejected"
            r"|fail(?:s|ed)|defeated|denied|oppos(?:e|es|ed|ing)\b|voted? (?:no\b|against)"
            r"|voting (?:no\b|against)|refus(?:e[ds]?|al)"
            r"|turn(?:s|ed|ing)? down|recommend\w* (?:\w+ )?(?:denial|rejection))"
            r"|\b(?:motion|amendment|proposal|ordinance|resolution|item|levy|scheme|it|that|this)"
            r" (?:is |was |has )?(?:lost|falls|fell|dies|died)\b|\b(?:was|is|am|be|are|were) against\b(?! \d)"
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
            r"|\bmotion carr|\b(?:ist|sind|sei|seien|bin)(?: (?!ein|das|die|der|zu"
            r"|sehr)\w+){0,3} fuer\b(?= (?:die|den|das"
            r"|eine|einen|ein|eintreten|vertagung|beide)\b)"
            r"|\bspr[aeiou]+ch\w*\b[^,.;]*\b(?:sich|mich|uns)\b[^,.;]*\bfuer\b(?= \w)"
            r"|\b(?:um|zur|die) (?:annahme|genehmigung|bewilligung)\b"
            r"|\bfolg(?:t|en|te|ten|e)\b(?= (?:dem|der|den|nicht|damit|einstimmig|mehrheitlich|einhellig)\b)"
            r"|\brecommend\w* (?:\w+ )?(?:approval|adoption)\b|\bin favou?r(?: of)?\b|\b(?:voted?"
            r"|voting) (?:yes|for|aye)\b|\bsupport(?:ed|ing)?\b"
            r"|\bfuer eintreten\b|\b(?:ist|sind|sei|seien|bin|war|stimm\w*|votier\w*)\b[^,.;]*\bdafuer$"
        ),
    ),
)
_MOVES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("postponed", re.compile(r"\b(?:vertagt|verschoben|zurueckgestellt|tabled|postponed)\b")),
    (
        "referred",
        re.compile(
            r"\b(?:verwiesen|ueberwiesen|verweist|ueberweist|(?:(?<=was )|(?<=were )|(?<=been )"
            r"|(?<=be )|(?<=is ))referred|referred(?! to)|verweisen wir)\b"
        ),
    ),
    ("withdrawn", re.compile(r"\b(?:zurueckgezogen|abgesetzt|zieht\b.*\bzurueck|withdrawn|withdrew)\b")),
    ("noted", re.compile(r"\bzur kenntnis\b|\bkenntnisnahme\b|\b(?:was|were|is) noted\b")),
)
_POSSIBLE = re.compile(
    r"\b(?:moeglich|machbar|umsetzbar|realisierbar|zulaessig|geeignet|denkbar|feasible|possible"
    r"|(?:un)?(?:vertretbar|tragbar|hinnehmbar|zumutbar|akzeptabel|vorstellbar|durchfuehrbar|machbar|moeglich"
    r"|zulaessig|geeignet|denkbar)|(?:im)possible|infeasible|(?:un)?(?:acceptable|workable|reasonable"
    r"|suitable)"
    r"|can(?:not|'t)? be done|doable)\b"
    r"|\bgeht\b[^,.;?]{0,40}\bnicht\b"
    r"|\bin (?:frage|betracht) (?:komm|kaem)\w*|\bkomm\w*\b[^,.;]*\bin (?:frage|betracht)\b"
    r"|\bgeht (?:dort |hier |so |auch |das )*(?:nicht)\b"
)
"""Says that something can be done, or with "nicht" that it cannot."""
CONDITIONAL = re.compile(
    r"\b(?:zustimmung|unterstuetzung|ja|support)\b[^,.;]*\b(?:abhaengig|geknuepft|bedingung\w*"
    r"|vorausgesetzt|conditional)\b"
    r"|\b(?:agree|support|accept)\w*\b[^.;]*\b(?:condition|provided|as long as|if)\b"
    r"|\b(?:abhaengig|bedingung|voraussetzung)\b[^,.;]*\b(?:zustimmung|unterstuetzung)\b"
)
"""Says yes under a condition, which is neither yes nor no."""
_AGREES = re.compile(
    r"\b(?P<contrary>disagree[sd]?|widersprech\w*|widersprich\w*|widersprach\w*|anderer meinung"
    r"|distanzier\w*)\b"
    r"|\b(?:pflicht\w*\b[^,.;]*\bbei|beipflicht\w*|beizupflichten|schliess\w*\b[^,.;]*\b(?:sich|mich"
    r"|uns)\b[^,.;]*\ban"
    r"|anschliess\w* (?:moecht|will|kann)\w*|(?:hat|gibt|gebe)\b[^,.;]*\brecht|agree[sd]?|concur\w*"
    r"|go along with)\b"
)
_UNCHANGED = re.compile(
    r"\bunveraendert\b|\bbleib\w* (?:es )?(?:bei|gleich|bestehen|stabil)\b|\baender\w*\b[^,.;]*\bnichts?\b"
    r"|\bnichts?\b[^,.;]*\baender\w*|\bunchanged\b"
)
_CHANGES = re.compile(r"\baender\w* sich\b")
_COUNTER = re.compile(r"\b(?:gegenprobe|dagegen|gegenmehr|opposed)\b")
_IMPOSSIBLE = re.compile(
    r"\b(?:un(?=vertretbar|tragbar|hinnehmbar|zumutbar|akzeptabel|vorstellbar|durchfuehrbar|moeglich"
    r"|zulaessig"
    r"|geeignet|denkbar|acceptable|workable|reasonable|suitable)|im(?=possible)|in(?=feasible))"
)
_MAJORITY_ALONE = re.compile(r"das (?:ist|war) die (?:\w+ )?mehrheit$")
"""As the answer to a question for votes against it is a majority against."""
_OUTCOMES = frozenset({"vote", "postponed", "referred", "withdrawn", "noted"})
UNANIMOUS = re.compile(
    r"\b(?:einstimmig\w*|einmuetig|einhellig|unanimous\w*)\b(?! (?:gefallen|abgelehnt|gegen))"
)
"""Alone, it is a yes: "Jetzt die Vorlage insgesamt: einstimmig."."""
_TALLY = re.compile(
    r"(?:zustimmung|ablehnung|enthaltung)(?: (?!wird|ist|kann|werde|sei|hat|find|erh|zu)[\w/]+){1,4}$"
)
"""Who voted how: "Zustimmung SPD und Grüne", "Ablehnung alle übrigen"."""
_AIMED = re.compile(
    r"\b(?:in|an) (?:den|die|das|einen?)\b|ausschuss|ausschuesse|committee|zurueck|\bso (?:ver|ueber)wiesen"
    r"|weiter"
)


class Claim(NamedTuple):
    """A yes or no in one clause."""

    family: str
    sign: int
    clause: str
    content: frozenset[str]
    """Stems of the sentence the clause is part of, and of those before it that claim nothing."""


def negations(text: str) -> int:
    """Count the negations of a folded text; "nicht nur" is none."""
    return len(NEGATION.findall(NO_NEGATION.sub(" ", text)))


def find_claims(text: str) -> tuple[Claim, ...]:
    """Return what a text says yes or no to; questions say neither."""
    found: list[Claim] = []
    before: frozenset[str] = frozenset()
    counter = False
    for sentence in _SENTENCE.split(text):
        content = stems(normal(sentence)) | before
        claims: list[Claim] = []
        for raw in _units(sentence):
            if raw.endswith("?"):
                counter = bool(_COUNTER.search(normal(raw)))
                continue
            claims += [
                claim._replace(sign=-1) if counter and _MAJORITY_ALONE.match(claim.clause) else claim
                for claim in _claims_of(raw, content)
            ]
        if len({claim.sign for claim in claims if claim.family == "vote"}) > 1:
            claims = [claim._replace(content=stems(claim.clause) or content) for claim in claims]
        if UNANIMOUS.search(normal(sentence)) and all(claim.family not in _OUTCOMES for claim in claims):
            claims.append(Claim("vote", 1, normal(sentence), content))
        found += claims
        before = frozenset() if claims else content
    return tuple(found)


def _claims_of(raw: str, content: frozenset[str]) -> Iterator[Claim]:
    clause, bare = normal(raw), _bare(raw)
    if CONDITIONAL.search(bare) or _TALLY.match(clause):
        return
    if agreed := _AGREES.search(bare):
        contrary = bool(agreed["contrary"]) != bool(negations(bare) % 2)
        yield Claim("agree", -1 if contrary else 1, clause, content)
    if _UNCHANGED.search(bare):
        yield Claim("unchanged", 1, clause, content)
    elif _CHANGES.search(bare):
        yield Claim("unchanged", -1, clause, content)
    for family, sign, pattern in _SIGNS:
        if inside := pattern.search(bare):
            turned = "mehrheit" not in inside.group() and negations(bare) % 2
            yield Claim(family, -sign if turned else sign, clause, content)
            break
    if _POSSIBLE.search(bare):
        denied = negations(bare) + len(_IMPOSSIBLE.findall(bare))
        yield Claim("possible", -1 if denied % 2 else 1, clause, content)
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
    counted = re.sub(
        r"\b(?:dagegen|dafuer) (?:stimm|votier)\w+ (?:nur |auch )?(?:die|der"
        r"|das)\b",
        " ",
        counted,
    )
    return _VOTE_WORDS.sub(" ", _NUMBERED.sub(without, counted))


_COUNTED = re.compile(
    r"\b(?P<count>\w+) (?:(?:\w+ )?(?:stimm\w+|votier\w+) (?:dafuer|dagegen)|opposed|against|in favou?r"
    r"|(?:voted )?no)\b"
)
_VOTE_NOUN = re.compile(r"(?:enthaltung|stimme)", re.IGNORECASE)
_COUNT_CUT_OFF = 6
"""Words of "… und einer Enthaltung zu"."""
_CUT_OFF = 2
"""Words of a verb that a comma cut off."""
_NOBODY_WORDS = frozenset({"niemand", "keiner", "keine", "nobody"})


def _units(text: str) -> list[str]:
    """Clauses, with a verb cut off by a comma or "und" kept at its sentence where it is short."""
    joined: list[str] = []
    for part in clauses(text):
        if (
            joined
            and len(part.split()) <= (_COUNT_CUT_OFF if _VOTE_NOUN.search(part) else _CUT_OFF)
            and not joined[-1].endswith("?")
            and re.search(r"\b(?:ab|zu|an|so|nicht)\W*$", part)
        ):
            joined[-1] += " " + part
        else:
            joined.append(part)
    return joined
