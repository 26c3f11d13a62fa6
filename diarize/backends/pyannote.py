"""The diarizer of the default profile: pyannote's segmentation, CAM++ voices, and our own clustering.

In place of pyannote's ``SpeakerDiarization`` (which takes a vector for every window and voice, holds the
whole recording as floats and asks the hub for a PLDA) the parts are driven piece by piece: windows
overlap by half, each second of clean speech gives one vector, stretches of about 95 seconds are finished
one after another and can be kept. Half precision is never used: it ruins diarization.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from diarize.backends.runtime import Device, choose_device, compute_threads
from diarize.clustering import ClusteringOptions
from diarize.counting import check_count
from diarize.evidence import Evidence
from diarize.fallback import NO_SPEECH, SPEAKERS_OUT_OF_BOUNDS
from diarize.pieces import find_pieces
from diarize.timeline import TimelineOptions, decide, exclusive_turns, overlapping_turns
from diarize.turns import clip, labels_by_first_speech, relabel
from diarize.types import Diarization
from diarize.voices import Heard, find_voices, name_frames
from models.control import NeverCancelled, no_progress, raise_if_cancelled
from transcribe.types import EngineInfo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from diarize.backends.embedding import Embedding
    from diarize.backends.segmentation import Segmentation
    from diarize.evidence import Grid, Piece
    from diarize.protocol import Pieces
    from diarize.types import SpeakerCount
    from models.control import CancelToken, Progress
    from transcribe.audio import Audio, Samples
    from transcribe.types import SpeechRegion

METHOD = 1
"""Raised when the same models give another result; part of the fingerprint of a checkpoint."""
STRETCH = 19
"""Windows worked on, kept and reported at once: some 95 seconds of sound."""
BATCHES = {"cpu": (16, 16), "cuda": (64, 128)}
"""Windows and pieces computed at once, by kind of device; halved where memory does not suffice."""
AROUND_SPEECH = 2.0
"""Seconds around known speech that are listened to as well."""


class PyannoteDiarizer:
    """Tells voices apart with local models; they are loaded on first use and kept.

    Args:
        segmentation: Folder of a pyannote powerset segmentation model (``pytorch_model.bin``).
        embedding: Folder of CAM++ (one ``*.pt`` file).
        models: Model id to revision, for the record of what made a result.
        device: Where to compute; ``auto`` takes a usable GPU.
        threads: Processor threads; 0 leaves torch's own number.
        clustering: How voices are told apart.
        timeline: How turns are cut.
    """

    def __init__(
        self,
        *,
        segmentation: Path,
        embedding: Path,
        models: Mapping[str, str] | None = None,
        device: Device = "auto",
        threads: int = 0,
        clustering: ClusteringOptions = ClusteringOptions(),  # noqa: B008 - frozen
        timeline: TimelineOptions = TimelineOptions(),  # noqa: B008 - frozen
    ) -> None:
        self._folders = (segmentation, embedding)
        self._models = dict(models or {segmentation.name: "", embedding.name: ""})
        self._wanted: Device = device
        self._threads = threads
        self._clustering = clustering
        self._timeline = timeline
        self._loaded: tuple[Segmentation, Embedding] | None = None

    @property
    def engine(self) -> EngineInfo:
        """Name pyannote.audio, the models and the method."""
        return EngineInfo(
            name="pyannote.audio",
            version=version("pyannote.audio"),
            models=self._models,
            options={"method": METHOD},
        )

    def diarize(
        self,
        audio: Audio,
        *,
        speakers: SpeakerCount,
        progress: Progress = no_progress,
        cancel: CancelToken | None = None,
        speech: Sequence[SpeechRegion] | None = None,
        pieces: Pieces | None = None,
    ) -> Diarization:
        """Return the turns of ``audio`` (see :class:`diarize.protocol.Diarizer`).

        Raises:
            Cancelled: between stretches.
            DeviceUnavailable: a GPU was asked for and cannot be used.
            DiarizationModelInvalid: a file does not hold the model expected.
            SpeakerCountInvalid: impossible bounds.
        """
        fewest, most = check_count(speakers)
        token = cancel or NeverCancelled()
        raise_if_cancelled(token)
        with compute_threads(self._threads):
            segmentation, _embedding = self._load()
            grid = segmentation.grid
            windows = grid.windows(audio.samples)
            evidence: list[Evidence] = []
            for index, first in enumerate(range(0, windows, STRETCH)):
                raise_if_cancelled(token)
                last = min(first + STRETCH, windows)
                kept = None if pieces is None else pieces.load(index)
                part = None if kept is None else Evidence.decode(kept)
                if part is None or part.first != first or len(part.activity) != last - first:
                    part = self._listen(audio, (first, last, windows), speech)
                    if pieces is not None:
                        pieces.save(index, part.encode())
                evidence.append(part)
                progress(min(audio.duration, grid.start(last)), audio.duration)
        raise_if_cancelled(token)
        result = self.conclude(evidence, grid, duration=audio.duration, fewest=fewest, most=most)
        progress(audio.duration, audio.duration)
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
        """Return the turns that follow from the evidence of all stretches; needs no model."""
        nothing = Diarization(turns=(), exclusive=(), engine=self.engine, warnings=(NO_SPEECH,))
        if not evidence:
            return nothing
        heard = Heard(evidence, grid)
        voices = find_voices(heard, options=self._clustering, fewest=fewest, most=most)
        named = name_frames(heard, voices, full=self._clustering.reliable)
        first, second = decide(heard, named, self._timeline)
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
            warnings=(SPEAKERS_OUT_OF_BOUNDS,) if outside else (),
        )

    def _load(self) -> tuple[Segmentation, Embedding]:
        """Load both models once."""
        if self._loaded is None:
            from diarize.backends.embedding import Embedding  # noqa: PLC0415 - heavy
            from diarize.backends.segmentation import Segmentation  # noqa: PLC0415 - heavy

            device = choose_device(self._wanted)
            windows, pieces = BATCHES[device.type]
            self._loaded = (
                Segmentation(self._folders[0], device=device, batch=windows),
                Embedding(self._folders[1], device=device, batch=pieces),
            )
        return self._loaded

    def _listen(
        self, audio: Audio, span: tuple[int, int, int], speech: Sequence[SpeechRegion] | None
    ) -> Evidence:
        """Run both networks over the windows [first, last) of ``span``; its third member counts them all."""
        segmentation, embedding = self._load()
        grid = segmentation.grid
        first, last, windows = span
        origin = first * grid.hop * grid.frame
        stop = (last - 1) * grid.hop * grid.frame + grid.window
        sound = audio.read(origin / grid.rate, stop / grid.rate)
        sound = np.pad(sound, (0, max(0, stop - origin - len(sound))))
        chosen = [index for index in range(first, last) if _has_speech(index, grid, speech)]
        cuts = [_window(sound, index - first, grid) for index in chosen]
        activity = np.zeros((last - first, grid.frames, segmentation.slots + 1), dtype=np.uint8)
        found: list[Piece] = []
        if cuts:
            heard, alone = segmentation(cuts)
            activity[[index - first for index in chosen]] = heard
            for row, index in enumerate(chosen):
                found += find_pieces(alone[row], window=index, windows=windows, grid=grid)
        features = embedding.features(sound) if found else None
        inputs = [_clean_features(features, piece, first, grid) for piece in found]
        return Evidence(first, activity, tuple(found), embedding(inputs))


def _window(sound: Samples, index: int, grid: Grid) -> Samples:
    begin = index * grid.hop * grid.frame
    return sound[begin : begin + grid.window]


def _has_speech(window: int, grid: Grid, speech: Sequence[SpeechRegion] | None) -> bool:
    """Tell whether any known speech lies in or near ``window``; True where nothing is known."""
    if speech is None:
        return True
    begin = grid.start(window) - AROUND_SPEECH
    end = grid.start(window) + grid.window / grid.rate + AROUND_SPEECH
    return any(region.start < end and region.end > begin for region in speech)


def _clean_features(features: Any, piece: Piece, first: int, grid: Grid) -> Any:
    """Cut the clean frames of ``piece`` out of the features of a stretch that begins at window ``first``."""
    from diarize.backends.embedding import cut_runs  # noqa: PLC0415 - heavy

    origin = first * grid.hop
    return cut_runs(
        features, [(grid.edge(begin - origin), grid.edge(end - origin)) for begin, end in piece.runs]
    )
