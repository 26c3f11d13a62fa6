"""Motions: who moves what, of which kind, in whose words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minutes.outcomes.phrases import RESULT
from minutes.outcomes.speech import normalise
from minutes.types import Motion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from minutes.outcomes.scene import Scene
    from minutes.outcomes.votes import Found
    from minutes.types import MotionKind

_MOVES = re.compile(
    r"\b(?:ich|wir)\b[^.?!]{0,60}\b(?:beantrage\w?|beantragen|stellen? (?:\w+ ){0,6}(?:den |einen "
    r"|folgenden )?\w*antrag|moechten? (?:\w+ ){0,12}beantragen|wuerden? (?:\w+ ){0,12}beantragen)\b"
    r"|\b(?:beantragen? (?:ich|wir))\b|\b(?:stelle|stellen) (?:ich|wir)\b[^.?!]{0,40}\bantrag\b"
    r"|\b(?:fraktion|gruppe|wir|ich)\b[^.?!]{0,30}\bbeantragt?\b|\bi (?:move|would like to move"
    r"|make a motion)\b|\bso moved\b|\bi'll make (?:a|the) motion\b"
    r"|\b(?:mein|unser) antrag (?:lautet|ist|waere)\b"
    r"|\b(?:man|beim|bei|dann)[- ]?trage (?:ich|wir)\b|\b(?:ich|wir) (?:beim|man|dann) trage\w?\b"
)
_NO_MOTION = re.compile(
    r"\b(?:hat|haben|hatte|hatten|wurde|worden|damals|letzten?|frueher|koennte|sie beantragen|warum|wer"
    r"|wenn|foerder(?:mittel|ung|geld)\w*|beantragten?)\b"
)
_PROCEDURE = re.compile(
    r"\b(?:geschaeftsordnung\w*|schluss der (?:debatte|rednerliste|aussprache)|ende der (?:debatte"
    r"|rednerliste)|unterbrech\w*|sitzungsunterbrechung|redezeit\w*|rueckweis\w*|nichteintret\w*"
    r"|verweis\w*|ueberweis\w*|"
    r"ordnungsantrag\w*|abbruch der (?:diskussion|debatte)|namentliche|geheime"
    r"|abstimmung (?:zu )?wiederhol\w*|neu auszuzaehlen|beschlussfaehigkeit"
    r"|nichtbefassung|uebergang zur tagesordnung|einzelabstimmung|getrennt abstimm\w*"
    r"|absetz\w*|table|call the question|adjourn)"
)
_POSTPONE = re.compile(r"\b(?:vertag\w*|zurueckstell\w*|verschieb\w*|postpone|continue)\b")
_AMEND = re.compile(
    r"\b(?:aender\w*|ergaenz\w*|aenderungsantrag|ergaenzungsantrag|zusatz\w*|statt\w*|streich\w*"
    r"|gestrichen|eingefuegt|geaendert|ersetzt"
    r"|ersetz\w*|amend\w*|hinzufueg\w*|einzufuegen)\b"
)
_NOW = re.compile(
    r"\b(?:dann|damit|somit|hiermit|(?:vertagen|stellen|verschieben) wir|is tabled|is continued)\b"
)
_CUT_DATE = re.compile(r"\b\d{1,2}\.$")
_COMPLETES = re.compile(r"\b(?:um (?:einen|folgenden) satz|wie folgt|folgend\w*|und zwar)\b")


def read_motions(scene: Scene, findings: Sequence[Found] = ()) -> tuple[Motion, ...]:
    """Everything that members move, in their words; with the next sentence where that has the wording.

    Args:
        scene: The meeting.
        findings: What the chair found without a vote. A postponement that nobody else moved in the item
            is the chair's own proposal and stands among the motions, in order of speech.
    """
    found = _moved(scene)
    added = [motion for motion in _postponed(scene, findings) if not _already_moved(found, motion)]
    order = {utterance.id: place for place, utterance in enumerate(scene.utterances)}
    return tuple(sorted((*found, *added), key=lambda motion: order[motion.evidence[0]]))


def _moved(scene: Scene) -> list[Motion]:
    found: list[Motion] = []
    raw = scene.raw()
    for number, (place, text) in enumerate(raw):
        if scene.presides(place):
            continue
        plain = normalise(text, scene.language)
        if not _MOVES.search(plain) or _NO_MOTION.search(plain) or text.rstrip().endswith("?"):
            continue
        utterance = scene.utterances[place]
        wording, evidence = text, [utterance.id]
        if _COMPLETES.search(plain) and number + 1 < len(raw):
            after, sentence = raw[number + 1]
            if scene.utterances[after].speaker == utterance.speaker:
                wording += " " + sentence
                evidence.append(scene.utterances[after].id)
        motion = Motion(
            item=utterance.item,
            kind=_kind(plain),
            mover=utterance.speaker,
            text=wording,
            evidence=tuple(dict.fromkeys(evidence)),
        )
        if not _same(found, motion):
            found.append(motion)
    return found


def _postponed(scene: Scene, findings: Sequence[Found]) -> Iterator[Motion]:
    """The words with which the chair postponed an item though no vote was taken."""
    for finding in findings:
        utterance = scene.utterances[finding.place]
        if finding.vote.result != "postponed" or not scene.presides(finding.place):
            continue
        said = _wording(scene, finding.place)
        if said:
            yield Motion(
                item=finding.vote.item,
                kind="postponement",
                mover=utterance.speaker,
                text=said,
                evidence=(utterance.id,),
            )


def _wording(scene: Scene, place: int) -> str:
    """The sentence of an utterance that postpones, with the month of its date where that was cut off."""
    said = ""
    for sentence in (text for at, text in scene.raw() if at == place):
        if said and not _CUT_DATE.search(said):
            break
        if said or _postpones(scene, sentence):
            said = f"{said} {sentence}".strip()
    return said


def _postpones(scene: Scene, text: str) -> bool:
    """Whether a sentence postpones here and now, not reports of what was postponed before."""
    plain = normalise(text, scene.language)
    found = any(match.lastgroup == "postponed" for match in RESULT.finditer(plain))
    return found and bool(_NOW.search(plain))


def _already_moved(found: Sequence[Motion], motion: Motion) -> bool:
    return any(m.item == motion.item and m.kind == "postponement" for m in found)


def _kind(plain: str) -> MotionKind:
    if _POSTPONE.search(plain):
        return "postponement"
    if _PROCEDURE.search(plain):
        return "procedure"
    return "amendment" if _AMEND.search(plain) else "main"


def _same(found: list[Motion], motion: Motion) -> bool:
    """The same mover going on about the same motion in the item is one motion."""
    return any(
        m.mover == motion.mover and m.item == motion.item and m.kind == motion.kind and m.text == motion.text
        for m in found[-3:]
    )
