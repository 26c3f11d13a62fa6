"""Stages that need the sound: decode, transcribe, diarize, playback."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from pathlib import Path

import msgspec

from app.pipeline.checkpoints import Checkpoints
from app.pipeline.device import is_device_failure
from app.pipeline.recognising import help_recognise, plan, recognise
from app.pipeline.running import Run, decoded, fingerprint
from app.pipeline.sharing import waited_for
from diarize.fallback import one_unknown_speaker
from diarize.types import Diarization
from models.errors import Cancelled, InputError, ModelError
from transcribe.speech import find_speech
from transcribe.stitch import stitch
from transcribe.types import SpeechRegion, Transcription

logger = logging.getLogger(__name__)


class Sound(msgspec.Struct, frozen=True, kw_only=True):
    """What is known once a recording was decoded."""

    samples: int
    duration: float
    speech: tuple[SpeechRegion, ...]
    filled: float = 0.0
    """Seconds of gaps in the recording, filled with silence."""


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
        audio = decoded(run)
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
        planned = plan(run, sound.speech, sound.duration)
        kept = run.checkpoints.load("transcribe", planned.key)
        if kept is not None:
            mark.reused = True
            return msgspec.json.decode(kept, type=Transcription)
        run.claims.invite(planned.key, planned.seconds)
        transcription = stitch(
            recognise(run, planned),
            language=run.job.language,
            duration=sound.duration,
            engine=run.speech_engines.transcriber.engine,
        )
        run.checkpoints.save("transcribe", planned.key, msgspec.json.encode(transcription))
        return transcription


def diarize_stage(run: Run, sound: Sound) -> Diarization:
    """Tell the voices apart; a failure leaves one unknown voice and a warning, and is not kept."""
    with run.stage("diarize") as mark:
        engine = run.speech_engines.diarizer.engine
        if not sound.speech:
            return Diarization(turns=(), exclusive=(), engine=engine)
        key = diarize_key(run, sound)
        with waited_for(run.claims, key, run.cancel):
            kept = run.checkpoints.load("diarize", key)
            if kept is not None:
                mark.reused = True
                return msgspec.json.decode(kept, type=Diarization)
            return diarized(run, sound, key)


def diarize_key(run: Run, sound: Sound) -> str:
    """Return the fingerprint of who spoke when."""
    return fingerprint(
        "diarize/1", run.sha256, run.speech_engines.diarizer.engine, run.job.speakers, sound.speech
    )


def diarized(run: Run, sound: Sound, key: str) -> Diarization:
    """Tell the voices apart now; what was found is kept under ``key``."""
    audio = decoded(run)
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


def playback_stage(run: Run) -> Path | None:
    """Make the rendition that every browser plays, in the job's work folder."""
    from app.pipeline.playback import encode_playback  # noqa: PLC0415 - only the service needs it

    with run.stage("playback"):
        target = run.job.work / f"playback-{uuid.uuid4().hex}.m4a"
        return encode_playback(decoded(run), target, progress=run.advance("playback"), cancel=run.cancel)


def help_hear(run: Run, sound: Sound, key: str, *, more: Callable[[], bool]) -> int:
    """Do what is free of a recording that another worker transcribes; return how many units.

    The diarization comes first, so that the worker that began finds it done when the words are there.

    Args:
        run: of the helper, writing as the run that it helps.
        sound: the recording.
        key: what the other worker does (:class:`~app.pipeline.recognising.Plan`); another engine or other
            words here would do something else, which helps nobody.
        more: asked before each unit whether to go on.
    """
    planned = plan(run, sound.speech, sound.duration)
    if planned.key != key:
        return 0
    units = 0
    voices = diarize_key(run, sound)
    if sound.speech and more() and run.claims.take(voices):
        try:
            if run.checkpoints.load("diarize", voices) is None:
                diarized(run, sound, voices)
                units += 1
        finally:
            run.claims.release(voices)
    while more() and help_recognise(run, planned):
        units += 1
    return units
