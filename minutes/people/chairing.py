"""Who chairs, as far as names need it: how much each voice does what only a chair does."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from minutes.language.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.types import Utterance
    from minutes.people.turns import Turn

_DUTIES = re.compile(
    r"\b(?:ich rufe\b.{0,40}\bauf\b|tagesordnungspunkt \d|wortmeldungen|wer (?:stimmt|ist) (?:dafuer"
    r"|dagegen|fuer|dem)|wer enthaelt|"
    r"enthaltungen\s*\?|gegenstimmen\s*\?|gegenprobe|handzeichen|so beschlossen|ich eroeffne (?:die|den)"
    r"|ich schliesse die|die sitzung ist|"
    r"all in favor|all those in favor|any opposed|meeting (?:is )?(?:called )?to order|next item"
    r"|motion (?:carries|passes))"
)
_LEAST = 3.0
"""Duties (weighted) a voice must have done to count as chairing at all."""
_RATE = 40.0
"""Words per duty at which a voice counts as chairing fully."""
_ENOUGH = 60
"""Words by which a voice can be known for chairing: with fewer it is a splinter, of whomever."""
_PRESIDING = 0.2


def presiding_voices(utterances: Sequence[Utterance], chair: str | None) -> frozenset[str | None]:
    """The voices that chair for a stretch or throughout, by the formulas of procedure they say."""
    duties: dict[str | None, float] = defaultdict(float)
    words: dict[str | None, int] = defaultdict(int)
    for utterance in utterances:
        duties[utterance.speaker] += len(_DUTIES.findall(fold(utterance.text)))
        words[utterance.speaker] += len(utterance.text.split())
    found = {
        voice
        for voice, count in duties.items()
        if count >= _LEAST and _RATE * count / max(words[voice], int(_RATE)) >= _PRESIDING
    }
    if chair is not None:
        found.add(chair)
    return frozenset(found)


def chairing(turns: Sequence[Turn], utterances: Sequence[Utterance], chair: str | None) -> dict[str, float]:
    """How much each voice chairs, 0 to 1: the floor given and the formulas of procedure said, by its words.

    A vice chair who takes over counts as much as the chair in his own stretch; a member who once says
    "Herr Kollege, Sie haben das Wort" does not, nor does a voice of which there are but a few words, for a
    diarizer's splinter may be anybody's.
    """
    duties: dict[str, float] = defaultdict(float)
    words: dict[str, int] = defaultdict(int)
    for turn in turns:
        words[turn.voice] += turn.words
        duties[turn.voice] += sum(
            1.0
            for c in turn.calls
            if c.cue in ("floor", "bare") and c.after < 15  # noqa: PLR2004 - at its end
        )
    for utterance in utterances:
        if utterance.speaker:
            duties[utterance.speaker] += len(_DUTIES.findall(fold(utterance.text)))
    found = {
        voice: min(1.0, _RATE * count / max(words[voice], int(_RATE)))
        for voice, count in duties.items()
        if count >= _LEAST and words[voice] >= _ENOUGH
    }
    if chair is not None:
        found[chair] = 1.0
    return found
