"""What the law of a state asks for and the minutes do not tell."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from minutes.profiles.types import Basis, FieldCode, Profile
from minutes.types import Minutes, MinutesVote


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """One required field that is not there, or not complete."""

    code: FieldCode
    source: str
    basis: Basis
    items: tuple[str, ...] = ()
    """Numbers of the items concerned; empty where it is about the whole meeting."""

    def text(self, language: str = "de", *, law: bool = False) -> str:
        """Tell what is missing in one sentence, German or English; ``law`` names the source as well."""
        words = (_ENGLISH if language[:2] == "en" else _GERMAN)[self.code]
        told = [", ".join(self.items)] if self.items else []
        told += [self.source] if law else []
        where = f" ({'; '.join(told)})" if told else ""
        return f"{words}{where}."


_GERMAN: dict[FieldCode, str] = {
    "absence-reasons": "Der Grund einer Abwesenheit fehlt",
    "absent-names": "Es ist nicht festgestellt, wer abwesend war",
    "begin": "Der Beginn der Sitzung fehlt",
    "chair": "Der Name der oder des Vorsitzenden fehlt",
    "clerk": "Der Name der Schriftführung fehlt",
    "date": "Der Tag der Sitzung fehlt",
    "end": "Das Ende der Sitzung fehlt",
    "invitation": "Die Feststellung zur Ladung fehlt",
    "items": "Die Gegenstände der Verhandlung fehlen",
    "motions": "Bei einem Antrag fehlt, wer ihn gestellt hat",
    "number-present": "Die Zahl der Anwesenden steht nicht fest",
    "place": "Der Ort der Sitzung fehlt",
    "present-names": "Die Namen der Anwesenden fehlen",
    "quorum": "Die Feststellung der Beschlussfähigkeit fehlt",
    "vote-results": "Ein Abstimmungsergebnis fehlt",
    "votes-by-party": "Bei einem nicht einstimmigen Beschluss fehlt, welche Fraktion wie gestimmt hat",
    "wording": "Der Wortlaut eines Beschlusses fehlt",
}
_ENGLISH: dict[FieldCode, str] = {
    "absence-reasons": "The reason of an absence is missing",
    "absent-names": "It is not established who was absent",
    "begin": "The begin of the meeting is missing",
    "chair": "The name of the chair is missing",
    "clerk": "The name of the clerk is missing",
    "date": "The day of the meeting is missing",
    "end": "The end of the meeting is missing",
    "invitation": "The finding on the invitation is missing",
    "items": "The matters dealt with are missing",
    "motions": "The mover of a motion is missing",
    "number-present": "The number of those present is not established",
    "place": "The place of the meeting is missing",
    "present-names": "The names of those present are missing",
    "quorum": "The finding on the quorum is missing",
    "vote-results": "The result of a vote is missing",
    "votes-by-party": "For a divided vote it is missing which group voted how",
    "wording": "The wording of a decision is missing",
}


def missing_fields(minutes: Minutes, profile: Profile) -> tuple[Missing, ...]:
    """Return what a profile asks for and the minutes lack, in the order of the profile."""
    found: list[Missing] = []
    for field in profile.fields:
        items = _ITEMS[field.code](minutes) if field.code in _ITEMS else ()
        lacks = bool(items) if field.code in _ITEMS else _MEETING[field.code](minutes)
        if lacks:
            found.append(Missing(code=field.code, source=field.source, basis=field.basis, items=items))
    return tuple(found)


def _members_unknown(minutes: Minutes) -> bool:
    voting = [person for person in minutes.attendees if person.votes]
    return not voting or any(person.state == "unknown" for person in voting)


def _without_reason(minutes: Minutes) -> bool:
    away = [p for p in minutes.attendees if p.votes and p.state in {"absent", "excused"}]
    return any(not person.reason for person in away)


def _without_mover(minutes: Minutes) -> tuple[str, ...]:
    return tuple(item.number for item in minutes.items if any(not motion.mover for motion in item.motions))


def _without_wording(minutes: Minutes) -> tuple[str, ...]:
    numbers = []
    for item in minutes.items:
        stated = {decision.id for decision in item.decisions if decision.origin != "derived"}
        accepted = [vote for vote in item.votes if vote.subject == "main" and vote.result == "accepted"]
        if any(vote.decision not in stated for vote in accepted):
            numbers.append(item.number)
    return tuple(numbers)


def _without_result(minutes: Minutes) -> tuple[str, ...]:
    numbers = []
    for item in minutes.items:
        voted = {vote.decision for vote in item.votes}
        open_decisions = any(decision.id not in voted for decision in item.decisions)
        if open_decisions or any(not _counted(vote) for vote in item.votes):
            numbers.append(item.number)
    return tuple(numbers)


def _counted(vote: MinutesVote) -> bool:
    """Tell whether a result is complete: found without a vote, unanimous, or with its counts or its sides."""
    if vote.result not in {"accepted", "rejected"} or vote.unanimous:
        return True
    return (vote.yes is not None and vote.no is not None) or bool(vote.against_by)


def _without_parties(minutes: Minutes) -> tuple[str, ...]:
    return tuple(
        item.number
        for item in minutes.items
        if any(
            v.result in {"accepted", "rejected"} and not v.unanimous and not v.against_by for v in item.votes
        )
    )


_ITEMS: dict[FieldCode, Callable[[Minutes], tuple[str, ...]]] = {
    "motions": _without_mover,
    "vote-results": _without_result,
    "votes-by-party": _without_parties,
    "wording": _without_wording,
}
_MEETING: dict[FieldCode, Callable[[Minutes], bool]] = {
    "absence-reasons": _without_reason,
    "absent-names": _members_unknown,
    "begin": lambda minutes: minutes.head.begin.value is None,
    "chair": lambda minutes: not minutes.chair,
    "clerk": lambda minutes: not minutes.clerk,
    "date": lambda minutes: not minutes.head.date,
    "end": lambda minutes: minutes.head.end.value is None,
    "invitation": lambda minutes: minutes.invited_in_form.value is None,
    "items": lambda minutes: not minutes.items,
    "number-present": _members_unknown,
    "place": lambda minutes: not minutes.head.place,
    "present-names": lambda minutes: not any(p.state == "present" for p in minutes.attendees),
    "quorum": lambda minutes: minutes.quorum.value is None,
}
