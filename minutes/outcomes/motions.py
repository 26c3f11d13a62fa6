"""Motions: who moves what, of which kind, in whose words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minutes.outcomes.speech import normalise
from minutes.types import Motion

if TYPE_CHECKING:
    from minutes.outcomes.scene import Scene
    from minutes.types import MotionKind

_MOVES = re.compile(
    r"\b(?:ich|wir)\b[^.?!]{0,60}\b(?:beantrage\w?|beantragen|stellen? (?:\w+ ){0,6}(?:den |einen "
    r"|folgenden )?\w*antrag|moechten? (?:\w+ ){0,12}beantragen|wuerden? (?:\w+ ){0,12}beantragen)\b"
    r"|\b(?:beantragen? (?:ich|wir))\b|\b(?:stelle|stellen) (?:ich|wir)\b[^.?!]{0,40}\bantrag\b"
    r"|\b(?:fraktion|gruppe|wir|ich)\b[^.?!]{0,30}\bbeantragt?\b|\bi (?:move|would like to move"
    r"|make a motion)\b|\bso moved\b|\bi'll make (?:a|the) motion\b"
    r"|\b(?:man|beim|bei|dann)[- ]?trage (?:ich|wir)\b|\b(?:ich|wir) (?:beim|man|dann) trage\w?\b"
)
_NO_MOTION = re.compile(
    r"\b(?:hat|haben|hatte|hatten|wurde|worden|damals|letzten?|frueher|koennte|sie beantragen|warum|wer"
    r"|wenn|foerder(?:mittel|ung|geld)\w*|beantragten?)\b"
)
_PROCEDURE = re.compile(
    r"\b(?:geschaeftsordnung\w*|schluss der (?:debatte|rednerliste|aussprache)|ende der (?:debatte"
    r"|rednerliste)|unterbrech\w*|sitzungsunterbrechung|redezeit\w*|verweis\w*|ueberweis\w*|"
    r"namentliche|geheime|nichtbefassung|uebergang zur tagesordnung|einzelabstimmung|getrennt abstimm\w*"
    r"|absetz\w*|table|call the question|adjourn)"
)
_POSTPONE = re.compile(r"\b(?:vertag\w*|zurueckstell\w*|verschieb\w*|postpone|continue)\b")
_AMEND = re.compile(
    r"\b(?:aender\w*|ergaenz\w*|aenderungsantrag|ergaenzungsantrag|zusatz\w*|statt\w*|streich\w*"
    r"|ersetz\w*|amend\w*|hinzufueg\w*|einzufuegen)\b"
)
_WITHDRAWS = re.compile(
    r"\b(?:zieh\w*)\b[^.?!]{0,80}\bantra\w*\b[^.?!]{0,80}\bzurueck\b"
    r"|\bantra\w*\b[^.?!]{0,60}\bzurueck(?:gezogen|ziehen)?\b"
)
_COMPLETES = re.compile(r"\b(?:um (?:einen|folgenden) satz|wie folgt|folgend\w*|und zwar)\b")


def read_motions(scene: Scene) -> tuple[Motion, ...]:
    """Everything that members move, in their words; with the next sentence where that has the wording."""
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
    return tuple(found)


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
