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
_MEMBERS_RATE, _CHAIRS_RATE = 0.06, 0.2
"""Share of chairing utterances of members (above) and of chairs (below), as measured in councils and
parliaments.
"""
_CHAIRS_SHARE = 0.33
"""Who speaks a third of all chairing utterances presides."""


def find_chair(
    utterances: Sequence[Utterance],
    roster: Roster | None = None,
    *,
    language: str | None = None,
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
    """For every speaker how much it behaves like a chair, from 0 (never) to 1 (surely presides).

    Judged by the share of its utterances that are a chair's, as deputies preside for an hour only, and by
    its share of all such utterances, as a chair who also takes part in the debate dilutes the first.
    """
    spoken: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for utterance in utterances:
        if utterance.speaker:
            spoken[utterance.speaker] += 1
            hits[utterance.speaker] += bool(cues.chairing.search(fold(utterance.text)))
    everything = max(_LEAST_HITS * 4, hits.total())
    out = {}
    for speaker, count in spoken.items():
        rate = (hits[speaker] + _PRIOR_HITS) / (count + _PRIOR_UTTERANCES)
        of_rate = (rate - _MEMBERS_RATE) / (_CHAIRS_RATE - _MEMBERS_RATE)
        of_share = hits[speaker] / everything / _CHAIRS_SHARE if hits[speaker] > _LEAST_HITS else 0.0
        out[speaker] = max(0.0, min(1.0, max(of_rate, of_share)))
    return out
