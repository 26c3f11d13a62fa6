"""A worker for the crash suite: real queue, real stages, engines that speak the demo from its reference.

``python -m app.measure.crash_worker QUEUES DELAY LOG``, with DATABASE_URL and PROTOKOLLANT_DATA set. Every
window takes DELAY seconds and is noted in LOG, so that what is recognised twice can be counted. Ends with
its standard input, as a worker of ``serve`` does.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands.worker import _stop_with_parent
from app.db import BlockingDatabase
from app.jobs.task import Workshop
from app.jobs.worker import run_worker
from app.pipeline.job import Engines
from app.services.container import work_folder
from app.storage import build_storage
from diarize.backends.scripted import ScriptedDiarizer
from diarize.types import Turn
from models.control import raise_if_cancelled
from transcribe.backends.scripted import ScriptedTranscriber
from transcribe.types import Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diarize.types import Diarization
    from transcribe.types import WindowResult

REFERENCE = Path(__file__).resolve().parents[2] / "demo" / "reference.json"
PIECES = 10
"""Parts in which the voices are told apart, each as long as a window."""


class PacedTranscriber(ScriptedTranscriber):
    """Takes its time over each window and notes it."""

    def __init__(self, words: list[Word], delay: float, log: Path) -> None:
        super().__init__(words)
        self._delay, self._log = delay, log

    def transcribe(self, audio: Any, windows: Any, **options: Any) -> Iterator[WindowResult]:
        """See :class:`transcribe.protocol.Transcriber`."""
        for result in super().transcribe(audio, windows, **options):
            time.sleep(self._delay)
            with self._log.open("a") as file:
                file.write(f"{audio.path.parent.name} {result.window.index}\n")
            yield result


class PacedDiarizer(ScriptedDiarizer):
    """Takes its time, and can be stopped."""

    def __init__(self, turns: list[Turn], delay: float) -> None:
        super().__init__(turns)
        self._delay = delay

    def diarize(self, audio: Any, **options: Any) -> Diarization:
        """See :class:`diarize.protocol.Diarizer`."""
        for piece in range(PIECES):
            raise_if_cancelled(options["cancel"])
            options["progress"](piece, PIECES)
            time.sleep(self._delay)
        return super().diarize(audio, **options)


def scripted_engines(profile: str, delay: float, log: Path) -> Engines:
    """Return engines that say what the reference says, each turn's words spread over its time."""
    turns = json.loads(REFERENCE.read_text(encoding="utf-8"))["turns"]
    words = []
    for turn in turns:
        texts = turn["spoken"].split()
        step = (turn["end"] - turn["start"]) / len(texts)
        for number, text in enumerate(texts):
            start = turn["start"] + number * step
            words.append(Word(start=start, end=start + step * 0.9, text=text, probability=0.95))
    transcriber = PacedTranscriber(words, delay, log)
    script = [Turn(start=turn["start"], end=turn["end"], speaker=turn["speaker"]) for turn in turns]
    return Engines(
        profile=profile,
        transcriber=transcriber,
        diarizer=PacedDiarizer(script, delay),
        count_tokens=transcriber.count_tokens,
    )


def main() -> int:
    """Work until told to stop."""
    queues, delay, log = sys.argv[1].split(","), float(sys.argv[2]), Path(sys.argv[3])
    url, data = os.environ["DATABASE_URL"], Path(os.environ["PROTOKOLLANT_DATA"])
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    workshop = Workshop(
        database=BlockingDatabase(url),
        storage=build_storage(data),
        engines=lambda profile: scripted_engines(profile, delay, log),
        work=work_folder(data),
        name=f"{socket.gethostname()}-{os.getpid()}",
    )
    asyncio.run(run_worker(url, workshop, queues=queues, heartbeat=1.0, stalled=4.0))
    return workshop.recycling.status


if __name__ == "__main__":
    sys.exit(main())
