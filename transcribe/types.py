"""Sound to timed words: the values that pass through the recogniser.

All times are seconds from the start of the recording (of all parts joined, where there are several).
"""

from __future__ import annotations

from typing import Literal

import msgspec

Flag = Literal["loop", "silence", "overlap", "low-confidence", "edited"]
"""What an utterance is marked with (contract: transcript ``flags``)."""


class EngineInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Which engine made a result; part of the fingerprint of its checkpoint and of ``transcript.json``."""

    name: str
    """Back-end, e.g. ``faster-whisper``."""
    version: str
    """Version of the back-end package."""
    models: dict[str, str] = {}
    """Model id to revision (SHA-256 of the main file where the store knows it)."""
    options: dict[str, str | int | float | bool | None] = {}
    """Everything else that changes the result."""


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """One recognised word as it is written, punctuation attached, no white space around it."""

    start: float
    end: float
    text: str
    probability: float
    """Recogniser's probability, 0 to 1."""


class SpeechRegion(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch in which somebody speaks."""

    start: float
    end: float


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of at most 30 s handed to the recogniser at once; cut at silences."""

    index: int
    start: float
    end: float


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """What the recogniser returned as one piece."""

    start: float
    end: float
    text: str
    words: tuple[Word, ...]
    average_logprob: float
    """Mean log-probability per token (Whisper)."""
    compression_ratio: float
    """gzip ratio of the text; over 2.4 means repetition (Radford et al. 2022, 4.5)."""
    no_speech_probability: float
    flags: tuple[Flag, ...] = ()


class WindowResult(msgspec.Struct, frozen=True, kw_only=True):
    """The finished work on one window: the unit of checkpointing."""

    window: Window
    segments: tuple[Segment, ...]
    decodings: int = 1
    """How many times the window was decoded (more than one: the guard asked for it)."""


class Transcription(msgspec.Struct, frozen=True, kw_only=True):
    """All windows of a recording, stitched in order."""

    language: str
    duration: float
    engine: EngineInfo
    segments: tuple[Segment, ...]

    @property
    def words(self) -> tuple[Word, ...]:
        """All words in order of time."""
        return tuple(word for segment in self.segments for word in segment.words)


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """What the decoder is told beforehand, already cut to Whisper's limit of 223 tokens."""

    hotwords: str = ""
    initial_prompt: str = ""
