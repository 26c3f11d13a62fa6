"""Utterances to minutes' material: items, names and outcomes of a whole meeting, in that order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from minutes.items import assign_items, find_chair
from minutes.notices import LOG_UNMATCHED
from minutes.outcomes import find_outcomes
from minutes.people import fit, give_calls_back, name_speakers, whole_sentences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from minutes.people import LogEntry
    from minutes.types import Agenda, Outcomes, Roster, Transcript


def understand(
    transcript: Transcript,
    agenda: Agenda,
    roster: Roster | None,
    *,
    log: Sequence[LogEntry] = (),
    placed: Mapping[str, str | None] | None = None,
) -> tuple[Transcript, Outcomes]:
    """Find out what a transcript is about; pure, the same input gives the same result.

    Args:
        transcript: What was said, by voices; names given by hand (``origin == "hand"``) are kept.
        agenda: The invitation.
        roster: Who may speak; without it voices stay unnamed.
        log: Who had the floor when, where a list of speakers or a microphone log was kept.
        placed: Items of utterances that a person chose, by id; they stay.

    Returns:
        The transcript with every utterance in one item (split where the item changes) and voices named
        where the evidence is sure, and the outcomes.
    """
    alignment = assign_items(transcript.utterances, agenda, roster, placed=placed)
    chair = alignment.chair or find_chair(alignment.utterances, roster)
    by_hand = {s.id: s for s in transcript.speakers if s.origin == "hand"}
    found = name_speakers(alignment.utterances, roster, chair=chair, log=log)
    speakers = tuple(by_hand.get(s.id, s) for s in found)
    warnings = transcript.warnings
    if log and fit(log, alignment.utterances) is None:
        warnings = tuple(dict.fromkeys((*warnings, LOG_UNMATCHED)))
    utterances = give_calls_back(alignment.utterances, speakers, roster, chair=chair)
    understood = msgspec.structs.replace(
        transcript, utterances=utterances, speakers=speakers, warnings=warnings
    )
    read = msgspec.structs.replace(alignment, utterances=whole_sentences(utterances))
    return understood, find_outcomes(understood, agenda, roster, read)
