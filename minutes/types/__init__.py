"""The values of the minutes: what goes in, what is found, what is rendered."""

from minutes.types.agenda import Agenda, AgendaItem, MeetingInfo, Person, Role, Roster
from minutes.types.outcomes import (
    AttendanceChange,
    Decision,
    ItemOutcome,
    ItemState,
    MeetingFacts,
    Motion,
    MotionKind,
    Origin,
    Outcomes,
    Presence,
    Recusal,
    Vote,
    VoteResult,
    VoteSubject,
)
from minutes.types.transcript import NameOrigin, RecordingInfo, Speaker, Transcript

__all__ = (
    "Agenda",
    "AgendaItem",
    "AttendanceChange",
    "Decision",
    "ItemOutcome",
    "ItemState",
    "MeetingFacts",
    "MeetingInfo",
    "Motion",
    "MotionKind",
    "NameOrigin",
    "Origin",
    "Outcomes",
    "Person",
    "Presence",
    "RecordingInfo",
    "Recusal",
    "Role",
    "Roster",
    "Speaker",
    "Transcript",
    "Vote",
    "VoteResult",
    "VoteSubject",
)
