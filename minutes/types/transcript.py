"""The transcript with names and items (contract: TRANSCRIPT, ``transcript.json``)."""

from __future__ import annotations

from typing import Literal

import msgspec

from diarize.types import Utterance

NameOrigin = Literal["call-out", "self-introduction", "role", "address", "log", "hand", "other"]
"""How a voice came to its name."""


class RecordingInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What was recorded."""

    sha256: str | None = None
    """Of the uploaded file; of the joined hashes, in order, where there are several parts."""
    duration: float | None = None
    """Seconds."""


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """A voice, and the person it was found to be."""

    id: str
    name: str | None = None
    """None is unknown, which is preferred to wrong."""
    confidence: float | None = None
    evidence: tuple[str, ...] = ()
    """Ids of the utterances the name rests on."""
    origin: NameOrigin | None = None


class Transcript(msgspec.Struct, frozen=True, kw_only=True):
    """Everything said, in order; no utterance is ever lost."""

    schema: str = "protokollant/transcript/1"
    language: str = "de"
    recording: RecordingInfo = RecordingInfo()
    engine: dict[str, object] = {}
    """``transcriber`` and ``diarizer``, each an :class:`~transcribe.types.EngineInfo` as data."""
    speakers: tuple[Speaker, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    warnings: tuple[str, ...] = ()
