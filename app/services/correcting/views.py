"""What goes in and comes out of correcting a transcript."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

import msgspec

from minutes.correcting import (
    BeginItem,
    Edit,
    Join,
    Line,
    Mark,
    MergeSpeakers,
    Mute,
    RenameSpeaker,
    SetItem,
    SetSpeaker,
    SetText,
    Split,
)

MOST = 500
"""Corrections that are taken at once."""

Wanted = (
    SetText | Split | Join | SetSpeaker | RenameSpeaker | MergeSpeakers | SetItem | BeginItem | Mark | Mute
)
"""What a person may send; what takes back is made here."""


class EditWish(msgspec.Struct, frozen=True, kw_only=True):
    """A correction that somebody wants."""

    client_id: UUID
    """Another for each correction; sent again where no answer came, so that nothing is done twice."""
    edit: Wanted
    seen: dict[str, int] = {}
    """Revision of utterances when the correction was made; refused where one is another now."""


class EditWishes(msgspec.Struct, frozen=True, kw_only=True):
    """Corrections to be made one after the other."""

    edits: tuple[EditWish, ...]
    """At most :data:`MOST`."""

    def __post_init__(self) -> None:
        if len(self.edits) > MOST:
            message = f"at most {MOST} edits at once"
            raise ValueError(message)


class DeskLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An utterance as the desk shows it. Times are seconds from the start of the recording."""

    id: str
    text: str
    """Empty: a person took it out."""
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    item: str | None = None
    flags: tuple[str, ...] = ()
    words: tuple[tuple[float, float, float], ...] = ()
    """Begin, end and probability of each word of the text; none where they are not known."""
    revision: int = 0
    checked: bool = False
    by_hand: bool = False


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a correction."""

    client_id: UUID
    state: Literal["applied", "repeated", "refused"]
    """``repeated``: it had been made before."""
    seq: int | None = None
    """Number of the correction."""
    code: str | None = None
    """Why it was refused."""
    message: str | None = None


class DeskSpeaker(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A voice."""

    id: str
    name: str | None = None
    confidence: float | None = None
    by_hand: bool = False


class DeskItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the agenda."""

    number: str
    title: str
    public: bool


class DeskPage(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the transcript."""

    seq: int
    """Of the last correction."""
    drafted: bool
    """Whether draft and documents rest on every correction."""
    total: int
    """Utterances of the whole transcript."""
    checked: int
    """Of them, those that a person found right."""
    lines: tuple[DeskLine, ...]
    next: str | None
    """Utterance after which the next stretch begins; None: this was the last."""
    speakers: tuple[DeskSpeaker, ...]
    items: tuple[DeskItem, ...]
    people: tuple[str, ...]
    """Names of those who may speak."""
    muted: tuple[tuple[float, float], ...]


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the transcript since a correction."""

    seq: int
    reload: bool = False
    """A new draft was made: everything is to be read anew."""
    lines: tuple[DeskLine, ...] = ()
    """Utterances that are new or read otherwise."""
    after: dict[str, str | None] = {}
    """The utterance before each of them; None: it is the first."""
    removed: tuple[str, ...] = ()
    speakers: tuple[DeskSpeaker, ...] = ()
    """All voices."""
    muted: tuple[tuple[float, float], ...] = ()
    checked: int = 0
    drafted: bool = False
    outcomes: tuple[Outcome, ...] = ()
    """What became of the corrections that were sent, in their order."""
    present: tuple[Present, ...] = ()
    """Who else is at it."""


class Present(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else who has the transcript open."""

    name: str
    utterance: str | None
    """Where they are."""


class EditView(msgspec.Struct, frozen=True, kw_only=True):
    """A correction as the history shows it."""

    seq: int
    edit: dict[str, Any]
    """As it was made; of a new draft ``{"op": "restore"}``."""
    touched: int
    """How many utterances."""
    before: tuple[str, ...]
    """Texts of the utterances before, where they were changed."""
    undoes: int | None
    by: str
    at: dt.datetime


def line_view(line: Line) -> DeskLine:
    """Return an utterance as the desk shows it."""
    fits = len(line.words) == len(line.text.split())
    return DeskLine(
        id=line.id,
        text=line.text,
        speaker=line.speaker,
        start=line.start,
        end=line.end,
        item=line.item,
        flags=line.flags,
        words=tuple((word.start, word.end, round(word.probability, 2)) for word in line.words)
        if fits
        else (),
        revision=line.revision,
        checked=line.checked,
        by_hand=line.by_hand,
    )


def edit_of(wanted: Wanted) -> Edit:
    """Return a wanted edit as one of all."""
    return wanted
