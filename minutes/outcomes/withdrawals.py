"""Items that end because the mover takes his motion back and the chair drops the vote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes.outcomes.scene import Scene
    from minutes.outcomes.votes import Found

_TAKES_BACK = re.compile(
    r"\b(?:ich|wir|fraktion|gruppe) [^.?!]{0,40}\bzieh\w*\b[^.?!]{0,80}\bzurueck\b"
    r"|\b(?:ziehe ich|ziehen wir)\b[^.?!]{0,80}\bzurueck\b|\bi withdraw\b"
)
_QUESTION_OF_MEMBER = re.compile(r"\b(?:wenn|falls|wuerden?|koennten?|aenderungsantrag|ergaenzungsantrag)\b")
_DROPS = re.compile(
    r"\b(?:nicht (?:mehr )?abstimmen|keine abstimmung|abstimmung entfaellt|entfaellt|erledigt"
    r"|nicht mehr noetig"
    r"|zurueckgezogen|no vote)\b"
)
_SOON = 3
"""Utterances within which the chair reacts."""


def read_withdrawals(scene: Scene, found: Sequence[Found]) -> frozenset[str]:
    """Return the numbers of items whose motion was taken back, and on which nobody voted afterwards."""
    withdrawn: dict[str, int] = {}
    taken: tuple[int, str] | None = None
    for place, text in scene.spoken():
        item = scene.utterances[place].item
        if item is None:
            continue
        if not scene.presides(place):
            if _TAKES_BACK.search(text) and not _QUESTION_OF_MEMBER.search(text):
                taken = place, item
        elif taken is not None and taken[1] == item and place - taken[0] <= _SOON and _DROPS.search(text):
            withdrawn[item] = place
    voted = {(one.vote.item, one.place) for one in found if one.taken}
    return frozenset(
        item for item, at in withdrawn.items() if not any(i == item and place > at for i, place in voted)
    )
