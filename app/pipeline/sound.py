"""Stages that need the sound: decode, transcribe, diarize, playback.

The decoded sound is made when the first stage asks for it: a run whose later checkpoints all serve
decodes nothing.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import logging
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.pipeline.checkpoints import Checkpoints
from app.pipeline.device import is_device_failure
from app.pipeline.job import Engines, PipelineJob
from app.pipeline.meter import Meter, StageMark
from app.pipeline.stages import StageProgress
from diarize.fallback import one_unknown_speaker
from diarize.types import Diarization
from models.control import CancelToken, raise_if_cancelled
from models.errors import Cancelled, InputError, ModelError
from transcribe.audio import Audio
from transcribe.decode import decode
from transcribe.speech import find_speech
from transcribe.stitch import stitch
from transcribe.types import EngineInfo, SpeechRegion, Transcription, Vocabulary, Window, WindowResult
from transcribe.vocabulary import build_vocabulary
from transcribe.windows import group_size, open_windows, plan_windows

logger = logging.getLogger(__name__)

ABANDONED = 60.0
"""Seconds without a write after which a half-decoded file belongs to a run that was killed."""


class Sound(msgspec.Struct, frozen=True, kw_only=True):
    """What is known once a recording was decoded."""

    samples: int
    duration: float
    speech: tuple[SpeechRegion, ...]
    filled: float = 0.0
    """Seconds of gaps in the recording, filled with silence."""


@dataclass(slots=True, kw_only=True)
class Run:
    """One run over one job: what every stage is handed."""

    job: PipelineJob
    engines: Engines | None
    """None where no stage needs them."""
    checkpoints: Checkpoints
    progress: StageProgress
    cancel: CancelToken
    meter: Meter
    sha256: str
    """Of the recording."""

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[StageMark]:
        """Announce, measure and end a stage; a cancelled run stops before it begins one."""
        raise_if_cancelled(self.cancel)
        self.progress.started(name)
        begin = time.perf_counter()
        with self.meter.stage(name) as mark:
            yield mark
        self.progress.finished(name, time.perf_counter() - begin, mark.reused)

    @property
    def speech_engines(self) -> Engines:
        """The engines, for stages that need them."""
        assert self.engines is not None
        return self.engines

    def advance(self, stage: str) -> Callable[[float, float], None]:
        """Return the progress of one stage."""
        return lambda done, total: self.progress.advanced(stage, done, total)

    @property
    def audio_path(self) -> Path:
        """Where the decoded sound lies."""
        return self.job.work / f"sound-{self.sha256[:16]}.s16"


def fingerprint(*parts: object) -> str:
    """Return a hash of everything that goes into a result."""
    return hashlib.sha256(msgspec.json.encode(parts, order="sorted")).hexdigest()


def decode_stage(run: Run) -> Sound:
    """Decode to disk and find the speech; the finished file is used again while it is whole."""
    with run.stage("decode") as mark:
        key = decode_key(run)
        kept = run.checkpoints.load("decode", key)
        if kept is not None:
            mark.reused = True
            return msgspec.json.decode(kept, type=Sound)
        # a file left by a run that was killed before it kept this result does not tell its gaps
        run.audio_path.unlink(missing_ok=True)
        audio = _decoded(run)
        speech = find_speech(audio, cancel=run.cancel)
        sound = Sound(
            samples=audio.samples, duration=audio.duration, speech=speech, filled=round(audio.filled, 3)
        )
        run.checkpoints.save("decode", key, msgspec.json.encode(sound))
        return sound


def known_sound(run: Run) -> Sound:
    """Return what an earlier run over the same recording learnt; decodes where there was none."""
    kept = run.checkpoints.load("decode", decode_key(run))
    return decode_stage(run) if kept is None else msgspec.json.decode(kept, type=Sound)


def decode_key(run: Run) -> str:
    """Return the fingerprint of the decoded sound."""
    return fingerprint("decode/2", run.sha256)


def transcribe_stage(run: Run, sound: Sound) -> Transcription:
    """Recognise window by window; each finished window is kept at once."""
    with run.stage("transcribe") as mark:
        job, engine = run.job, run.speech_engines.transcriber.engine
        vocabulary = _vocabulary(run)
        windows = plan_windows(sound.speech, duration=sound.duration)
        key = fingerprint("transcribe/2", run.sha256, engine, job.language, vocabulary, windows)
        kept = run.checkpoints.load("transcribe", key)
        if kept is not None:
            mark.reused = True
            return msgspec.json.decode(kept, type=Transcription)
        results = _recognise(run, key, windows, vocabulary)
        transcription = stitch(results, language=job.language, duration=sound.duration, engine=engine)
        run.checkpoints.save("transcribe", key, msgspec.json.encode(transcription))
        return transcription


def diarize_stage(run: Run, sound: Sound) -> Diarization:
    """Tell the voices apart; a failure leaves one unknown voice and a warning, and is not kept."""
    with run.stage("diarize") as mark:
        engine = run.speech_engines.diarizer.engine
        if not sound.speech:
            return Diarization(turns=(), exclusive=(), engine=engine)
        key = fingerprint("diarize/1", run.sha256, engine, run.job.speakers, sound.speech)
        kept = run.checkpoints.load("diarize", key)
        if kept is not None:
            mark.reused = True
            return msgspec.json.decode(kept, type=Diarization)
        audio = _decoded(run)
        try:
            diarization = run.speech_engines.diarizer.diarize(
                audio,
                speakers=run.job.speakers,
                progress=run.advance("diarize"),
                cancel=run.cancel,
                speech=sound.speech,
                pieces=_Pieces(run.checkpoints, key),
            )
        except (Cancelled, InputError, ModelError, KeyboardInterrupt, MemoryError):
            raise
        except Exception as error:  # an engine may fail in any way; the words must not be lost with it
            if is_device_failure(error):  # but a broken GPU context is not the engine's: a new process helps
                raise
            logger.exception("Diarization failed; the transcript goes on with one unknown voice")
            return one_unknown_speaker(sound.duration, warning="diarization-failed")
        run.checkpoints.save("diarize", key, msgspec.json.encode(diarization))
        return diarization


class _Pieces:
    """The diarizer's finished stretches, kept as the windows of its fingerprint."""

    def __init__(self, checkpoints: Checkpoints, key: str) -> None:
        self._checkpoints, self._key = checkpoints, key
        self._found = checkpoints.windows(key)

    def load(self, index: int) -> bytes | None:
        return self._found.get(index)

    def save(self, index: int, data: bytes) -> None:
        self._checkpoints.save_windows(self._key, {index: data})


def _decoded(run: Run) -> Audio:
    """Return the decoded sound, decoding now where it is not (or no longer) there."""
    path = run.audio_path
    if path.exists():
        return Audio(path)
    run.job.work.mkdir(parents=True, exist_ok=True)
    # Under a name of its own: a run that was believed dead may wake up and still be writing.
    sweep_sound(path, older=ABANDONED)
    own = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    audio = decode(run.job.sources(), own, progress=run.advance("decode"), cancel=run.cancel)
    own.replace(path)
    return dataclasses.replace(audio, path=path)


def sweep_sound(path: Path, *, older: float = 0.0) -> None:
    """Remove half-decoded files beside ``path`` that nobody has written to for ``older`` seconds."""
    for left in path.parent.glob(f"{path.name}.*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime >= older:
                left.unlink()


def playback_stage(run: Run) -> Path | None:
    """Make the rendition that every browser plays, in the job's work folder."""
    from app.pipeline.playback import encode_playback  # noqa: PLC0415 - only the service needs it

    with run.stage("playback"):
        target = run.job.work / f"playback-{uuid.uuid4().hex}.m4a"
        return encode_playback(_decoded(run), target, progress=run.advance("playback"), cancel=run.cancel)


def _vocabulary(run: Run) -> Vocabulary:
    people = tuple(person.name for person in run.job.roster.people)
    titles = tuple(item.title for item in run.job.agenda.items)
    return build_vocabulary(
        people=people,
        titles=titles,
        terms=run.job.glossary,
        count_tokens=run.speech_engines.count_tokens,
        language=run.job.language,
    )


def _recognise(
    run: Run, key: str, windows: tuple[Window, ...], vocabulary: Vocabulary
) -> tuple[WindowResult, ...]:
    finished = {
        index: msgspec.json.decode(data, type=WindowResult)
        for index, data in run.checkpoints.windows(key).items()
    }
    total = sum(window.end - window.start for window in windows)
    engine = run.speech_engines.transcriber.engine
    missing = open_windows(windows, finished, engine)
    done = total - sum(window.end - window.start for window in missing)
    run.progress.advanced("transcribe", done, total)
    if missing:
        results = run.speech_engines.transcriber.transcribe(
            _decoded(run), missing, language=run.job.language, vocabulary=vocabulary, cancel=run.cancel
        )
        for group in _in_groups(results, missing, engine):
            run.checkpoints.save_windows(
                key, {result.window.index: msgspec.json.encode(result) for result in group}
            )
            finished |= {result.window.index: result for result in group}
            done += sum(result.window.end - result.window.start for result in group)
            run.progress.advanced("transcribe", done, total)
    return tuple(finished[window.index] for window in windows)


def _in_groups(
    results: Iterable[WindowResult], windows: Sequence[Window], engine: EngineInfo
) -> Iterator[list[WindowResult]]:
    """Yield results as soon as all windows decoded together are there, so that they are kept together."""
    size = group_size(engine)
    left = Counter(window.index // size for window in windows)
    waiting: dict[int, list[WindowResult]] = {}
    for result in results:
        group = result.window.index // size
        waiting.setdefault(group, []).append(result)
        left[group] -= 1
        if left[group] == 0:
            yield waiting.pop(group)
