"""Sound to timed words."""

from transcribe.audio import SAMPLE_RATE, Audio, Samples
from transcribe.protocol import Transcriber
from transcribe.stitch import stitch
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
from transcribe.vocabulary import build_vocabulary
from transcribe.windows import open_windows, plan_windows

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
    "build_vocabulary",
    "open_windows",
    "plan_windows",
    "stitch",
)
