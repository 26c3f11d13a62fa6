"""Whisper's own translation of the demo meeting into English."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import build_translator
from app.settings import SpeechSettings
from models.control import NeverCancelled, no_progress
from transcribe.decode import decode
from transcribe.errors import LanguageError
from transcribe.types import SpeechRegion

pytestmark = [pytest.mark.models, pytest.mark.slow]

DEMO = Path("demo/recording.opus")


def test_german_speech_becomes_english_text(tmp_path):
    """The opening of the demo comes out in English words; an unknown language is refused before that."""
    audio = decode([DEMO], tmp_path / "sound", progress=no_progress, cancel=NeverCancelled())
    translator = build_translator(SpeechSettings())
    stretch = (SpeechRegion(start=2.0, end=22.0),)
    (text,) = translator.translate(audio, stretch, language="de", cancel=NeverCancelled())
    words = set(text.lower().split())
    assert len(words & {"the", "and", "i", "of", "to", "is", "meeting", "good", "evening", "welcome"}) >= 4, (
        text
    )
    assert not words & {"und", "ich", "die", "sitzung"}
    with pytest.raises(LanguageError):
        next(translator.translate(audio, stretch, language="xx", cancel=NeverCancelled()))
