"""Whether a sentence with a result word announces a result, or plans, supposes or reports one."""

from __future__ import annotations

import re

_ANNOUNCE = re.compile(
    r"\b(?:dann|damit|somit|hiermit|also|demnach|mithin|danach|so|auch|dies|dieser|diesem|dieses|diese"
    r"|das|der|die|den|dem|es|er|sie|bei|mit|einstimmig|einstimmigkeit|mehrheitlich|"
    r"the|motion|that|it)\b"
)
_COPULA = re.compile(
    r"\b(?:ist|sind|wurde|wurden|worden|hat|haben|stelle|sehe|war|wird hiermit|haben wir|nimmt|nehmen"
    r"|vertagen|stellen wir|verweisen|ueberweisen|is|carries|passes|fails|are)\b"
)
_UNREAL = re.compile(
    r"\b(?:wenn|falls|ob|soll|sollen|sollte|sollten|koennen|kann|koennte|koennten|wuerde|wuerden|muss"
    r"|muessen|moechten?|wird(?! hiermit)|werden|waere|bitte|beantrag\w*|empfiehlt|schlage|"
    r"vorgeschlagen|immer|jeweils|grundsaetzlich|normalerweise|warum|weil|obwohl|nachdem|bevor|if|should"
    r"|would|will)\b"
)
_PAST = re.compile(
    r"\b(?:ausschuss|ausschuesse|bezirksvertretung|fraktion|verwaltung|bundestag|rat|sie|wir"
    r"|ich)\b[^.?!,]{0,60}\b(?:hat|haben|hatte|hatten)\b|\b(?:kreistag|landtag|parlament"
    r"|regierung)\b[^.?!,]{0,60}"
    r"\b(?:hat|haben|hatte)\b|\b(?:gestern|vorgestern|vorhin|zur erinnerung)\b"
    r"|\bunter (?:tagesordnungs)?punkt \d+ haben"
    r"|\bseinerzeit\b|\bdamals\b|\bletzten? (?:jahr"
    r"|sitzung|woche)\b|\bbereits\b"
)
_MONTH = re.compile(
    r"\bim (?:april|mai|juni|juli|august|september|oktober|november|dezember|januar|februar|maerz)\b"
)
_HENCE = re.compile(r"\b(?:dann|damit|somit|hiermit)\b")

_FORMULA = re.compile(
    r"^\W*(?:wenn|falls|sofern)[^.?!,]{0,80}\b(?:keine[rn]?|niemand|nicht|nichts)\b[^.?!,]{0,40}\b(?:fragen?"
    r"|wortmeldung\w*|einw\w+|widerspr\w*|gegenrede|anmerkung\w*|bemerkung\w*|bedarf|wort|aussprache"
    r"|diskussion|wuensch\w*|weiteres|gewuenscht)\b[^.?!,]{0,30} ?,? "
)
"""A condition that is only politeness: "Wenn es keine Fragen mehr gibt, ist der Bericht …"."""
_UNREAL_ASKED = re.compile(
    r"\b(?:wenn|falls|ob|soll|sollen|sollte|wuerde|wuerden|koennte|warum|bevor|nachdem|immer|jeweils)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:(?:fach|haupt|bau|finanz|umwelt|kultur|sozial)?ausschuss|bezirksvertretung|ortsbeirat|bundestag"
    r"|landtag|kreistag|nachbargemeinde)\b[^.?!,]{0,80}\b(?:hat|hatte|haben)\b"
    r"|\b(?:damals|seinerzeit|letzte[sn]? (?:jahr|mal|sitzung|woche)|voriges jahr|im vorjahr)\b"
)
"""Tells of another body or another time."""
_BEFORE_ELSEWHERE = re.compile(
    r"\b(?:im|vom|durch den) \w*(?:ausschuss|ortsbeirat|kreistag|landtag|bundestag|beirat|senat)\b"
    r"|\b(?:in|von) der (?:\w*bezirksvertretung|\w*fraktion|vorberatung|letzten sitzung)\b"
)
_PERFORMS = re.compile(
    r"\b(?:vertagen|verschieben|verweisen|ueberweisen|nehmen) wir\b|\bwir (?:hiermit|damit"
    r"|somit) zur kenntnis nehmen\b|\bwir (?:vertagen|verschieben"
    r"|verweisen|nehmen)\b"
)
"""The chair does it by saying it."""
_WITHDREW = re.compile(
    r"\b(?:hat|haben)\b[^.?!]{0,80}\b(?:heute|soeben|gerade|eben"
    r"|kurzfristig)\b[^.?!]{0,30}zurueckgezogen"
)
_RATIO = re.compile(r"\b\d{1,4} ?(?:zu|gegen|:) ?\d{1,4}\b|\b\d{1,4} (?:ja|nein)-stimmen\b")
_YOU_HAVE = re.compile(r"^\W*sie haben\b")
"""How a Swiss chair tells a council what it has just decided."""


def announces(clause: str, *, asked: bool, told: bool = False, finding: bool = False) -> bool:
    """Whether a clause with a result word announces it here and now.

    Args:
        clause: The sentence around the result word, normalised.
        asked: A vote was asked for just before: then less is needed to believe it.
        told: The counts of a vote were told just before.
        finding: Of a result that a chair finds without a vote ("wird auf März vertagt").
    """
    if clause.rstrip().endswith("?"):
        return False
    clause = _FORMULA.sub("", clause)
    if asked:
        return not _UNREAL_ASKED.search(clause) and (
            not _ELSEWHERE.search(clause) or bool(_HENCE.search(clause))
        )
    counted = told or bool(_RATIO.search(clause))
    unreal = {
        word for word in _UNREAL.findall(clause) if not ((counted or finding) and word in ("wird", "werden"))
    }
    past = (_PAST.search(clause) or _BEFORE_ELSEWHERE.search(clause)) and not (
        _HENCE.search(clause) or (counted and _YOU_HAVE.match(clause)) or _WITHDREW.search(clause)
    )
    if unreal or past:
        return False
    if _MONTH.search(clause) and not _HENCE.search(clause):
        return False
    if _PERFORMS.search(clause):
        return True
    return bool(
        _ANNOUNCE.search(clause) and (counted or (finding and "wird" in clause) or _COPULA.search(clause))
    )
