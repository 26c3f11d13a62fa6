"""Who presides, found by behaviour: calling items, giving the floor, asking for votes, announcing results.

A roster may name the chair, but deputies take over, and voices have no names yet; what somebody says tells.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from minutes.items.cues import CueTable, cue_table, recognise_language
from minutes.language.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.types import Utterance
    from minutes.types import Roster

_PRIOR_HITS, _PRIOR_UTTERANCES = 0.2, 4.0
"""A voice heard once or twice is judged with caution."""
_LEAST_HITS = 2


def find_chair(
    utterances: Sequence[Utterance], roster: Roster | None = None, *, language: str | None = None
) -> str | None:
    """The speaker who mostly presided; None where nobody behaves like it.

    Args:
        utterances: The meeting, in order.
        roster: Not needed; taken for the day when voices come with names.
        language: "de", "en", …; recognised from the text where not given.

    Returns:
        The speaker id with most of the chair's phrases.
    """
    del roster
    cues = cue_table(language or recognise_language([u.text for u in utterances]))
    hits = Counter(u.speaker for u in utterances if u.speaker and cues.chairing.search(fold(u.text)))
    if not hits:
        return None
    best, count = max(hits.items(), key=lambda pair: pair[1])
    return best if count >= _LEAST_HITS else None


def chair_likeness(utterances: Sequence[Utterance], cues: CueTable) -> dict[str, float]:
    """For every speaker how much it behaves like a chair, 0 to 1: the smoothed share of chairing utterances.

    Presiding voices come out above 0.2 (half of what they say when debates are long), others below 0.08.
    """
    spoken: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for utterance in utterances:
        if utterance.speaker:
            spoken[utterance.speaker] += 1
            hits[utterance.speaker] += bool(cues.chairing.search(fold(utterance.text)))
    return {s: (hits[s] + _PRIOR_HITS) / (n + _PRIOR_UTTERANCES) for s, n in spoken.items()}
