"""Who was there: the list of people, what was said about it, and who was heard speaking.

What was said in the meeting goes before the list made before it. Somebody heard speaking was
present, whatever the list says; the contradiction becomes an open point (see gaps).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from minutes.types import AttendanceMove, Attendee, Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.types import Utterance
    from minutes.draft.sources import Sources
    from minutes.types import AttendanceChange, AttendeeState, Evidence, Origin


def draft_attendance(sources: Sources) -> tuple[tuple[Attendee, ...], tuple[AttendanceMove, ...]]:
    """Return everybody with the presence shown, in the order of the list, and who came or went."""
    changes: dict[str, list[AttendanceChange]] = {}
    for change in sources.outcomes.attendance:
        changes.setdefault(_name(sources, change.person), []).append(change)
    people = list(sources.people)
    known = {person.name for person in people}
    heard = [speaker.name for speaker in sources.transcript.speakers if speaker.name]
    strangers = [name for name in dict.fromkeys([*changes, *heard]) if name not in known]
    attendees = [_attendee(sources, person, changes.get(person.name, ())) for person in people]
    attendees += [_attendee(sources, name, changes.get(name, ())) for name in strangers]
    moves = [_move(sources, name, change) for name, found in changes.items() for change in found]
    return tuple(attendees), _named(sorted((m for m in moves if m), key=_second))


def _named(moves: Sequence[AttendanceMove]) -> tuple[AttendanceMove, ...]:
    """Give each an id by person and kind, so that it is the same in the next draft."""
    counts: Counter[tuple[str, str]] = Counter()
    named = []
    for move in moves:
        counts[move.person, move.kind] += 1
        count = counts[move.person, move.kind]
        named.append(msgspec.structs.replace(move, id=f"{move.person}/{move.kind}{count}"))
    return tuple(named)


def _name(sources: Sources, mentioned: str) -> str:
    """Return the full name for a mention ("Herr Neumann") or a speaker's label."""
    name = sources.speaker_name(mentioned) or mentioned
    person = sources.person(name)
    return person.name if person else name


def _attendee(sources: Sources, person: Person | str, changes: Sequence[AttendanceChange]) -> Attendee:
    stranger = isinstance(person, str)
    given = Person(name=person, votes=False) if isinstance(person, str) else person
    spoken = sources.speaking(given.name)
    state, origin, evidence = _state(sources, given, changes, heard=bool(spoken))
    if not evidence and state == "present" and spoken:
        evidence = sources.evidence((spoken[0].id,))
    guest = stranger or given.role == "guest"
    return Attendee(
        name=given.name,
        role=None if stranger else given.role,
        office=given.office,
        party=given.party,
        votes=given.votes and not stranger,
        state=state,
        origin=origin,
        evidence=evidence,
        public=not guest or _seen_in_public(sources, spoken, changes),
    )


def _seen_in_public(
    sources: Sources,
    spoken: Sequence[Utterance],
    changes: Sequence[AttendanceChange],
) -> bool:
    """Tell whether the public part shows that a guest was there; in doubt it does not."""
    if not sources.has_closed_part:
        return True
    return any(sources.is_public(utterance) for utterance in spoken) or any(
        change.evidence and sources.all_public(change.evidence) for change in changes
    )


def _state(
    sources: Sources,
    person: Person,
    changes: Sequence[AttendanceChange],
    *,
    heard: bool,
) -> tuple[AttendeeState, Origin, tuple[Evidence, ...]]:
    states = {change.state for change in changes}
    evidence = sources.evidence(i for change in changes for i in change.evidence)
    if states & {"arrived", "left", "present"}:
        return "present", "stated", evidence
    if heard:
        return "present", "derived", ()
    if "excused" in states:
        return "excused", "stated", evidence
    if "absent" in states:
        return "absent", "stated", evidence
    if person.present is None:
        return "unknown", "entered by hand", ()
    return ("present" if person.present else "absent"), "entered by hand", ()


def _move(sources: Sources, name: str, change: AttendanceChange) -> AttendanceMove | None:
    if change.state not in {"arrived", "left"}:
        return None
    spoken = sources.utterances(change.evidence)
    return AttendanceMove(
        person=name,
        kind="arrived" if change.state == "arrived" else "left",
        time=change.time,
        item=next((u.item for u in spoken if u.item), None),
        evidence=sources.evidence(change.evidence),
        public=sources.all_public(change.evidence),
    )


def _second(move: AttendanceMove) -> tuple[float, str]:
    seconds = [e.second for e in move.evidence if e.second is not None]
    return (min(seconds) if seconds else float("inf"), move.time or "")
