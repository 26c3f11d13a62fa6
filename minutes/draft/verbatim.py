"""Everything said, by speaker, for the Wortprotokoll; nothing is left out, doubtful words are marked."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from minutes.types import Extract

if TYPE_CHECKING:
    from diarize.types import Utterance
    from minutes.draft.sources import Sources

_DOUBTFUL = frozenset({"loop", "silence", "low-confidence"})


def draft_verbatim(sources: Sources, number: str | None, *, prefix: str = "w") -> tuple[Extract, ...]:
    """Return what was said within an item, or outside of all items, one extract for each change of speaker.

    Args:
        sources: Where to look.
        number: Of the item; None for what belongs to none.
        prefix: Of the ids.
    """
    spoken = [utterance for utterance in sources.read if utterance.text.strip()]
    own = [(place, utterance) for place, utterance in enumerate(spoken) if utterance.item == number]

    def turn(entry: tuple[int, tuple[int, Utterance]]) -> tuple[object, ...]:
        """Consecutive utterances of a voice in one part of the meeting, equally doubtful, are one turn."""
        index, (place, utterance) = entry
        doubtful = bool(_DOUBTFUL & set(utterance.flags))
        return (place - index, utterance.speaker, sources.is_public(utterance), doubtful)

    return tuple(
        _extract(sources, f"{prefix}{count}", [utterance for _, (_, utterance) in group])
        for count, (_, group) in enumerate(groupby(enumerate(own), key=turn), start=1)
    )


def _extract(sources: Sources, label: str, said: list[Utterance]) -> Extract:
    name = sources.speaker_name(said[0].speaker)
    person = sources.person(name)
    return Extract(
        id=label,
        speaker=name,
        speaker_id=said[0].speaker,
        role=person.role if person else None,
        office=person.office if person else None,
        party=person.party if person else None,
        text=" ".join(utterance.text.strip() for utterance in said),
        start=said[0].start,
        doubtful=bool(_DOUBTFUL & set(said[0].flags)),
        evidence=sources.evidence(utterance.id for utterance in said),
        public=all(sources.is_public(utterance) for utterance in said),
    )
