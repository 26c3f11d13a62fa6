"""What is missing or doubtful: the list the secretary works off before signing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from minutes.notices import say
from minutes.types import OpenPoint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minutes.draft.sources import Sources
    from minutes.types import (
        Decision,
        Minutes,
        MinutesDecision,
        MinutesItem,
        MinutesMotion,
        MinutesRecusal,
        MinutesVote,
        Motion,
        OpenPointCode,
        Vote,
    )

_COUNTS = {"yes": "Ja-Stimmen", "no": "Nein-Stimmen", "abstain": "Enthaltungen"}
_BALLOTED = {"accepted", "rejected"}
"""Results that are reached by counting hands; the others are often just found by the chair."""


def item_gaps(sources: Sources, item: MinutesItem) -> MinutesItem:
    """Return the item with its open points."""
    points = (*_votes(item), *_moved(item), *_statements(sources, item), *_state(item))
    return msgspec.structs.replace(item, open_points=points)


def meeting_gaps(sources: Sources, minutes: Minutes) -> Minutes:
    """Return the minutes with the open points that belong to no item."""
    points = (*_head(sources, minutes), *_people(sources, minutes), *_rest(sources, minutes))
    return msgspec.structs.replace(minutes, open_points=points)


def missing_counts(vote: MinutesVote) -> tuple[str, ...]:
    """Name the counts of a vote that nobody stated; none are missing from a unanimous vote."""
    if vote.result not in _BALLOTED or vote.unanimous:
        return ()
    return tuple(label for name, label in _COUNTS.items() if getattr(vote, name) is None)


def _votes(item: MinutesItem) -> Iterator[OpenPoint]:
    spoken = {decision.id for decision in item.decisions if decision.origin != "derived"}
    for vote in item.votes:
        missing = missing_counts(vote)
        if missing:
            yield _point(item, "counts-missing", f"Nicht genannt: {', '.join(missing)}.", vote)
        if vote.subject == "main" and vote.result in _BALLOTED and vote.decision not in spoken:
            filled = "; eingesetzt ist der Gegenstand" if vote.decision else ""
            hint = f"; Vorlage {item.paper} heranziehen" if item.paper else ""
            text = f"Der Wortlaut des Beschlusses wurde nicht verlesen{filled}{hint}."
            yield _point(item, "wording-missing", text, vote)
    paired = {vote.decision for vote in item.votes}
    for decision in item.decisions:
        if decision.id not in paired:
            text = "Zu diesem Beschlusswortlaut wurde kein Abstimmungsergebnis erkannt."
            yield _point(item, "vote-missing", text, decision)


def _moved(item: MinutesItem) -> Iterator[OpenPoint]:
    for motion in item.motions:
        if motion.mover is None:
            yield _point(item, "mover-missing", "Wer den Antrag gestellt hat, wurde nicht erkannt.", motion)
    for recusal in item.recusals:
        if recusal.left_room is None or recusal.end is None:
            text = f"Befangenheit {recusal.person}: Dauer oder Verlassen des Raumes ist nicht belegt."
            yield _point(item, "recusal-incomplete", text, recusal)


def _point(
    item: MinutesItem,
    code: OpenPointCode,
    text: str,
    about: MinutesVote | MinutesDecision | MinutesMotion | MinutesRecusal,
) -> OpenPoint:
    return OpenPoint(code=code, text=text, item=item.number, evidence=about.evidence, public=about.public)


def _statements(sources: Sources, item: MinutesItem) -> Iterator[OpenPoint]:
    unknown = [extract for extract in item.course if extract.speaker is None]
    if unknown:
        evidence = tuple(e for extract in unknown for e in extract.evidence)
        yield OpenPoint(
            code="speaker-unknown",
            text=f"Nicht erkannt, wer spricht: {_count(len(unknown), 'Beitrag', 'Beiträge')}.",
            item=item.number,
            evidence=evidence,
            public=all(extract.public for extract in unknown),
        )
    doubtful = [extract for extract in item.course if extract.doubtful]
    if doubtful:
        yield OpenPoint(
            code="doubtful-text",
            text=f"Unsicher erkannter Text: {_count(len(doubtful), 'Zitat', 'Zitate')}.",
            item=item.number,
            evidence=tuple(e for extract in doubtful for e in extract.evidence),
            public=all(extract.public for extract in doubtful),
        )
    late = [
        utterance.id
        for utterance in sources.transcript.utterances
        if item.public and utterance.item == item.number and not sources.is_public(utterance)
    ]
    if late:
        yield OpenPoint(
            code="spoken-after-public-end",
            text="Nach dem Ende des öffentlichen Teils gesprochen; fehlt in der öffentlichen Fassung.",
            item=item.number,
            evidence=sources.evidence(late),
            public=False,
        )


def _state(item: MinutesItem) -> Iterator[OpenPoint]:
    if item.state == "not reached":
        yield OpenPoint(
            code="item-not-reached",
            text="Der Aufruf dieses Tagesordnungspunktes wurde nicht erkannt.",
            item=item.number,
            public=item.public,
        )


def _head(sources: Sources, minutes: Minutes) -> Iterator[OpenPoint]:
    head = minutes.head
    if head.begin.value is None:
        hint = f" (geladen war für {head.scheduled} Uhr)" if head.scheduled else ""
        yield OpenPoint(code="begin-missing", text=f"Der Beginn der Sitzung wurde nicht genannt{hint}.")
    if sources.has_closed_part and head.public_end.value is None:
        yield OpenPoint(
            code="public-end-missing", text="Das Ende des öffentlichen Teils wurde nicht genannt."
        )
    if head.end.value is None:
        yield OpenPoint(code="end-missing", text="Das Ende der Sitzung wurde nicht genannt.")
    if minutes.invited_in_form.value is None:
        yield OpenPoint(
            code="invitation-missing", text="Die form- und fristgerechte Ladung wurde nicht festgestellt."
        )
    if minutes.quorum.value is None:
        yield OpenPoint(code="quorum-missing", text="Die Beschlussfähigkeit wurde nicht festgestellt.")
    if minutes.clerk is None:
        yield OpenPoint(code="clerk-missing", text="Die Schriftführung ist einzutragen.")
    if minutes.chair is None:
        yield OpenPoint(code="chair-missing", text="Der Vorsitz ist einzutragen.")
    elif any(speaker.name for speaker in sources.transcript.speakers) and not sources.speaking(minutes.chair):
        yield OpenPoint(
            code="chair-missing",
            text=f"{minutes.chair} führt laut Personenliste den Vorsitz, wurde aber nicht gehört.",
        )


def _people(sources: Sources, minutes: Minutes) -> Iterator[OpenPoint]:
    given = {person.name: person for person in sources.people}
    for attendee in minutes.attendees:
        person = given.get(attendee.name)
        if person is None:
            yield OpenPoint(
                code="not-on-roster",
                text=f"{attendee.name} steht nicht auf der Personenliste.",
                evidence=attendee.evidence,
                public=attendee.public,
            )
        elif attendee.origin == "derived" and (
            person.present is False or _reported_missing(sources, attendee.name)
        ):
            yield OpenPoint(
                code="absent-but-speaks",
                text=f"{attendee.name} gilt als abwesend, wurde aber gehört.",
                evidence=attendee.evidence,
                public=attendee.public,
            )
    unknown = [a.name for a in minutes.attendees if a.state == "unknown" and a.votes]
    if unknown:
        yield OpenPoint(
            code="attendance-unknown", text=f"Anwesenheit nicht festgestellt: {', '.join(unknown)}."
        )


def _reported_missing(sources: Sources, name: str) -> bool:
    """Tell whether the meeting itself reported the person as missing."""
    for change in sources.outcomes.attendance:
        person = sources.person(sources.speaker_name(change.person) or change.person)
        if person and person.name == name and change.state in {"absent", "excused"}:
            return True
    return False


def _rest(sources: Sources, minutes: Minutes) -> Iterator[OpenPoint]:
    outside: list[Vote | Motion | Decision] = [
        *sources.outcomes.votes,
        *sources.outcomes.motions,
        *sources.outcomes.decisions,
    ]
    known = {item.number for item in minutes.items}
    for found in outside:
        if found.item not in known:
            kind = {"Vote": "Eine Abstimmung", "Motion": "Ein Antrag"}.get(
                type(found).__name__, "Ein Beschluss"
            )
            yield OpenPoint(
                code="unassigned",
                text=f"{kind} ist keinem Tagesordnungspunkt zugeordnet.",
                evidence=sources.evidence(found.evidence),
                public=sources.all_public(found.evidence),
            )
    if minutes.unassigned:
        count = _count(minutes.unassigned, "Äußerung ist", "Äußerungen sind")
        yield OpenPoint(code="unassigned", text=f"{count} keinem Tagesordnungspunkt zugeordnet.")
    for warning in minutes.warnings:
        yield OpenPoint(code="contradiction", text=say(warning), public=False)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
