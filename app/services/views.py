"""What the services hand out: frozen values without a trace of the database.

Identifiers are UUIDs as text, so that a page puts them in an address as they are. Times of day are
aware ``datetime`` values in UTC; times within a recording are seconds from its start.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Literal

import msgspec

from app.access import Permission
from diarize.types import SpeakerCount
from minutes.types import Agenda, Roster

MeetingState = Literal[
    "no recording", "recorded", "queued", "running", "cancelling", "cancelled", "failed", "done"
]
"""Where a meeting stands: nothing uploaded, not started, waiting for a worker, being worked on, being
stopped, stopped by a person, broken off by an error, draft minutes ready."""

StageState = Literal["waiting", "running", "done", "failed", "cancelled"]


class RecordingView(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the sound of a meeting."""

    id: str
    meeting_id: str
    position: int
    """From 0, in the order in which the parts are joined."""
    filename: str
    """As the uploader named it; for display only, it never reaches the file system."""
    size: int
    """Bytes."""
    sha256: str
    created: datetime
    duplicate_of: str | None = None
    """Id of the meeting that already holds the same file."""
    begins: str | None = None
    """Local time of day at which it begins, ``HH:MM:SS``; None: right after the part before."""
    duration: float | None = None
    """Seconds that its header states."""
    format: str | None = None
    """Container and codec, for display."""
    gap: float = 0.0
    """Seconds of silence between the part before and this one, by the clock."""


class MeetingSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A line in the list of meetings."""

    id: str
    title: str
    """Organization and number, e.g. "Gemeinderat, 17. Sitzung"; for a heading."""
    body: str
    organization: str
    number: str | None
    date: str | None
    """ISO 8601."""
    start: str | None
    """Local time, ``HH:MM``."""
    place: str | None
    public: bool
    """False where no item of the agenda is public."""
    state: MeetingState
    fraction: float
    """Of the processing, 0 to 1."""
    duration: float | None
    """Seconds of sound, known once it was decoded."""
    created: datetime
    released: bool = False
    """Whether the members may read the draft."""


class MeetingView(msgspec.Struct, frozen=True, kw_only=True):
    """One meeting with everything that was entered for it."""

    summary: MeetingSummary
    agenda: Agenda
    roster: Roster
    glossary: tuple[str, ...]
    language: str
    profile: str
    state: str | None = None
    """Code of the state whose law the minutes of this meeting follow, where it is another one than that of
    the municipality; the one that holds is in the agenda's ``meeting.state``."""
    speakers: SpeakerCount = SpeakerCount()
    """How many voices there may be."""
    recordings: tuple[RecordingView, ...]
    revision: int = 1
    """Counts changes of what was entered; a change must rest on the latest."""
    readable: bool = True
    """Whether who asks may read its public part; else nothing but the summary is here."""
    whole: bool = True
    """Whether who asks may read its non-public part; else everything here is cut."""
    rights: frozenset[Permission] = frozenset()
    """What who asks may do with it."""


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """Why processing broke off, in words for a secretary."""

    code: str
    de: str
    en: str
    retry: bool = True
    """True where starting again can help, perhaps after a correction."""

    def text(self, language: str = "de") -> str:
        """Return the message in ``language`` ("de" or "en")."""
        return self.de if language.startswith("de") else self.en


class StageView(msgspec.Struct, frozen=True, kw_only=True):
    """One stage of the pipeline."""

    name: str
    """As in :data:`app.pipeline.stages.STAGES`."""
    state: StageState
    fraction: float = 0.0
    """0 to 1."""
    seconds_left: float | None = None
    """None until it can be told."""
    error: str | None = None
    """Stable code of what broke the stage off."""


class ProgressView(msgspec.Struct, frozen=True, kw_only=True):
    """How far the processing of a meeting is."""

    meeting_id: str
    state: MeetingState
    stages: tuple[StageView, ...] = ()
    """All stages in order, also those that wait."""
    fraction: float = 0.0
    """Of everything, weighted by the usual length of each stage, 0 to 1."""
    seconds_left: float | None = None
    """Of everything; None until it can be told."""
    place: int | None = None
    """Place in line where it waits for a worker, from 1."""
    failure: Failure | None = None
    updated: datetime | None = None

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen unless a person acts."""
        return self.state in {"no recording", "recorded", "cancelled", "failed", "done"}


class Playback(msgspec.Struct, frozen=True, kw_only=True):
    """A sound that the browser plays; to be served with ``Range``."""

    read: Callable[[int, int], AsyncIterator[bytes]]
    """Yields the bytes from the first to the last, both included."""
    size: int
    mime: str
    etag: str


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A rendered file of a meeting, for download."""

    name: str
    """E.g. ``minutes.docx``."""
    organization: str
    """Of the meeting, as are number and date."""
    number: str | None
    date: str | None
    """ISO 8601."""
    mime: str
    data: bytes
    etag: str
