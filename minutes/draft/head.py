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
_FORMAL = re.compile(r"beschlussfähig|geladen|ladung|einladung|eingeladen|quorum|eröffne|open", re.IGNORECASE)


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
    formal = [u.id for u in sources.utterances(facts.evidence) if _FORMAL.search(u.text)]
    evidence = sources.evidence(formal or facts.evidence)
    return (
        Finding(value=facts.invited_in_form, evidence=evidence if facts.invited_in_form is not None else ()),
        Finding(value=facts.quorum, evidence=evidence if facts.quorum is not None else ()),
    )


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
