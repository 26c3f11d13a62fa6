"""How a chair asks for votes and announces results, over text normalised by :mod:`minutes.outcomes.speech`.

A question and a result must be told apart: "Gegenstimmen? Enthaltungen?" asks, (
    "bei zwei Enthaltungen beschlossen"
)
tells. The families are those of German-speaking councils with Austrian and Swiss variants, and American ones.
"""

from __future__ import annotations

import re
from typing import Literal

from minutes.types import VoteResult

Side = Literal["yes", "no", "abstain"]

_CALL = r"(?:den|die|diejenigen|der|bitte)?\s*(?:bitte|moege|moechte)?"
QUESTION = re.compile(
    r"(?P<who>\bwer\b(?! (?:da|das|hat|kann|koennte|wird|wuerde|soll"
    r"|sich zu wort)\b)[^?.!]{1,220}?(?=[?.!]|, (?:den|die|der|bitte)|$))"
    r"|(?P<those>\bdiejenigen\b ?,? ?(?:die|welche)\b[^?.!]{1,220}?(?=[?.!]|, (?:sich|um|die hand)|$))"
    r"|(?P<hands>\b(?:bitte|bitten|ersuche|wuensche)\b[^?.!,]{0,40}\b(?:handzeichen|zeichen mit der hand"
    r"|kartenzeichen|stimmkarten?|zustimmung)\b[^?.!]{0,120})"
    r"|(?P<counter>\bgegenprobe\b)"
    r"|(?P<nays>(?<!keine )(?<!ohne )(?<!\d )(?<!bei )(?<!mit )(?<!alles )(?<!gegen )\b(?:gegenstimmen?"
    r"|nein-stimmen)\b(?! (?:von|der|des|aus|durch|sowieso|waren|war|sind|und (?:\d|keine))\b))"
    r"|(?P<abst>(?<!keine )(?<!ohne )(?<!\d )(?<!bei )(?<!mit )(?<!der )(?<!vollstaendiger "
    r")\benthaltung(?:en)?\b(?! (?:von|der|des|aus|durch|waren|war|sind|habe|angenommen|beschlossen)\b))"
    r"|(?P<ayes>(?<!\d )(?<!mit )(?<!keine )\bja-stimmen\b(?= [?.]))"
    r"|(?P<short>(?<=[.?!-] )(?:dafuer|dagegen|zustimmung)(?= (?:[?.]|\d)))"
    r"|(?P<favor>\b(?:all|those|anyone|everyone)\b[^?.!]{0,20}\b(?:in favor|in favour)\b|\bsay aye\b)"
    r"|(?P<opposed>\b(?:any(?:one)? |those |all )?(?:opposed|nays?)\b(?= [?.]|$)|\bany(?:one)? opposed\b"
    r"|\bthose opposed\b)"
    r"|(?P<abstentions>\bany abstentions\b|\babstentions(?= \?)|\banyone abstain(?:ing)?\b)"
)

_NO_WORDS = re.compile(
    r"\b(?:dagegen\w*|gegen|ablehn\w*|nicht (?:zustimm\w*|zuzustimmen|folgen|einverstanden|annehmen)|nein)\b"
)
_ABSTAIN_WORDS = re.compile(r"\benth(?:ael|al)t\w*|\bsich enthalten\b")
_YES_WORDS = re.compile(
    r"\b(?:fuer|dafuer|zustimm\w*|zuzustimmen|zu|einverstanden|beipflicht\w*|anschliess\w*|folgen"
    r"|anerkenn\w*|annehmen|genehmig\w*|beschliess\w*|unterstuetz\w*|ja)\b"
)

RESULT_WORDS: tuple[tuple[VoteResult, str], ...] = (
    (
        "noted",
        (
            r"zur kenntnis (?:genommen|gebracht)|(?:nimmt|nehmen wir)[^.?!]{0,60} zur kenntnis"
            r"|kenntnis genommen|kenntnisnahme"
        ),
    ),
    (
        "postponed",
        (
            r"vertagt|zurueckgestellt|verschoben|vertagen wir|stellen wir[^.?!]{0,30} zurueck|tabled"
            r"|postponed|continued to"
        ),
    ),
    ("referred", r"verwiesen|ueberwiesen|zurueckverwiesen|verweisen wir|ueberweisen wir|referred to"),
    ("withdrawn", r"zurueckgezogen|withdrawn"),
    (
        "rejected",
        (
            r"abgelehnt|nicht angenommen|nicht beschlossen|nicht genehmigt|keine mehrheit(?: gefunden"
            r"| erhalten)?|nicht die (?:erforderliche )?mehrheit|"
            r"nicht die notwendige mehrheit|abgewiesen|motion fails|is defeated|does not carry|verworfen"
        ),
    ),
    (
        "accepted",
        (
            r"beschlossen|angenommen|genehmigt|zugestimmt|gefasst|bestaetigt|gebilligt|verabschiedet"
            r"|gewaehlt|erheblich erklaert|entlastung erteilt|"
            r"stattgegeben|festgestellt beschlossen|motion (?:carries|passes)|carries|is adopted|is approved"
            r"|so ordered|das ist die mehrheit|"
            r"(?:erste|erstere) war die mehrheit|mehrheit hat zugestimmt|beschluss gefasst"
        ),
    ),
)
RESULT = re.compile("|".join(rf"(?P<{name}>\b(?:{words})\b)" for name, words in RESULT_WORDS))
UNANIMOUS = re.compile(
    r"\b(?:einstimmig\w*|einstimmigkeit|einmuetig|unanimous(?:ly)?|ohne gegenstimmen?(?! bei))\b"
)
MAJORITY = re.compile(
    r"\b(?:mehrheitlich\w*|mit mehrheit|mit (?:grosser|deutlicher|knapper|der) mehrheit|stimmenmehrheit)\b"
)
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
    r"vorgeschlagen|warum|weil|obwohl|nachdem|bevor|if|should|would|will)\b"
)
_PAST = re.compile(
    r"\b(?:ausschuss|ausschuesse|bezirksvertretung|fraktion|verwaltung|bundestag|rat|sie|wir"
    r"|ich)\b[^.?!,]{0,60}\b(?:hat|haben|hatte|hatten)\b|\bseinerzeit\b|\bdamals\b|\bletzten? (?:jahr"
    r"|sitzung|woche)\b|\bbereits\b"
)
_MONTH = re.compile(
    r"\bim (?:april|mai|juni|juli|august|september|oktober|november|dezember|januar|februar|maerz)\b"
)
_HENCE = re.compile(r"\b(?:dann|damit|somit|hiermit)\b")
NOTHING = re.compile(
    r"^\W*(?:das ist |das sind |es gibt |ich sehe |sehe ich |da ist |dies ist )?(?:auch "
    r"|hier )?(?:keine?r?s?|niemand|nicht|nein|null|0|nichts|none|no)\b"
    r"|\bnicht der fall\b|\bauch nicht\b|\bsehe ich (?:auch )?(?:nicht|keine)\b"
    r"|\bgibt es (?:auch )?(?:nicht|keine)\b|\bkeine gegenstimmen?\b|\bniemand\b"
    r"|\bhearing none\b|\bseeing none\b"
)


_SIDES: dict[str | None, Side] = {
    "counter": "no",
    "nays": "no",
    "opposed": "no",
    "abst": "abstain",
    "abstentions": "abstain",
    "ayes": "yes",
    "favor": "yes",
}


def side_of(match: re.Match[str]) -> Side | None:
    """Which side a question asks for; None where it is no question about votes after all."""
    kind, clause = match.lastgroup, match.group()
    side = _SIDES.get(kind)
    if side is None and _ABSTAIN_WORDS.search(clause):
        side = "abstain"
    elif side is None and _NO_WORDS.search(clause):
        side = "no"
    elif side is None and (kind in ("hands", "short") or _YES_WORDS.search(clause)):
        side = "yes"
    return side


def announces(clause: str, *, asked: bool) -> bool:
    """Whether a clause with a result word announces it here and now.

    Args:
        clause: The sentence around the result word, normalised.
        asked: A vote was asked for just before: then less is needed to believe it.
    """
    if clause.rstrip().endswith("?"):
        return False
    if asked:
        return not re.search(
            r"\b(?:wenn|falls|ob|soll|sollen|sollte|wuerde|wuerden|koennte|warum|bevor|nachdem)\b", clause
        )
    if _UNREAL.search(clause) or _PAST.search(clause):
        return False
    if _MONTH.search(clause) and not _HENCE.search(clause):
        return False
    return bool(_ANNOUNCE.search(clause) and _COPULA.search(clause))
