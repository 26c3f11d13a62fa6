"""Signs that a voice is somebody who is not on the roster, or several people at once.

Guests introduce themselves ("My name is Janice Miller", "Mein Name ist Ralf Otto") and are called up ("Our
next speaker is Jim Gillespie"). Where a diarizer laid several people together, one voice introduces itself
under two names, or is called by many: such a voice had better stay unnamed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from math import exp
from typing import TYPE_CHECKING

from minutes.language.names import FORMS, TITLES, key
from minutes.people.weights import NEXT, SELF

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from diarize.types import Utterance
    from minutes.people.mentions import PeopleIndex
    from minutes.people.turns import Turn

_NAME = r"((?:(?:Dr|Prof|Mr|Ms|Mrs|Herr|Frau)\.?\s+)*[A-ZÄÖÜ][\w'’-]+(?:\s+[A-Z]\.)?\s+[A-ZÄÖÜ][\w'’-]+)"
_INTRODUCES = re.compile(
    r"(?:[Mm]ein Name ist|[Ii]ch heiße|[Mm]y name is|[Mm]y name's)\s+"
    + _NAME
    + r"|\bI'm\s+"
    + _NAME
    + r"(?=[.,])"
)
_CALLED = re.compile(
    r"(?:[Nn]ext (?:speaker|up) is|[Nn]ächster? Redner(?:in)? ist|[Dd]as Wort hat|I call on)\s+" + _NAME
)
_FADE = 15.0


def strange_evidence(
    utterances: Sequence[Utterance], turns: Sequence[Turn], index: PeopleIndex
) -> Mapping[str, float]:
    """How much speaks for a voice being somebody else than those on the roster, by voice.

    Args:
        utterances: The meeting, in order.
        turns: The same as turns.
        index: The roster's people; who answers to a name of theirs is no stranger.
    """
    found: dict[str, float] = defaultdict(float)
    introduced: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    ends = [*(turn.first for turn in turns[1:]), len(utterances)]
    for turn, following in zip(turns, ends, strict=False):  # without a turn there is an end too many
        for utterance in utterances[turn.first : following]:
            if utterance.speaker == turn.voice:
                for match in _INTRODUCES.finditer(utterance.text):
                    introduced[turn.voice].add(_bare(match.group(1) or match.group(2)))
    for voice, names in introduced.items():
        found[voice] += SELF * sum(not index.candidates(name)[1] for name in names)
    for turn in turns[1:]:
        text = utterances[turn.first - 1].text
        called = _CALLED.search(text)
        name = _bare(called.group(1)) if called is not None else ()
        # A surname alone ("Frau Lydirin") is as likely somebody of the roster, misheard.
        if called is not None and len(name) > 1 and not index.candidates(name)[1]:
            behind = len(text[called.end() :].split())
            found[turn.voice] += NEXT["floor"].member * exp(-behind / _FADE)
    return found


def _bare(name: str) -> tuple[str, ...]:
    words = (key(word.strip(".")) for word in name.split())
    return tuple(word for word in words if word and word not in FORMS and word not in TITLES)
