"""Engines that speak the demo meeting from its reference, as slowly as a test wants."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from app.pipeline.job import Engines
from diarize.backends.scripted import ScriptedDiarizer
from diarize.types import Turn
from transcribe.backends.scripted import ScriptedTranscriber
from transcribe.types import Word

if TYPE_CHECKING:
    from collections.abc import Callable

DEMO = Path(__file__).parents[2] / "demo"


class PacedTranscriber(ScriptedTranscriber):
    """The scripted recogniser, which takes its time over each window and tells of it."""

    def __init__(self, words, *, delay: float = 0.0, tell: Callable[[int], None] = lambda _: None):
        super().__init__(words)
        self._delay, self._tell = delay, tell

    def transcribe(self, audio, windows, **options):
        """See :class:`transcribe.protocol.Transcriber`."""
        for result in super().transcribe(audio, windows, **options):
            self._tell(result.window.index)
            time.sleep(self._delay)
            yield result


def demo_words() -> list[Word]:
    """Return what is said in the demo, each turn's words spread evenly over its time."""
    words = []
    for turn in json.loads((DEMO / "reference.json").read_text())["turns"]:
        texts = turn["spoken"].split()
        step = (turn["end"] - turn["start"]) / len(texts)
        for number, text in enumerate(texts):
            start = turn["start"] + number * step
            words.append(Word(start=start, end=start + step * 0.9, text=text, probability=0.95))
    return words


def demo_engines(profile: str = "open-base", **options) -> Engines:
    """Return engines that need no model."""
    turns = json.loads((DEMO / "reference.json").read_text())["turns"]
    script = [Turn(start=turn["start"], end=turn["end"], speaker=turn["speaker"]) for turn in turns]
    transcriber = PacedTranscriber(demo_words(), **options)
    return Engines(
        profile=profile,
        transcriber=transcriber,
        diarizer=ScriptedDiarizer(script),
        count_tokens=transcriber.count_tokens,
    )
