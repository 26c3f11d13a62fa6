"""What back-ends that listen window by window share: stretches kept and resumed, turns drawn at the end."""

from __future__ import annotations

from abc import abstractmethod
from importlib.metadata import version
from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypedDict, Unpack

import numpy as np

from diarize.backends.base import BaseDiarizer
from diarize.backends.runtime import choose_lanes, compute_threads
from diarize.evidence import Evidence
from diarize.fallback import NO_SPEECH, SPEAKERS_OUT_OF_BOUNDS
from diarize.timeline import (
    TimelineOptions,
    decide,
    doubled_stretches,
    exclusive_turns,
    overlapping_turns,
)
from diarize.turns import clip, labels_by_first_speech, relabel
from diarize.types import Diarization
from diarize.voices import Heard
from models.control import raise_if_cancelled
from models.lanes import in_lanes
from transcribe.backends.allocator import give_back_memory
from transcribe.types import EngineInfo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from diarize.backends.base import Task
    from diarize.backends.runtime import Device
    from diarize.evidence import Grid
    from diarize.voices import Named
    from transcribe.audio import Audio, Samples
    from transcribe.types import SpeechRegion

STRETCH = 95.0
"""Seconds of sound worked on, kept and reported at once."""
BETWEEN = 10
"""Stretches after which free memory is given back: some quarter of an hour of sound."""
AROUND_SPEECH = 2.0
"""Seconds around known speech that are listened to as well."""


class StretchOptions(TypedDict, total=False):
    """What can be chosen for every diarizer of this kind."""

    device: Device
    """Where to compute; ``auto``, the default, takes a usable GPU."""
    threads: int
    """Processor threads; 0, the default, leaves torch's own number."""
    timeline: TimelineOptions
    """How turns are cut."""


class _Stretch(NamedTuple):
    place: int
    span: range
    """Its windows."""
    kept: Evidence | None
    """What an earlier run heard in it."""


class StretchDiarizer(BaseDiarizer):
    """Listens stretch by stretch, then decides over the whole recording; models are loaded on first use.

    On a processor stretches are heard side by side, each by one thread: the networks are small and share
    badly among threads, and with one thread each a result does not depend on how many there are.

    Args:
        models: Model id to revision, for the record of what made a result.
        options: See :class:`StretchOptions`.
    """

    name_of_engine: ClassVar[str]
    method: ClassVar[int]
    """Raised when the same models give another result; part of the fingerprint of a checkpoint."""

    def __init__(self, *, models: Mapping[str, str], **options: Unpack[StretchOptions]) -> None:
        self._models = dict(models)
        self._wanted: Device = options.get("device", "auto")
        self._threads = options.get("threads", 0)
        self._timeline = options.get("timeline", TimelineOptions())

    @property
    def engine(self) -> EngineInfo:
        """Name pyannote.audio, the models and the method."""
        return EngineInfo(
            name=self.name_of_engine,
            version=version("pyannote.audio"),
            models=self._models,
            options={"method": self.method},
        )

    @abstractmethod
    def grid(self) -> Grid:
        """Return how windows and frames lie; loads the models."""

    @abstractmethod
    def listen(self, windows: list[int], cuts: list[Samples], *, first: int, total: int) -> Evidence:
        """Run the networks over some windows of a stretch.

        Args:
            windows: Numbers of the windows to listen to, within the stretch.
            cuts: Their samples.
            first: Number of the stretch's first window.
            total: Number of windows in the recording.

        Returns:
            Evidence whose activity has a row for each of ``windows``.
        """

    @abstractmethod
    def name(self, heard: Heard, *, fewest: int, most: int | None) -> Named:
        """Return the voice of each slot in each frame, (windows, frames, slots)."""

    def run(self, task: Task) -> Diarization:
        """Listen to every stretch that was not kept, then draw the turns.

        Raises:
            Cancelled: between stretches.
        """
        audio, duration = task.audio, task.audio.duration
        lanes = choose_lanes(self._wanted, self._threads)
        with compute_threads(self._threads if lanes == 1 else 1):
            grid = self.grid()
            total = grid.windows(audio.samples)
            step = max(1, int(STRETCH * grid.rate / (grid.hop * grid.frame)))

            def stretches() -> Iterator[_Stretch]:
                for index, first in enumerate(range(0, total, step)):
                    span = range(first, min(first + step, total))
                    yield _Stretch(index, span, _kept(task, index, span))

            def listen(stretch: _Stretch) -> tuple[_Stretch, Evidence]:
                return stretch, stretch.kept or self._listen(audio, stretch.span, total, task.speech)

            evidence: list[Evidence] = []
            for stretch, part in in_lanes(listen, stretches(), lanes=lanes, cancel=task.cancel):
                if stretch.kept is None and task.pieces is not None:
                    task.pieces.save(stretch.place, part.encode())
                evidence.append(part)
                if len(evidence) % BETWEEN == 0:
                    give_back_memory()
                task.progress(min(duration, grid.start(stretch.span.stop)), duration)
            raise_if_cancelled(task.cancel)
            result = self.conclude(evidence, grid, duration=duration, fewest=task.fewest, most=task.most)
        give_back_memory()
        task.progress(duration, duration)
        return result

    def conclude(
        self,
        evidence: Sequence[Evidence],
        grid: Grid,
        *,
        duration: float,
        fewest: int = 1,
        most: int | None = None,
    ) -> Diarization:
        """Return the turns that follow from the evidence of all stretches, in order."""
        nothing = Diarization(turns=(), exclusive=(), engine=self.engine, warnings=(NO_SPEECH,))
        if not any(part.pieces for part in evidence):
            return nothing
        heard = Heard(evidence, grid)
        named = self.name(heard, fewest=fewest, most=most)
        first, second, doubled = decide(heard, named, self._timeline)
        turns = clip(overlapping_turns(heard, first, second, self._timeline), duration)
        if not turns:
            return nothing
        exclusive = clip(exclusive_turns(heard, first, self._timeline), duration)
        names = labels_by_first_speech([*turns, *exclusive])
        found = len({turn.speaker for turn in turns})
        outside = found < fewest or (most is not None and found > most)
        return Diarization(
            turns=relabel(turns, names),
            exclusive=relabel(exclusive, names),
            engine=self.engine,
            doubled=doubled_stretches(heard, doubled, turns, duration),
            warnings=(SPEAKERS_OUT_OF_BOUNDS,) if outside else (),
        )

    def _listen(
        self, audio: Audio, span: range, total: int, speech: Sequence[SpeechRegion] | None
    ) -> Evidence:
        """Read a stretch, listen to its windows with speech, and put silence for the others."""
        grid = self.grid()
        windows = [window for window in span if _has_speech(window, grid, speech)]
        if not windows:
            silence = np.zeros((len(span), grid.frames, 2), dtype=np.uint8)
            return Evidence(span.start, silence, (), np.zeros((0, 1), dtype=np.float32))
        origin = span.start * grid.hop * grid.frame
        stop = (span.stop - 1) * grid.hop * grid.frame + grid.window
        sound = audio.read(origin / grid.rate, stop / grid.rate)
        sound = np.pad(sound, (0, max(0, stop - origin - len(sound))))
        starts = [window * grid.hop * grid.frame - origin for window in windows]
        cuts = [sound[start : start + grid.window] for start in starts]
        part = self.listen(windows, cuts, first=span.start, total=total)
        activity = np.zeros((len(span), *part.activity.shape[1:]), dtype=np.uint8)
        activity[[window - span.start for window in windows]] = part.activity
        return Evidence(span.start, activity, part.pieces, part.vectors)


def _kept(task: Task, index: int, span: range) -> Evidence | None:
    """Return what was kept of a stretch; None where nothing was, or that of other windows."""
    kept = None if task.pieces is None else task.pieces.load(index)
    part = None if kept is None else Evidence.decode(kept)
    return part if part and part.first == span.start and len(part.activity) == len(span) else None


def _has_speech(window: int, grid: Grid, speech: Sequence[SpeechRegion] | None) -> bool:
    """Tell whether any known speech lies in or near ``window``; True where nothing is known."""
    if speech is None:
        return True
    begin = grid.start(window) - AROUND_SPEECH
    end = grid.start(window) + grid.window / grid.rate + AROUND_SPEECH
    return any(region.start < end and region.end > begin for region in speech)
