"""Sound to timed words."""

from transcribe.audio import SAMPLE_RATE, Audio, Samples
from transcribe.protocol import Transcriber
from transcribe.types import (
    EngineInfo,
    Flag,
    Segment,
    SpeechRegion,
    Transcription,
    Vocabulary,
    Window,
    WindowResult,
    Word,
)

__all__ = (
    "SAMPLE_RATE",
    "Audio",
    "EngineInfo",
    "Flag",
    "Samples",
    "Segment",
    "SpeechRegion",
    "Transcriber",
    "Transcription",
    "Vocabulary",
    "Window",
    "WindowResult",
    "Word",
)
