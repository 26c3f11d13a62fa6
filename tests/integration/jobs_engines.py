"""Engines that speak the demo meeting from its reference, as slowly as a test wants."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from app.pipeline.job import Engines
from diarize.backends.scripted import ScriptedDiarizer
from diarize.types import Turn
from models.control import raise_if_cancelled
from transcribe.types import EngineInfo, Segment, WindowResult, Word

if TYPE_CHECKING:
    from collections.abc import Callable

DEMO = Path(__file__).parents[2] / "demo"


class PacedTranscriber:
    """A recogniser that knows what will be said; it takes its time and tells of each window."""

    engine = EngineInfo(name="paced", version="1")

    def __init__(
        self, words: list[Word], *, delay: float = 0.0, tell: Callable[[int], None] = lambda _: None
    ):
        self._words, self._delay, self._tell = words, delay, tell

    def transcribe(self, audio, windows, *, language, vocabulary, cancel):
        """See :class:`transcribe.protocol.Transcriber`."""
        del audio, language, vocabulary
        for window in windows:
            raise_if_cancelled(cancel)
            self._tell(window.index)
            time.sleep(self._delay)
            words = tuple(word for word in self._words if window.start <= word.start < window.end)
            segment = Segment(
                start=window.start,
                end=window.end,
                text=" ".join(word.text for word in words),
                words=words,
                average_logprob=-0.2,
                compression_ratio=1.3,
                no_speech_probability=0.01,
            )
            yield WindowResult(window=window, segments=(segment,) if words else ())


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
    return Engines(
        profile=profile,
        transcriber=PacedTranscriber(demo_words(), **options),
        diarizer=ScriptedDiarizer(script),
        count_tokens=lambda text: len(text.split()),
    )
