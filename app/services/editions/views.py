"""What goes in and comes out of the life of minutes."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec

from minutes.lifecycle import MoveName, State
from minutes.types import MinutesKind

LONGEST = 4000
"""Characters of a reason or of objections."""

Text = Annotated[str, msgspec.Meta(max_length=LONGEST)]

SignatureKind = Literal["pdf", "pades", "xades", "cades"]


class MoveWish(msgspec.Struct, frozen=True, kw_only=True):
    """A move that somebody wants."""

    move: MoveName
    reason: Text = ""
    """Why: taken back, taken down, corrected, or laid before signing though something is missing."""
    date: dt.date | None = None
    """Day of the later meeting that approved or heard objections."""
    meeting: Annotated[str, msgspec.Meta(max_length=100)] = ""
    """Its number or name."""
    text: Text = ""
    """The objections."""
    kind: MinutesKind | None = None
    """Of minutes, with ``present``; None: what is usual in the state."""
    titles: tuple[str, ...] = ()
    """With ``present``: numbers of non-public items whose titles the public edition may show."""


class ObstacleView(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the way of a move."""

    code: str
    """``state``, ``actor`` or the name of a need."""
    waivable: bool
    """An explicit reason stands in for it."""


class MoveView(msgspec.Struct, frozen=True, kw_only=True):
    """A move that who asks may make in this state."""

    move: MoveName
    asks: tuple[str, ...]
    """Fields of the wish that it needs: ``reason``, ``date``, ``text``."""
    obstacles: tuple[ObstacleView, ...]
    """Apart from what the wish itself brings."""


class MissingView(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the law of the state asks for and the minutes do not tell."""

    code: str
    text_de: str
    text_en: str
    basis: str
    """``found`` or ``unsure``."""


class SlotView(msgspec.Struct, frozen=True, kw_only=True):
    """A signature, given or asked for."""

    slot: int
    role: str
    source: str
    expected: str | None
    """Name that the minutes tell."""
    mine: bool = False
    """Who asks may sign here now."""
    name: str | None = None
    """Typed; None: not signed yet."""
    method: str | None = None
    by: str | None = None
    """Account that signed, or brought the file."""
    at: dt.datetime | None = None
    file_name: str | None = None
    file_sha256: str | None = None


class DocumentView(msgspec.Struct, frozen=True, kw_only=True):
    """A file of an edition."""

    part: Literal["public", "nonpublic"]
    stage: Literal["presented", "signed", "signature"]
    name: str
    mime: str
    sha256: str
    address: str
    """Path; never changes."""


class EditionView(msgspec.Struct, frozen=True, kw_only=True):
    """One edition."""

    id: str
    meeting_id: str
    number: int
    address: str
    """Path; never changes."""
    kind: MinutesKind
    corrects: int | None
    corrected_by: int | None
    """Number of the signed edition that corrects this one."""
    sha256: str
    made: dt.datetime
    made_by: str | None
    """None for those who read what was published."""
    discarded: dt.datetime | None
    signed: dt.datetime | None
    sent: dt.datetime | None
    approved: dt.datetime | None
    published: dt.datetime | None
    slots: tuple[SlotView, ...]
    documents: tuple[DocumentView, ...]


class StepView(msgspec.Struct, frozen=True, kw_only=True):
    """A move that was made."""

    seq: int
    at: dt.datetime
    move: MoveName
    before: State
    after: State
    edition: int | None
    by: str
    details: dict[str, str | int | None]


class TermView(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is due."""

    code: Literal["send", "publish"]
    due: dt.date
    done: dt.date | None
    days_left: int
    overdue: bool
    source: str
    basis: str


class LifeView(msgspec.Struct, frozen=True, kw_only=True):
    """Where the minutes of a meeting stand, as who asks sees it."""

    meeting_id: str
    state: State
    revision: int
    edition: int | None
    corrects: int | None
    accepting: Literal["approval", "objections", "none"]
    """What the law knows after the signatures."""
    law: str
    moves: tuple[MoveView, ...]
    missing: tuple[MissingView, ...]
    closed_items: tuple[tuple[str, str], ...]
    """Number and title of the non-public items, for those who may read them."""
    usual_kind: MinutesKind
    slots: tuple[SlotView, ...]
    """Of the edition that waits for signatures."""
    editions: tuple[EditionView, ...]
    """The latest first."""
    steps: tuple[StepView, ...]
    """The latest first; empty for those who only read."""
    terms: tuple[TermView, ...]
    published: dt.datetime | None


class DeadlineView(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the list of terms."""

    meeting_id: str
    meeting: str
    """Title."""
    body: str
    date: dt.date | None
    state: State
    term: TermView | None
    """None: the law sets no term."""
