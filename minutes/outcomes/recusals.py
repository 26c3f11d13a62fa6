"""Bias (Befangenheit, Ausstand): who, from when to when, and whether he left the room."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minutes.types import Recusal

if TYPE_CHECKING:
    from minutes.outcomes.scene import Scene

_BIAS = re.compile(
    r"\b(?:befangen\w*|mitwirkungsverbot\w*|ausstand|in den ausstand|ausschliessungsgr\w+|recus\w+"
    r"|conflict of interest)\b"
)
_NO_PART = re.compile(
    r"\b(?:nehme|nimmt|nehmen)\b.{0,80}\b(?:beratung|abstimmung)\b.{0,60}\bnicht (?:teil\w*|mit)"
    r"|\b(?:nehme|nimmt)\b.{0,40}\bweder\b.{0,60}\b(?:beratung|abstimmung)\b"
    r"|\b(?:wirke|wirkt) (?:an|bei) .{0,60}nicht mit\b"
)
_OWN = re.compile(r"\b(?:ich|mich|meine[rmn]?|mein|mir)\b|\bi\b|\bi'm\b|\bmyself\b")
_LEFT = re.compile(
    r"\b(?:verlaesst|verlasse|verlassen|begibt sich|geht (?:aus|in den zuhoer|hinaus|vor die)"
    r"|nimmt im zuhoer\w*|nimmt .{0,40}zuhoer\w* ?(?:bereich|raum)?.{0,20}platz|rueckt vom tisch"
    r"|(?:zuhoer|zuschauer|publikum|besucher)\w*[^.?!]{0,40} platz|platz[^.?!]{0,40} (?:zuhoer|zuschauer)\w*"
    r"|left the (?:room|dais))\b"
)
_STAYED = re.compile(r"\b(?:bleibt|bleibe) (?:\w+ ){0,2}(?:im saal|sitzen|am tisch|im raum)\b")
_BACK = re.compile(
    r"\b(?:wieder (?:platz|rein|herein\w*|zurueck|am (?:rats)?tisch|teilnehmen|teil|zu uns|dazu|anwesend)"
    r"|zurueckkommen"
    r"|kommt zurueck|kommen sie zurueck|wieder platz nehmen)\b"
)
_NOBODY = re.compile(r"\b(?:niemand|nicht der fall|keine[rn]?|nein)\b")


@dataclass(slots=True)
class _Open:
    person: str
    item: str | None
    first: int
    last: int
    left: bool | None
    evidence: list[str]
    closed: bool = False


def read_recusals(scene: Scene) -> tuple[Recusal, ...]:
    """Everybody who declared, or was declared, biased; ended by the return or the end of the item."""
    opened: list[_Open] = []
    for (place, text), (_, raw) in zip(scene.spoken(), scene.raw(), strict=True):
        item = scene.utterances[place].item
        for current in opened:
            current.closed = current.closed or current.item != item
        declares = _declares(text)
        running = [c for c in opened if not c.closed]
        if not declares and not running:
            continue
        named = [
            scene.people.people[m.candidates[0][0]].name
            for m in scene.people.find(raw)
            if m.candidates and m.office is None
        ]
        for person in _who(scene, place, text, named) if declares else ():
            _note(opened, person, item, place, scene.utterances[place].id)
        for current in (c for c in opened if not c.closed):
            current.last = place
            if current.person in named or scene.name_at(place) == current.person:
                _follow(current, text, scene.utterances[place].id)
    return tuple(
        Recusal(
            item=c.item,
            person=c.person,
            first=scene.utterances[c.first].id,
            last=scene.utterances[c.last].id,
            left_room=c.left,
            evidence=tuple(dict.fromkeys(c.evidence)),
        )
        for c in opened
    )


def _declares(text: str) -> bool:
    if text.rstrip().endswith("?") or _NOBODY.search(text):
        return False
    return bool(_BIAS.search(text) or _NO_PART.search(text))


def _follow(current: _Open, text: str, utterance: str) -> None:
    """Note that a biased person left, stayed or came back."""
    if _BACK.search(text):
        current.closed = True
    elif _LEFT.search(text):
        current.left = True
    elif _STAYED.search(text):
        current.left = False
    else:
        return
    current.evidence.append(utterance)


def _who(scene: Scene, place: int, text: str, named: list[str]) -> list[str]:
    if _OWN.search(text) and not scene.presides(place):
        name = scene.name_at(place)
        return [name] if name else []
    if scene.presides(place) and not _OWN.search(text):
        return named
    return []


def _note(opened: list[_Open], person: str, item: str | None, place: int, utterance: str) -> None:
    for current in opened:
        if current.person == person and current.item == item:
            current.evidence.append(utterance)
            return
    opened.append(_Open(person, item, place, place, None, [utterance]))
