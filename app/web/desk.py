"""The result page as values: the transcript in runs of one item, and the items with what was found.

The transcript stays in the order of the sound; a new run begins where the item changes, so that an item
taken up again shows up twice in the text and once in the overview.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from app.services import MeetingView
from app.web.shelf import Shelf, build_shelf
from diarize.types import Utterance
from minutes.notices import code_of, say
from minutes.types import AgendaItem, ItemOutcome, Outcomes, Transcript
from minutes.types.minutes import Minutes, MinutesItem, OpenPoint

DOUBTFUL = frozenset({"loop", "silence", "low-confidence"})
"""Flags of an utterance whose text may be wrong; overlap alone concerns the voice, not the text."""

DOUBTFUL_WORD = 0.35
"""Words that the recogniser believes less than this are marked one by one."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """An utterance as shown."""

    utterance: Utterance
    speaker: str | None
    """Name, or None where it is not known."""
    label: str
    """Label of the voice ("S3"), or empty."""
    new_speaker: bool
    doubtful: bool
    public: bool


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Consecutive utterances of one item."""

    anchor: str
    number: str | None
    """None is "unassigned"."""
    title: str
    continued: bool
    """The item was dealt with before."""
    public: bool
    start: float | None
    end: float | None
    lines: tuple[Line, ...]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An item in the overview."""

    item: MinutesItem
    start: float | None
    end: float | None
    anchor: str | None
    """Of its first run; None where nothing was said on it."""
    confidence: float | None


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """A speaker in the overview."""

    label: str
    name: str | None
    confidence: float | None
    origin: str | None
    seconds: float
    """Length of everything it said."""
    first: str | None
    """Id of its first utterance."""
    first_second: float | None


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the result page shows."""

    entries: tuple[Entry, ...]
    runs: tuple[Run, ...]
    voices: tuple[Voice, ...]
    minutes: Minutes
    outcomes: Outcomes
    doubtful: tuple[Line, ...]
    unassigned: tuple[Run, ...]
    open_points: tuple[OpenPoint, ...]
    """Of the meeting; without what the minutes repeat of the warnings."""
    warnings: tuple[str, ...]
    """Codes, and sentences in German; see :mod:`minutes.notices`."""
    duration: float | None

    def notices(self, language: str) -> tuple[tuple[str, str], ...]:
        """Return the warnings in words, each with its language; what is a sentence already is German."""
        return tuple((language if code_of(one) else "de", say(one, language)) for one in self.warnings)

    def shelf(self, names: Sequence[str]) -> Shelf:
        """Return the documents of these names as they are offered (see :mod:`app.web.shelf`)."""
        return build_shelf(names, self.minutes.state)

    @property
    def votes(self) -> int:
        """Number of votes found."""
        return sum(len(entry.item.votes) for entry in self.entries)


def build_desk(meeting: MeetingView, transcript: Transcript, outcomes: Outcomes, minutes: Minutes) -> Desk:
    """Put the results of a meeting together for the page."""
    runs = tuple(_runs(meeting, transcript, outcomes, minutes))
    first_runs: dict[str, str] = {}
    for run in runs:
        if run.number is not None:
            first_runs.setdefault(run.number, run.anchor)
    found = {item.number: item for item in outcomes.items}
    entries = tuple(
        _entry(item, found.get(item.number), first_runs.get(item.number)) for item in minutes.items
    )
    lines = [line for run in runs for line in run.lines]
    return Desk(
        entries=entries,
        runs=runs,
        voices=tuple(_voices(transcript)),
        minutes=minutes,
        outcomes=outcomes,
        doubtful=tuple(line for line in lines if line.doubtful),
        unassigned=tuple(run for run in runs if run.number is None),
        open_points=tuple(point for point in minutes.open_points if point.code != "contradiction"),
        warnings=tuple(dict.fromkeys((*transcript.warnings, *outcomes.warnings, *minutes.warnings))),
        duration=transcript.recording.duration,
    )


def _entry(item: MinutesItem, outcome: ItemOutcome | None, anchor: str | None) -> Entry:
    return Entry(
        item=item,
        start=outcome.start if outcome else item.start,
        end=outcome.end if outcome else None,
        anchor=anchor,
        confidence=outcome.confidence if outcome else None,
    )


def _runs(
    meeting: MeetingView, transcript: Transcript, outcomes: Outcomes, minutes: Minutes
) -> Iterator[Run]:
    """Yield the transcript cut where the item changes."""
    items: list[AgendaItem | MinutesItem] = [*meeting.agenda.items, *minutes.items]
    titles = {item.number: item.title for item in items}
    closed = {item.number for item in items if not item.public}
    names = {speaker.id: speaker.name for speaker in transcript.speakers}
    after_public = _after(transcript.utterances, outcomes.meeting.public_until)
    seen: set[str | None] = set()
    previous: str | None = ""
    for index, (number, group) in enumerate(groupby(transcript.utterances, key=lambda spoken: spoken.item)):
        lines: list[Line] = []
        for utterance in group:
            lines.append(
                Line(
                    utterance=utterance,
                    speaker=names.get(utterance.speaker) if utterance.speaker else None,
                    label=utterance.speaker or "",
                    new_speaker=not lines or utterance.speaker != previous,
                    doubtful=bool(DOUBTFUL.intersection(utterance.flags)),
                    public=number not in closed and utterance.id not in after_public,
                )
            )
            previous = utterance.speaker
        yield Run(
            anchor=f"run-{index + 1}",
            number=number,
            title=titles.get(number, "") if number is not None else "",
            continued=number in seen and number is not None,
            public=all(line.public for line in lines),
            start=lines[0].utterance.start,
            end=lines[-1].utterance.end,
            lines=tuple(lines),
        )
        seen.add(number)


def _after(utterances: Sequence[Utterance], last_public: str | None) -> frozenset[str]:
    """Return the ids of what was said after the public part."""
    ids = [utterance.id for utterance in utterances]
    if last_public is None or last_public not in ids:
        return frozenset()
    return frozenset(ids[ids.index(last_public) + 1 :])


def _voices(transcript: Transcript) -> Iterable[Voice]:
    """Return the voices, who speaks longest first."""
    seconds: dict[str, float] = {}
    first: dict[str, Utterance] = {}
    for utterance in transcript.utterances:
        if utterance.speaker is None:
            continue
        first.setdefault(utterance.speaker, utterance)
        length = (utterance.end or 0.0) - (utterance.start or 0.0)
        seconds[utterance.speaker] = seconds.get(utterance.speaker, 0.0) + length
    known = {speaker.id: speaker for speaker in transcript.speakers}
    for label in sorted(first, key=lambda voice: -seconds[voice]):
        speaker = known.get(label)
        yield Voice(
            label=label,
            name=speaker.name if speaker else None,
            confidence=speaker.confidence if speaker else None,
            origin=speaker.origin if speaker else None,
            seconds=seconds[label],
            first=first[label].id,
            first_second=first[label].start,
        )
