"""What members want in the minutes ("zu Protokoll"): statements, and how they voted.

Several states give every member that right (GemO BW § 38, NKomVG § 68, GO BY Art. 54); what was asked for
has to be told apart from talk about minutes ("im Protokoll der letzten Sitzung").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minutes.types import RecordRequest

if TYPE_CHECKING:
    from minutes.outcomes.scene import Scene

_WANTS = re.compile(
    r"\b(?:gebe|geben|gaebe|erklaere|nehmen sie|nehme|moechte|moechten|wuensche|verlange|bitte|bitten"
    r"|beantrage"
    r"|wuerde|haette|will|wollen)\b[^.?!]{0,160}\b(?:(?:zu|ins|im|in das|zum|fuers|in die) "
    r"(?:\w+ )?(?:protokoll|niederschrift)|protokollier\w*|protokollarisch\w*|protokollnotiz)\b"
    r"|\b(?:zu|fuers|fuer das) protokoll (?:gebe|erklaere|moechte|nehmen|bitte|moechten|sage)\b"
    r"|^\W*(?:nur )?(?:zu|fuers|fuer das) protokoll ?[:,.]"
    r"|\b(?:let the record (?:show|reflect)|(?:just )?for the record|like (?:that|this|it|my \w+)"
    r"[^.?!]{0,40}\b(?:in|into|entered in|on) the (?:record|minutes))\b"
)
_OWN = re.compile(r"\b(?:ich|wir|meine?[rmns]?|unsere?[rmns]?|mich|mir|bitte|i|my|we|our|i'd|let)\b")
_OTHER_MINUTES = re.compile(
    r"\b(?:protokoll|niederschrift) (?:der|von der|des|vom|aus) |\bletzte\w* (?:protokoll|niederschrift)\b"
    r"|\b(?:genehmigung|berichtigung|aenderung) (?:des|der) (?:protokolls|niederschrift)\b"
    r"|\b(?:protokoll|niederschrift) (?:wurde|ist|war|genehmig\w*|zugestimmt|fehlt|steht|nachlesen)\b"
    r"|\bfor the record , my name|\bnicht (?:ins|im|zu) protokoll\b|\b(?:rede|reden) zu protokoll\b"
)
_HEADING = re.compile(r"^\W*(?:nur )?(?:zu|fuers|fuer das) protokoll ?[:,.]")
_GOES_ON = re.compile(r"(?::|\bfolgende[sn]?|\bwie folgt)\W*$")


def read_requests(scene: Scene) -> tuple[RecordRequest, ...]:
    """Return everything that members ask to have in the minutes, in their words and in order."""
    found: list[RecordRequest] = []
    said, raw = scene.spoken(), scene.raw()
    for number, (place, text) in enumerate(said):
        if scene.presides(place) or not _asks(text):
            continue
        utterance = scene.utterances[place]
        wording, evidence = raw[number][1], [utterance.id]
        if _GOES_ON.search(text) and number + 1 < len(raw):
            after = raw[number + 1][0]
            if scene.utterances[after].speaker == utterance.speaker:
                wording += " " + raw[number + 1][1]
                evidence.append(scene.utterances[after].id)
        found.append(
            RecordRequest(
                item=utterance.item,
                speaker=utterance.speaker,
                text=wording,
                evidence=tuple(dict.fromkeys(evidence)),
            )
        )
    return tuple(found)


def _asks(text: str) -> bool:
    own = _OWN.search(text) or _HEADING.match(text)
    return bool(_WANTS.search(text) and own) and not _OTHER_MINUTES.search(text)
