"""The bare inference of both models on speech already cut: the least that any pipeline must spend.

``python -m app.measure.bare RECORDING PROFILE LANGUAGE THREADS DEVICE`` decodes the recording, finds
speech and plans windows first. Then it times only: the recogniser (faster-whisper's batched pipeline with
word times; beam, batch, lanes and memory as in ours, but no vocabulary and nothing decoded twice) on the
windows, and the two diarization networks on the very inputs that our diarizer gives them. Prints one JSON
object of seconds.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from app.bootstrap import build_engines
from app.settings import SpeechSettings
from diarize import SpeakerCount
from diarize.backends import embedding, segmentation
from diarize.backends.runtime import choose_lanes as listening_lanes
from diarize.backends.runtime import load_torch
from models import ModelStore, NeverCancelled, load_profile, no_progress
from models.lanes import in_lanes
from transcribe.backends.allocator import keep_memory
from transcribe.backends.device import choose_lanes, choose_together
from transcribe.decode import decode
from transcribe.speech import find_speech
from transcribe.windows import plan_windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.pipeline.job import Engines
    from transcribe import Audio, Window


class Stopwatch:
    """Adds up the time spent inside the calls of a class."""

    def __init__(self, kind: Any) -> None:
        self.seconds = 0.0
        call = kind.__call__

        def timed(this: Any, *arguments: Any, **named: Any) -> Any:
            begin = time.perf_counter()
            try:
                return call(this, *arguments, **named)
            finally:
                self.seconds += time.perf_counter() - begin

        kind.__call__ = timed


def time_recogniser(
    audio: Audio, windows: tuple[Window, ...], engines: Engines, *, model: Path, language: str, threads: int
) -> float:
    """Return the seconds of the recogniser on ``windows``, model loaded and sound read before."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel  # noqa: PLC0415  # heavy

    options = engines.transcriber.engine.options
    device = "cuda" if options.get("device") == "cuda" else "cpu"
    kind = str(options.get("compute_type") or ("float16" if device == "cuda" else "int8"))
    lanes, each = choose_lanes(device, threads)
    keep_memory()
    whisper = WhisperModel(
        str(model),
        device=device,
        compute_type=kind,
        cpu_threads=each,
        num_workers=lanes,
        local_files_only=True,
    )
    size = choose_together(device, int(options.get("batch_size") or 1))
    samples = audio.read()

    def work(group: Sequence[Window]) -> None:
        segments, _info = BatchedInferencePipeline(whisper).transcribe(
            samples,
            language=language,
            beam_size=int(options.get("beam_size") or 5),
            batch_size=size,
            clip_timestamps=[{"start": window.start, "end": window.end} for window in group],
            word_timestamps=True,
            vad_filter=False,
        )
        for _segment in segments:
            pass

    groups = [windows[first : first + size] for first in range(0, len(windows), size)]
    begin = time.perf_counter()
    for _group in in_lanes(work, groups, lanes=lanes, cancel=NeverCancelled()):
        pass
    return time.perf_counter() - begin


def main(arguments: list[str]) -> None:
    """Time both and print the seconds."""
    recording, profile, language, threads, where = arguments
    device: Literal["cpu", "cuda"] = "cuda" if where == "cuda" else "cpu"
    settings = SpeechSettings(profile=profile, threads=int(threads), device=device)
    engines = build_engines(settings)
    store, cancel = ModelStore.from_environment(), NeverCancelled()
    if int(threads):
        load_torch().set_num_threads(int(threads))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "sound"
        audio = decode([Path(recording)], target, progress=no_progress, cancel=cancel)
        regions = find_speech(audio, cancel=cancel)
        windows = plan_windows(regions, duration=audio.duration)
        model = store.path(load_profile(profile).transcriber)
        recogniser = time_recogniser(
            audio, windows, engines, model=model, language=language, threads=int(threads)
        )
        networks = [Stopwatch(segmentation.Segmentation), Stopwatch(embedding.Embedding)]
        engines.diarizer.diarize(audio, speakers=SpeakerCount(), progress=no_progress, cancel=cancel)
    beside = listening_lanes(
        device, int(threads)
    )  # stretches are heard side by side: each has a share of the time
    seconds = {
        "transcribe": recogniser,
        "segmentation": networks[0].seconds / beside,
        "embedding": networks[1].seconds / beside,
    }
    print(json.dumps(seconds))  # noqa: T201  # a program


if __name__ == "__main__":
    main(sys.argv[1:])
