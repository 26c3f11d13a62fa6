"""The head of the minutes: times, formal findings, chair and clerk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minutes.outcomes.clock import read_clock
from minutes.outcomes.speech import normalise
from minutes.types import ClockTime, Finding, MinutesHead

if TYPE_CHECKING:
    from diarize.types import Utterance
    from minutes.draft.sources import Sources
    from minutes.types import Evidence, Role

_NEAR = 3
"""How many utterances back from the end of the public part its time may have been said."""
_INVITED = re.compile(r"\b(ein|vor)?(ge)?lad(en|ung)\w*|\beinladung|notice", re.IGNORECASE)
_QUORUM = re.compile(r"beschlussfähig|beschlußfähig|quorum", re.IGNORECASE)


def draft_head(sources: Sources) -> MinutesHead:
    """Return the head; times are those heard, the invitation's time stands apart as ``scheduled``."""
    meeting = sources.agenda.meeting
    facts = sources.outcomes.meeting
    public_end = _public_end(sources)
    end = ClockTime(
        value=facts.closed, public=not sources.has_closed_part, evidence=_time_evidence(sources, facts.closed)
    )
    if sources.has_closed_part and public_end.value is not None and public_end.value == end.value:
        end = ClockTime(public=False)  # one announcement cannot be the end of both parts
    return MinutesHead(
        body=meeting.body,
        organization=meeting.organization,
        number=meeting.number,
        date=meeting.date,
        place=meeting.place,
        scheduled=meeting.start,
        begin=ClockTime(value=facts.opened, evidence=_time_evidence(sources, facts.opened)),
        public_end=public_end,
        end=end,
    )


def draft_findings(sources: Sources) -> tuple[Finding, Finding]:
    """Return the findings on invitation and quorum."""
    facts = sources.outcomes.meeting
    return (
        _finding(sources, facts.invited_in_form, _INVITED),
        _finding(sources, facts.quorum, _QUORUM),
    )


def _finding(sources: Sources, value: bool | None, words: re.Pattern[str]) -> Finding:  # noqa: FBT001  # a value, no switch
    if value is None:
        return Finding()
    ids = sources.outcomes.meeting.evidence
    telling = [utterance.id for utterance in sources.utterances(ids) if words.search(utterance.text)]
    return Finding(value=value, evidence=sources.evidence(telling or ids))


def named_role(sources: Sources, role: Role) -> str | None:
    """Return who holds ``role`` by the list of people; of several the one who speaks most, if any does."""
    names = [p.name for p in sources.people if p.role == role and p.present is not False]
    if len(names) > 1:
        names.sort(key=lambda name: -len(sources.speaking(name)))
        if not sources.speaking(names[0]):
            return None
    return names[0] if names else None


def clock_times(sources: Sources, utterance: Utterance) -> tuple[str, ...]:
    """Return the times of day said in an utterance as ``HH:MM``, in digits or in words."""
    return read_clock(normalise(utterance.text, sources.transcript.language))


def _public_end(sources: Sources) -> ClockTime:
    if sources.public_limit is None or not sources.has_closed_part:
        return ClockTime()
    near = sources.transcript.utterances[max(0, sources.public_limit - _NEAR) : sources.public_limit + 1]
    for utterance in reversed(near):
        times = clock_times(sources, utterance)
        if times:
            return ClockTime(value=times[-1], evidence=sources.evidence((utterance.id,)))
    return ClockTime()


def _time_evidence(sources: Sources, time: str | None) -> tuple[Evidence, ...]:
    """Find the utterances of the formal evidence in which that time is said."""
    if time is None:
        return ()

    def says(utterance: Utterance) -> bool:
        return time in clock_times(sources, utterance)

    return sources.evidence(u.id for u in sources.utterances(sources.outcomes.meeting.evidence) if says(u))
