"""The runner: one visible way through the stages, each skipped where its checkpoint serves.

:func:`run_pipeline` goes it in one piece. The service goes it in steps, each a job of its own, through
:func:`prepare`, :func:`hear` and :func:`draft`: the same stages in the same order with the same result.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from app.pipeline.checkpoints import Checkpoints
from app.pipeline.files import naming_the_folder, sha256_of
from app.pipeline.job import Engines, Heard, PipelineJob, PipelineResult
from app.pipeline.meter import Meter, StageTiming, Timings, joined_timings
from app.pipeline.running import Run, sweep_sound
from app.pipeline.sharing import Alone, Claims
from app.pipeline.sound import (
    decode_stage,
    diarize_stage,
    known_sound,
    playback_stage,
    transcribe_stage,
)
from app.pipeline.stages import StageProgress
from app.pipeline.text import amend_draft, join_words, render_files, sound_files, write_up
from models.control import CancelToken


def run_pipeline(
    job: PipelineJob,
    engines: Engines,
    checkpoints: Checkpoints,
    *,
    progress: StageProgress,
    cancel: CancelToken,
) -> PipelineResult:
    """Work a recording through to draft minutes.

    The same job with the same engines and checkpoints gives the same result, however often it was
    broken off in between. Files are returned, not written; only the decoded sound is on disk, in
    ``job.work``, and is removed at the end.

    Raises:
        Cancelled: ``cancel`` was set; finished stages and windows are kept.
        InputError: a recording cannot be used, or the disk is full.
        ModelError: a model is missing or damaged.
    """
    with open_run(job, checkpoints, engines=engines, progress=progress, cancel=cancel) as run:
        sound = decode_stage(run)
        playback = playback_stage(run) if job.playback else None
        heard = Heard(
            sha256=run.sha256,
            uri=job.name,
            filled=sound.filled,
            transcription=transcribe_stage(run, sound),
            diarization=diarize_stage(run, sound),
        )
        result = draft(run, heard, playback=playback)
        run.audio_path.unlink(missing_ok=True)
        sweep_sound(run.audio_path)
    return result


@contextlib.contextmanager
def open_run(
    job: PipelineJob,
    checkpoints: Checkpoints,
    *,
    engines: Engines | None = None,
    progress: StageProgress,
    cancel: CancelToken,
    claims: Claims | None = None,
) -> Iterator[Run]:
    """Yield what every stage is handed; ``engines`` and ``claims`` are needed by :func:`hear` only."""
    with naming_the_folder(job.work), Meter() as meter:
        yield Run(
            job=job,
            engines=engines,
            checkpoints=checkpoints,
            progress=progress,
            cancel=cancel,
            meter=meter,
            sha256=job.sha256 or sha256_of(job.recordings),
            claims=claims or Alone(),
        )


def prepare(run: Run) -> tuple[float, Path | None]:
    """Decode, and make the rendition for browsers where the job asks for it.

    Returns:
        Length of the sound in seconds, and the rendition in the job's ``work`` folder; None where there
        is one already.
    """
    sound = decode_stage(run)
    if run.job.playback:
        return sound.duration, playback_stage(run)
    with run.stage("playback") as mark:
        mark.reused = True
    return sound.duration, None


def hear(run: Run) -> Heard:
    """Recognise the words and tell the voices apart; decodes again where the sound lies elsewhere."""
    sound = known_sound(run)
    return Heard(
        sha256=run.sha256,
        uri=run.job.name,
        filled=sound.filled,
        transcription=transcribe_stage(run, sound),
        diarization=diarize_stage(run, sound),
    )


def draft(
    run: Run, heard: Heard, *, playback: Path | None = None, earlier: Sequence[StageTiming] | None = None
) -> PipelineResult:
    """Join words and voices, understand them, and draft and render the minutes; needs no sound.

    Args:
        run: the run.
        heard: what :func:`hear` found.
        playback: handed through.
        earlier: what stages took that were done in other runs; None where this run did all.
    """
    job = run.job
    with run.stage("align"):
        joined = join_words(heard.transcription, heard.diarization, sha256=heard.sha256, filled=heard.filled)
        corrected = job.correct(joined) if job.correct is not None else None
    with run.stage("understand"):
        transcript, outcomes, minutes = write_up(
            corrected.transcript if corrected is not None else joined,
            job.agenda,
            job.roster,
            log=job.log,
            placed=corrected.placed if corrected is not None else None,
        )
        if job.amend is not None:
            minutes = amend_draft(job.amend(minutes), transcript, outcomes, job.agenda, job.roster)
    with run.stage("render"):
        files = render_files(transcript, outcomes, minutes, own=job.template)
        files |= sound_files(transcript, outcomes, job.agenda, heard.diarization, uri=heard.uri)
    duration = heard.transcription.duration
    took = (
        run.meter.timings(duration)
        if earlier is None
        else joined_timings((*earlier, *run.meter.stages), duration)
    )
    files["timings.json"] = encode_timings(took)
    return PipelineResult(
        transcript=transcript,
        outcomes=outcomes,
        minutes=minutes,
        diarization=heard.diarization,
        files=files,
        timings=took,
        playback=playback,
    )


def encode_timings(timings: Timings) -> bytes:
    """Return ``timings.json``."""
    return msgspec.json.format(msgspec.json.encode(timings), indent=1)
