"""What goes into the pipeline and what comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.pipeline.meter import Timings
from diarize import Diarization, Diarizer, SpeakerCount
from minutes.people import LogEntry
from minutes.render import OwnTemplate
from minutes.types import Agenda, Minutes, Outcomes, Roster, Transcript
from transcribe import Transcriber
from transcribe.types import Transcription


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedTranscript:
    """A transcript that people corrected."""

    transcript: Transcript
    placed: Mapping[str, str | None]
    """Items of utterances that a person chose, by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineJob:
    """One meeting to be worked on."""

    recordings: tuple[Path, ...]
    """Consecutive parts; empty where ``fetch`` gives them."""
    agenda: Agenda
    roster: Roster
    work: Path
    """Folder of the decoded sound; removed at the end of a run that succeeded."""
    glossary: tuple[str, ...] = ()
    language: str = "de"
    speakers: SpeakerCount = field(default_factory=SpeakerCount)
    log: tuple[LogEntry, ...] = ()
    """Who had the floor when, where a list of speakers or a microphone log was kept."""
    playback: bool = False
    """Also make the rendition that browsers play."""
    template: OwnTemplate | None = None
    """Of Word, the municipality's own."""
    amend: Callable[[Minutes], Minutes] | None = None
    """Puts what people changed in an earlier draft into a new one, before it is printed."""
    correct: Callable[[Transcript], CorrectedTranscript] | None = None
    """Puts what people corrected in place of what was heard, before anything is understood."""
    fetch: Callable[[], tuple[Path, ...]] | None = None
    """Gives the recordings where they have to be brought here first; asked only when sound is decoded."""
    uri: str | None = None
    """Name of the recording in the RTTM file; None: the name of the first file."""
    sha256: str | None = None
    """Of the recordings (:func:`app.pipeline.files.sha256_of`), where it is known; None: worked out."""

    def sources(self) -> tuple[Path, ...]:
        """Return the recordings as files, fetched where they are not here."""
        return self.recordings if self.fetch is None else self.fetch()

    @property
    def name(self) -> str:
        """What stands for the recording in the RTTM file."""
        return self.uri if self.uri is not None else self.recordings[0].stem


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """The speech engines of a profile; nothing is loaded until a stage needs it."""

    profile: str
    transcriber: Transcriber
    diarizer: Diarizer
    count_tokens: Callable[[str], int]
    """Length of a text in the recogniser's tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was heard in a recording: all that a draft rests on besides agenda and roster."""

    sha256: str
    """Of the recordings."""
    uri: str
    """Name of the recording in the RTTM file."""
    filled: float
    """Seconds of gaps in the recording, filled with silence."""
    transcription: Transcription
    diarization: Diarization


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineResult:
    """Everything found and rendered."""

    transcript: Transcript
    outcomes: Outcomes
    minutes: Minutes
    diarization: Diarization
    files: dict[str, bytes]
    """The files of the contract by name, ``timings.json`` among them."""
    timings: Timings
    playback: Path | None = None
    """Rendition for browsers, in the job's ``work`` folder; the caller moves it away."""
