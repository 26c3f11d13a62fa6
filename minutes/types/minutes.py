"""The minutes as one structured document (``minutes.json``); every rendering is a view of it.

The fields are the union of what the laws of the states ask for (GemO BW § 38, GO NRW § 52,
NKomVG § 68, GO BY Art. 54, GemO RP § 41). Everything claimed carries its evidence and its origin;
what nobody stated is None and appears among the open points, never as a guess. Each statement
knows whether it belongs to the public part, so that the two parts can be told apart without
looking at the words.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from minutes.types.agenda import Role
from minutes.types.outcomes import ItemState, MotionKind, Origin, VoteResult, VoteSubject

MinutesStatus = Literal["draft", "presented", "signed"]
"""Where the minutes are in their life: a draft, laid before those who sign, signed (docs/editions.md)."""

MinutesKind = Literal["decisions", "results", "course", "verbatim"]
"""Beschluss-, Ergebnis-, Verlaufs- and Wortprotokoll."""

SummaryKind = Literal["summary", "plain-language", "translation"]
"""What a language model made: the course in indirect speech, in Leichte Sprache, or in another language."""

MinutesPart = Literal["public", "nonpublic", "all"]
"""What a rendering shows; ``all`` is for the secretary's desk only."""

AttendeeState = Literal["present", "absent", "excused", "unknown"]

OpenPointCode = Literal[
    "absent-but-speaks",
    "attendance-unknown",
    "begin-missing",
    "chair-missing",
    "clerk-missing",
    "contradiction",
    "counts-missing",
    "doubtful-text",
    "end-missing",
    "invitation-missing",
    "item-not-reached",
    "mover-missing",
    "not-on-roster",
    "public-end-missing",
    "quorum-missing",
    "recusal-incomplete",
    "speaker-unknown",
    "spoken-after-public-end",
    "state-law",
    "unassigned",
    "unconfirmed",
    "vote-missing",
    "wording-missing",
]
"""Stable names of what the secretary has to look at."""

AI_NOTE = "Entwurf, maschinell erstellt, nicht geprüft"
"""The label of a draft (Regulation (EU) 2024/1689, Art. 50 (4))."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Where to hear what a claim rests on."""

    utterance: str
    """Id in ``transcript.json``."""
    second: float | None = None
    """Start of it, seconds from the start of the recording; None in a transcript without times."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A formal finding of the chair; ``value`` None means it was not heard."""

    value: bool | None = None
    origin: Origin = "stated"
    evidence: tuple[Evidence, ...] = ()


class ClockTime(msgspec.Struct, frozen=True, kw_only=True):
    """A time of day; ``value`` (``HH:MM``) None means it was not heard."""

    value: str | None = None
    origin: Origin = "stated"
    evidence: tuple[Evidence, ...] = ()
    public: bool = True
    """False where it was spoken in the non-public part."""


class MinutesHead(msgspec.Struct, frozen=True, kw_only=True):
    """Which meeting, where and when."""

    body: str | None = None
    organization: str | None = None
    number: str | None = None
    date: str | None = None
    """ISO 8601 date."""
    place: str | None = None
    scheduled: str | None = None
    """Time of the invitation, ``HH:MM``."""
    begin: ClockTime = ClockTime()
    public_end: ClockTime = ClockTime()
    """End of the public part; empty where everything was public."""
    end: ClockTime = ClockTime()


class Attendee(msgspec.Struct, frozen=True, kw_only=True):
    """One person and the presence the meeting shows."""

    name: str
    role: Role | None = None
    """None: heard of, but not among the people the secretary gave."""
    office: str | None = None
    party: str | None = None
    votes: bool = False
    state: AttendeeState = "unknown"
    reason: str | None = None
    """Of an absence, where it is known; some laws ask for it."""
    origin: Origin = "stated"
    """``entered by hand``: from the list of people; ``derived``: present because heard speaking."""
    evidence: tuple[Evidence, ...] = ()
    public: bool = True
    """False for a guest of whom the public part shows nothing."""


class AttendanceMove(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody came or went during the meeting."""

    id: str = ""
    """Empty in drafts of before there were ids."""
    person: str
    kind: Literal["arrived", "left"]
    time: str | None = None
    """``HH:MM`` where it was said."""
    item: str | None = None
    """Number of the item during which it happened."""
    origin: Origin = "stated"
    evidence: tuple[Evidence, ...] = ()
    public: bool = True


class MinutesMotion(msgspec.Struct, frozen=True, kw_only=True):
    """Something moved."""

    id: str
    kind: MotionKind
    mover: str | None
    """Name; None is not recognised."""
    mover_speaker: str | None = None
    """Speaker id in the transcript."""
    party: str | None = None
    text: str
    """In the speaker's words."""
    origin: Origin = "stated"
    evidence: tuple[Evidence, ...] = ()
    public: bool = True


class MinutesRecusal(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody did not take part because of bias (Befangenheit, Mitwirkungsverbot)."""

    id: str
    person: str
    party: str | None = None
    left_room: bool | None = None
    begin: Evidence | None = None
    end: Evidence | None = None
    origin: Origin = "stated"
    evidence: tuple[Evidence, ...] = ()
    public: bool = True


class MinutesStatement(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a member wants in the minutes ("zu Protokoll")."""

    id: str
    speaker: str | None
    """Name; None is not recognised."""
    party: str | None = None
    text: str
    """In the speaker's words."""
    origin: Origin = "stated"
    evidence: tuple[Evidence, ...] = ()
    public: bool = True


class MinutesAssignment(msgspec.Struct, frozen=True, kw_only=True):
    """Something that somebody is to do, or promised to do."""

    id: str
    who: str | None
    """A person or a part of the administration; None is not recognised."""
    until: str | None = None
    """The term in the words in which it was said."""
    text: str
    origin: Origin = "stated"
    evidence: tuple[Evidence, ...] = ()
    public: bool = True


class Extract(msgspec.Struct, frozen=True, kw_only=True):
    """Part of a contribution, in the speaker's own words; gaps are marked ``[…]``."""

    id: str
    speaker: str | None
    """Name; None is not recognised."""
    speaker_id: str | None = None
    role: Role | None = None
    office: str | None = None
    party: str | None = None
    text: str
    start: float | None = None
    """Second of the first quoted word."""
    doubtful: bool = False
    """The recogniser was unsure of these words."""
    origin: Origin = "stated"
    """``entered by hand``: no quotation any more."""
    evidence: tuple[Evidence, ...] = ()
    public: bool = True


class SummarySentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of a language model, with the utterances it rests on and what the fact check says."""

    text: str
    evidence: tuple[Evidence, ...] = ()
    withheld: tuple[str, ...] = ()
    """Why it is not shown (German); empty where every claim was found in the evidence."""
    public: bool = True


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a language model wrote about an item; never binding, always marked as such."""

    kind: SummaryKind = "summary"
    language: str = "de"
    """ISO 639-1."""
    model: str
    """Name of the model, as it is printed."""
    sentences: tuple[SummarySentence, ...] = ()


class MinutesDecision(msgspec.Struct, frozen=True, kw_only=True):
    """The wording that was put to the vote."""

    id: str
    text: str
    origin: Origin = "stated"
    evidence: tuple[Evidence, ...] = ()
    public: bool = True
    confirmed_by: str | None = None
    """Who heard it and found it right; None: nobody yet."""
    confirmed_at: str | None = None
    """ISO 8601 date and time."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """The chair's sentence that put something to the vote, quoted."""

    text: str
    start: float | None = None
    evidence: tuple[Evidence, ...] = ()
    public: bool = True


class MinutesVote(msgspec.Struct, frozen=True, kw_only=True):
    """One vote and its announced result; a count that nobody stated is None."""

    id: str
    subject: VoteSubject = "main"
    result: VoteResult
    unanimous: bool | None = None
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    against_by: tuple[str, ...] = ()
    abstain_by: tuple[str, ...] = ()
    decision: str | None = None
    """Id of the :class:`MinutesDecision` it was about, where one was found."""
    question: Question | None = None
    """How it was put to the vote, where the wording was not read out."""
    origin: Origin = "stated"
    derived: tuple[str, ...] = ()
    """Names of the members that were worked out, not stated (e.g. "no")."""
    evidence: tuple[Evidence, ...] = ()
    public: bool = True
    confirmed_by: str | None = None
    """Who heard it and found it right; None: nobody yet."""
    confirmed_at: str | None = None
    """ISO 8601 date and time."""


class OpenPoint(msgspec.Struct, frozen=True, kw_only=True):
    """Something missing or doubtful that the secretary settles before signing."""

    code: OpenPointCode
    text: str
    """German, one sentence."""
    item: str | None = None
    evidence: tuple[Evidence, ...] = ()
    public: bool = True


class MinutesItem(msgspec.Struct, frozen=True, kw_only=True):
    """One agenda item."""

    number: str
    title: str
    public: bool = True
    paper: str | None = None
    state: ItemState = "not reached"
    joint_with: tuple[str, ...] = ()
    start: float | None = None
    """Second at which it was called."""
    motions: tuple[MinutesMotion, ...] = ()
    recusals: tuple[MinutesRecusal, ...] = ()
    course: tuple[Extract, ...] = ()
    verbatim: tuple[Extract, ...] = ()
    """Everything said, by speaker, for the Wortprotokoll."""
    summaries: tuple[Summary, ...] = ()
    decisions: tuple[MinutesDecision, ...] = ()
    votes: tuple[MinutesVote, ...] = ()
    statements: tuple[MinutesStatement, ...] = ()
    assignments: tuple[MinutesAssignment, ...] = ()
    open_points: tuple[OpenPoint, ...] = ()


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """How the draft came about (shown on the document, so that a reader can judge it)."""

    software: str = "Protokollant"
    version: str | None = None
    created: str | None = None
    """ISO 8601 date and time; also the creation date of the files."""
    models: dict[str, str] = {}
    """What did which part, in readable words: "Spracherkennung" to "faster-whisper 1.2 (whisper-base)"."""
    note: str = AI_NOTE
    reviewed_by: str | None = None
    """Empty until a person has reviewed the text."""


class Minutes(msgspec.Struct, frozen=True, kw_only=True):
    """The whole document."""

    schema: str = "protokollant/minutes/1"
    language: str = "de"
    status: MinutesStatus = "draft"
    head: MinutesHead = MinutesHead()
    chair: str | None = None
    clerk: str | None = None
    """Empty until entered or known from the list of people."""
    attendees: tuple[Attendee, ...] = ()
    moves: tuple[AttendanceMove, ...] = ()
    """Arrivals and departures in order of time."""
    invited_in_form: Finding = Finding()
    quorum: Finding = Finding()
    items: tuple[MinutesItem, ...] = ()
    """In the order of the agenda; items dealt with but not on it come last."""
    open_points: tuple[OpenPoint, ...] = ()
    """Those that belong to no item."""
    verbatim: tuple[Extract, ...] = ()
    """What was said outside of all items, for the Wortprotokoll."""
    state: str | None = None
    """Code of the state profile (``NW``, ``BY`` …) whose forms the document takes; None is generic."""
    unassigned: int = 0
    """Utterances that belong to no item; they are listed in ``transcript.json``."""
    provenance: Provenance = Provenance()
    warnings: tuple[str, ...] = ()
    """Contradictions reported by the parts before, in words, for the secretary (German)."""
