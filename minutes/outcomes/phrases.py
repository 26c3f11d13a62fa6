"""How a chair asks for votes and announces results, over text normalised by :mod:`minutes.outcomes.speech`.

A question and a result must be told apart: "Gegenstimmen? Enthaltungen?" asks, "bei zwei Enthaltungen
beschlossen" tells (:mod:`minutes.outcomes.announcing`). The families are those of German-speaking councils
with Austrian and Swiss variants, and American ones.
"""

from __future__ import annotations

import re
from typing import Literal

from minutes.types import VoteResult

Side = Literal["yes", "no", "abstain"]

_CALL = r"(?:den|die|diejenigen|der|bitte)?\s*(?:bitte|moege|moechte)?"
QUESTION = re.compile(
    r"(?P<who>\bwer\b(?! (?:da|das|hat|kann|koennte|wird|wuerde|soll|spricht|redet|kandidiert"
    r"|sich zu wort)\b)[^?.!]{1,220}?(?=[?.!]|, (?:den|die|der|bitte)|$))"
    r"|(?P<those>\b(?:diejenigen|jene)\b[^?.!,]{0,40} ?,? ?(?:die|welche)\b[^?.!]{1,220}?(?=[?.!]"
    r"|, (?:sich|um|die hand)|$))"
    r"|(?P<hands>\b(?:bitte|bitten|ersuche|wuensche)\b[^?.!,]{0,40}\b(?:handzeichen|zeichen mit der hand"
    r"|kartenzeichen|stimmkarten?|zustimmung)\b[^?.!]{0,120})"
    r"|(?P<anybody>\b(?:ist|enthaelt|stimmt) (?:sich )?(?:\w+ ){0,2}(?:jemand|irgendjemand|irgendwer)\b"
    r"[^?.!]{0,80}(?= \?))"
    r"|(?P<counter>\bgegenprobe\b|\bgegenmehr\b(?= [?.:]))"
    r"|(?P<nays>(?<!keine )(?<!ohne )(?<!\d )(?<!bei )(?<!mit )(?<!alles )(?<!gegen )\b(?:gegenstimmen?"
    r"|nein-stimmen)\b(?:(?<!, gegenstimmen)(?<!, nein-stimmen)|(?! \d))(?! (?:von|der|des|aus|durch"
    r"|sowieso|waren|war|sind|und (?:\d|keine))\b))"
    r"|(?P<abst>(?<!keine )(?<!ohne )(?<!\d )(?<!bei )(?<!mit )(?<!der )(?<!vollstaendiger "
    r")\b(?:stimm)?enthaltung(?:en)?\b(?:(?<!, enthaltungen)|(?! \d))(?! (?:von|der|des|aus|durch|waren"
    r"|war|sind|habe|angenommen|beschlossen)\b))"
    r"|(?P<ayes>(?<!\d )(?<!mit )(?<!keine )\bja-stimmen\b(?= [?.]))"
    r"|(?P<short>(?<=[.?!:-] )(?:dafuer|dagegen|zustimmung|ablehnung)(?= (?:[?.]|\d)))"
    r"|(?P<favor>\b(?:all|those|anyone|everyone)\b[^?.!]{0,20}\b(?:in favor|in favour)\b|\bsay aye\b)"
    r"|(?P<opposed>(?<!\d )\b(?:any(?:one)? |those |all )?(?:opposed|nays?)\b(?= [?.]|$)"
    r"|\bany(?:one)? opposed\b"
    r"|\bthose opposed\b)"
    r"|(?P<abstentions>\bany abstentions\b|\babstentions(?= \?)|\banyone abstain(?:ing)?\b)"
)

_NO_WORDS = re.compile(
    r"\b(?:dagegen\w*|gegen|ablehn\w*|nicht (?:zustimm\w*|zuzustimmen|folgen|einverstanden|annehmen)|nein)\b"
)
_ABSTAIN_WORDS = re.compile(r"\benth(?:ael|al)t\w*|\bsich enthalten\b")
_YES_WORDS = re.compile(
    r"\bzu$|\bstimm\w+\b.*\bzu\b|\b(?:fuer|dafuer|zustimm\w*|zuzustimmen|einverstanden|beipflicht\w*"
    r"|anschliess\w*|folgen"
    r"|anerkenn\w*|annehmen|genehmig\w*|beschliess\w*|unterstuetz\w*|ja)\b"
)
_NO_VOTE = re.compile(
    r"\b(?:sprechen|sagen|reden|wort|wortmeld\w*|fragen?|melden|meldet|rednerliste|liste|vorschlagen"
    r"|vorstellen|protokoll|zustaendig|verantwortlich|bezahlt|zahlt)\b"
)
"""In a question that asks who speaks or acts, not how anybody votes."""

RESULT_WORDS: tuple[tuple[VoteResult, str], ...] = (
    (
        "noted",
        (
            r"zur kenntnis (?:genommen|gebracht)|(?:nimmt|nehmen wir)[^.?!]{0,60} zur kenntnis"
            r"|kenntnis genommen|kenntnisnahme|wir (?:hiermit|damit|somit) zur kenntnis nehmen"
            r"|(?:nehmen wir|wir nehmen|nimmt) (?:vom|von"
            r"|davon)\b[^.?!]{0,60} kenntnis"
        ),
    ),
    (
        "postponed",
        (
            r"vertagt|zurueckgestellt|verschoben|vertagen wir|wir vertagen|verschieben wir"
            r"|wir verschieben|stellen wir[^.?!]{0,30} zurueck|tabled"
            r"|postponed|continued to"
        ),
    ),
    (
        "referred",
        (
            r"verwiesen|ueberwiesen|zurueckverwiesen|verweisen wir|wir verweisen|ueberweisen wir"
            r"|referred to"
        ),
    ),
    (
        "withdrawn",
        (
            r"zurueckgezogen|withdrawn"
            r"|(?:der|dieser) (?:tagesordnungs)?punkt (?:ist"
            r"|wird) (?:\w+ ){0,3}(?:von der tagesordnung )?(?:abgesetzt|genommen)"
        ),
    ),
    (
        "rejected",
        (
            r"abgelehnt|einstimmige ablehnung|nicht zugestimmt|nicht erheblich erklaert|durchgefallen"
            r"|gescheitert|motion (?:failed|is lost)|does not pass|the no(?:e?s|ays) have it"
            r"|nicht angenommen|nicht beschlossen|nicht genehmigt|keine mehrheit(?: gefunden"
            r"| erhalten)?|keine zustimmung gefunden|nicht die (?:erforderliche )?mehrheit|"
            r"nicht die notwendige mehrheit|abgewiesen|motion fails|is defeated|does not carry|verworfen"
        ),
    ),
    (
        "accepted",
        (
            r"beschlossen|angenommen|genehmigt|zugestimmt|gefasst|bestaetigt|gebilligt|verabschiedet"
            r"|gewaehlt|erheblich erklaert|entlastung erteilt|"
            r"stattgegeben|zuerkannt|so entschieden|the ayes have it|motion (?:carried|passed|is carried)"
            r"|festgestellt beschlossen|motion (?:carries|passes)|carries|is adopted|is approved"
            r"|so ordered|"
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
_ASKS_WHO = frozenset({"who", "those", "anybody"})


def side_of(match: re.Match[str]) -> Side | None:
    """Which side a question asks for; None where it is no question about votes after all."""
    kind, clause = match.lastgroup, match.group()
    side = _SIDES.get(kind)
    if kind in _ASKS_WHO and _NO_VOTE.search(clause):
        return None
    if side is None and _ABSTAIN_WORDS.search(clause):
        side = "abstain"
    elif side is None and _NO_WORDS.search(clause):
        side = "no"
    elif side is None and (kind in ("hands", "short") or _YES_WORDS.search(clause)):
        side = "yes"
    return side
