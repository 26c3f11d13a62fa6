"""How much of what must be changed the queue of risks shows, and how early."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import msgspec

from app.measure.effort_edits import edits
from minutes.inputs import read_agenda, read_roster
from minutes.review import risks
from minutes.types import Minutes, Outcomes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from app.measure.effort_edits import Edit
    from app.measure.reference import Reference
    from diarize.types import Utterance
    from minutes.review import Risk
    from minutes.types import Transcript

FIRST = 0.2
"""Share of the queue in which wrong votes, counts and names should lie."""
WORDS_PER_SECOND = 2.3
"""For texts without times."""
_MISSED = frozenset({"vote-not-found", "wording-without-vote", "vote-without-place", "not-reached"})
"""Reasons that point at a vote that is missing."""


class Effort(msgspec.Struct, frozen=True, kw_only=True):
    """What is left to do about one result, in numbers of changes and seconds of sound."""

    edits: int
    """All changes."""
    edits_queue: int
    """Of them, those that lie in what the queue shows."""
    critical: int
    """Wrong votes, counts and names."""
    critical_first: int
    """Of them, in the first fifth of the queue."""
    critical_queue: int
    """Of them, anywhere in the queue."""
    risks: int
    seconds: float
    """Whole recording: what must be heard without a queue, where an error may be anywhere."""
    seconds_first: float
    """Sound of the first fifth of the queue."""
    seconds_queue: float
    """Sound of the whole queue."""
    seconds_critical: float
    """Sound up to the last wrong vote, count or name; the whole recording where the queue misses one."""


def effort_of(folder: Path, truth: Reference, reference: Path, transcript: Transcript) -> Effort | None:
    """Measure one result; None where its reference has no agenda or it has no minutes.

    Args:
        folder: what ``process`` or ``segment`` wrote.
        truth: its reference, read.
        reference: where the reference lies, with agenda and roster.
        transcript: of the result.
    """
    agenda, roster = reference / "agenda.json", reference / "roster.json"
    drafted, found = folder / "minutes.json", folder / "outcomes.json"
    if not (agenda.is_file() and drafted.is_file() and found.is_file()):
        return None
    minutes = msgspec.json.decode(drafted.read_bytes(), type=Minutes)
    outcomes = msgspec.json.decode(found.read_bytes(), type=Outcomes)
    people = read_roster(roster) if roster.is_file() else None
    queue = risks(transcript, outcomes, minutes, read_agenda(agenda), people)
    return measure_queue(queue, edits(truth, transcript, minutes), transcript)


def measure_queue(queue: Sequence[Risk], needed: Sequence[Edit], transcript: Transcript) -> Effort:
    """Compare a queue with the changes that are needed."""
    places = {u.id: u for u in transcript.utterances}
    first = queue[: ceil(FIRST * len(queue))]
    ranks = [_rank(queue, edit) for edit in needed]
    critical = [rank for rank, edit in zip(ranks, needed, strict=True) if edit.critical]
    known = [rank for rank in critical if rank is not None]
    whole = transcript.recording.duration or _sound(places.values())
    reached = _heard(queue[: max(known) + 1], places) if known else 0.0
    return Effort(
        edits=len(needed),
        edits_queue=sum(rank is not None for rank in ranks),
        critical=len(critical),
        critical_first=sum(rank < len(first) for rank in known),
        critical_queue=len(known),
        risks=len(queue),
        seconds=whole,
        seconds_first=_heard(first, places),
        seconds_queue=_heard(queue, places),
        seconds_critical=reached if len(known) == len(critical) else whole,
    )


def _rank(queue: Sequence[Risk], edit: Edit) -> int | None:
    """Return the place in the queue at which somebody would come upon what must be changed."""
    heard = set(edit.utterances)
    for rank, risk in enumerate(queue):
        if edit.claim is not None:
            if risk.claim == edit.claim:
                return rank
        elif heard:
            if any(e.utterance in heard for e in risk.evidence):
                return rank
        elif risk.item == edit.item and any(reason.code in _MISSED for reason in risk.reasons):
            return rank
    return None


def _heard(queue: Iterable[Risk], places: Mapping[str, Utterance]) -> float:
    """Return the sound of the evidence, each second once."""
    ids = {e.utterance for risk in queue for e in risk.evidence}
    return _sound(places[i] for i in ids)


def _sound(utterances: Iterable[Utterance]) -> float:
    return sum(
        u.end - u.start
        if u.start is not None and u.end is not None
        else len(u.text.split()) / WORDS_PER_SECOND
        for u in utterances
    )


def effort_figures(effort: Effort) -> dict[str, float | int | None]:
    """Return the figures of ``evaluate``."""
    share = effort.critical_first / effort.critical if effort.critical else None
    return {
        "effort_edits": effort.edits,
        "effort_edits_queue": effort.edits_queue,
        "effort_critical": effort.critical,
        "effort_critical_first": share,
        "effort_risks": effort.risks,
        "effort_seconds": effort.seconds,
        "effort_seconds_first": effort.seconds_first,
        "effort_seconds_queue": effort.seconds_queue,
        "effort_seconds_critical": effort.seconds_critical,
    }
