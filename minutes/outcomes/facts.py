"""Opening, close and the formal findings of the chair."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from minutes.outcomes.clock import read_clock
from minutes.types import MeetingFacts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes.outcomes.scene import Scene

_OPENED = re.compile(
    r"\b(?:eroeffne\w*|ist (?:hiermit )?eroeffnet|beginnen (?:wir )?(?:die|mit der) sitzung"
    r"|call(?:ed)? (?:the|this) .{0,40}to order|meeting (?:is )?(?:called )?to order"
    r"|call .{0,60} to order)\b"
)
_NOT_OPENED = re.compile(
    r"\beroeffne\w* (?:ich )?(?:nun |jetzt |damit )?(?:die |den |eine )?(?:aussprache|debatte|diskussion"
    r"|rednerliste|wahl|abstimmung|fragestunde)\b|\baussprache\b"
)
_CLOSED = re.compile(
    r"\b(?:schliesse\w* .{0,60}(?:sitzung|tagung|versammlung|teil)|sitzung ist (?:hiermit "
    r"|damit )?(?:geschlossen|beendet)|beende .{0,30}sitzung|(?:is|are|stand) adjourned"
    r"|meeting adjourned|schliesse (?:diese|die) \w+ um)\b"
)
_PUBLIC_PART = re.compile(r"\boeffentlichen (?:teil|sitzungsteil)|\boeffentlicher teil")
_QUORUM = re.compile(r"\b(?:beschlussfaehig\w*|quorum)\b")
_NO_QUORUM = re.compile(r"\b(?:nicht (?:mehr )?beschlussfaehig|beschlussunfaehig\w*|kein quorum|no quorum)\b")
_QUORUM_ASKED = re.compile(
    r"\?\W*$|\b(?:wenn|falls|ob|pruefen|pruefe|bezweifel\w*|zweifel\w*|waeren?|antrag|wird)\b"
)
"""Asked, doubted or supposed, not found."""
_INVITED = re.compile(
    r"\b(?:form- (?:und|&) fristgerecht|form-? ?und fristgerecht\w*|ordnungsgemaess\w*|fristgerecht\w*"
    r"|rechtzeitig\w*|frist- und formgerecht)\b"
)
_INVITATION = re.compile(
    r"\b(?:einladung\w*|eingeladen|ladung\w*|geladen|einberufen|verschickt|zugegangen)\b"
)
_NOT_IN_FORM = re.compile(r"\bnicht (?:form|frist|ordnungsgemaess|rechtzeitig)")


def read_facts(scene: Scene, public_until: str | None) -> MeetingFacts:
    """Read the opening and closing times, the quorum and the invitation from what the chair says."""
    opened = closed = None
    quorum: bool | None = None
    invited: bool | None = None
    evidence: list[str] = []
    said = scene.spoken()
    for number, (place, text) in enumerate(said):
        mine = scene.presides(place)
        if (
            mine
            and opened is None
            and _OPENED.search(text)
            and not _NOT_OPENED.search(text)
            and _is_early(scene, place)
        ):
            opened = _near_time(said, number)
            evidence.append(scene.utterances[place].id)
        if mine and quorum is None and (given := _quorum(text)) is not None:
            quorum = given
            evidence.append(scene.utterances[place].id)
        if (
            mine
            and invited is None
            and _INVITED.search(text)
            and _INVITATION.search(text)
            and not text.rstrip().endswith("?")
        ):
            invited = not _NOT_IN_FORM.search(text)
            evidence.append(scene.utterances[place].id)
        if mine and _CLOSED.search(text) and not _PUBLIC_PART.search(text):
            closed = (read_clock(text) or (None,))[-1] or closed
            evidence.append(scene.utterances[place].id)
        elif mine and _CLOSED.search(text) and read_clock(text):
            evidence.append(scene.utterances[place].id)
            if public_until is None:
                closed = read_clock(text)[-1]
    return MeetingFacts(
        opened=opened,
        closed=closed,
        quorum=quorum,
        invited_in_form=invited,
        public_until=public_until,
        evidence=tuple(dict.fromkeys(evidence)),
    )


class QuorumFinding(NamedTuple):
    """What the chair found about the quorum."""

    place: int
    """Index of the utterance."""
    given: bool


def read_quorum(scene: Scene) -> tuple[QuorumFinding, ...]:
    """Return every finding of the chair about the quorum, in order."""
    return tuple(
        QuorumFinding(place, given)
        for place, text in scene.spoken()
        if scene.presides(place) and (given := _quorum(text)) is not None
    )


def _quorum(text: str) -> bool | None:
    if not _QUORUM.search(text) or _QUORUM_ASKED.search(text):
        return None
    return not _NO_QUORUM.search(text)


def _is_early(scene: Scene, place: int) -> bool:
    """An opening is told within the first tenth of the meeting or its first forty utterances."""
    return place < max(40, len(scene.utterances) // 10)


def _near_time(said: Sequence[tuple[int, str]], number: int) -> str | None:
    """The time in the sentence of the opening, else in the one before or after ("Es ist 18:03 Uhr.")."""
    for at in (number, number - 1, number + 1):
        if 0 <= at < len(said) and (times := read_clock(said[at][1])):
            return times[0]
    return None
