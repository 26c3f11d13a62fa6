"""What was found in a meeting (contract: ``outcomes.json``), each claim with its evidence.

Evidence is the ids of the utterances a claim rests on. A count that nobody stated is None.
"""

from __future__ import annotations

from typing import Literal

import msgspec

ItemState = Literal["handled", "withdrawn", "postponed", "referred", "not reached"]
VoteSubject = Literal["main", "amendment", "procedure", "other"]
VoteResult = Literal["accepted", "rejected", "postponed", "referred", "noted", "withdrawn"]
MotionKind = Literal["amendment", "procedure", "postponement", "main"]
Presence = Literal["present", "absent", "excused", "arrived", "left"]
Origin = Literal["stated", "derived", "entered by hand"]


class ItemOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """Where an item was dealt with, and what became of it."""

    number: str
    state: ItemState = "not reached"
    start: float | None = None
    end: float | None = None
    first: str | None = None
    """Id of its first utterance."""
    last: str | None = None
    joint_with: tuple[str, ...] = ()
    """Numbers of the items called together with it."""
    confidence: float | None = None
    """Of the boundary, 0 to 1."""


class Vote(msgspec.Struct, frozen=True, kw_only=True):
    """One vote and its announced result."""

    item: str | None
    subject: VoteSubject = "main"
    result: VoteResult
    unanimous: bool | None = None
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    against_by: tuple[str, ...] = ()
    abstain_by: tuple[str, ...] = ()
    origin: Origin = "stated"
    derived: tuple[str, ...] = ()
    """Names of the members of this vote that were worked out, not stated (e.g. "no")."""
    evidence: tuple[str, ...] = ()


class Motion(msgspec.Struct, frozen=True, kw_only=True):
    """Something moved by somebody."""

    item: str | None
    kind: MotionKind
    mover: str | None
    """Speaker id."""
    text: str
    evidence: tuple[str, ...] = ()


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The wording a vote was about, as far as it was spoken or is in the agenda."""

    item: str | None
    text: str
    origin: Origin = "stated"
    evidence: tuple[str, ...] = ()


class Recusal(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody did not take part because of bias (Befangenheit)."""

    item: str | None
    person: str
    first: str | None = msgspec.field(default=None, name="from")
    """Utterance from which on."""
    last: str | None = msgspec.field(default=None, name="to")
    left_room: bool | None = None
    evidence: tuple[str, ...] = ()


class AttendanceChange(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's presence as the meeting shows it."""

    person: str
    state: Presence
    time: str | None = None
    """Local time ``HH:MM`` where it was said."""
    evidence: tuple[str, ...] = ()


class RecordRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a member wants in the minutes ("zu Protokoll"): a statement, or how he voted."""

    item: str | None
    speaker: str | None
    """Speaker id."""
    text: str
    """In the speaker's words."""
    evidence: tuple[str, ...] = ()


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """Something that somebody is to do, or promised to do."""

    item: str | None
    who: str | None
    """Name where the voice or the person is known, else who was named ("Verwaltung")."""
    until: str | None = None
    """The term in the words in which it was said ("bis Ende November")."""
    text: str
    evidence: tuple[str, ...] = ()


class MeetingFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Opening, close and formal findings of the chair."""

    opened: str | None = None
    closed: str | None = None
    quorum: bool | None = None
    invited_in_form: bool | None = None
    public_until: str | None = None
    """Last utterance of the public part; None where all of it is public."""
    evidence: tuple[str, ...] = ()


class Outcomes(msgspec.Struct, frozen=True, kw_only=True):
    """Everything found."""

    schema: str = "protokollant/outcomes/1"
    items: tuple[ItemOutcome, ...] = ()
    votes: tuple[Vote, ...] = ()
    motions: tuple[Motion, ...] = ()
    decisions: tuple[Decision, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    attendance: tuple[AttendanceChange, ...] = ()
    meeting: MeetingFacts = MeetingFacts()
    statements: tuple[RecordRequest, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    warnings: tuple[str, ...] = ()
    """Contradictions in words, for the secretary (German)."""
