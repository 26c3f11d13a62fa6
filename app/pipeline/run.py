"""The runner: one visible way through the stages, each skipped where its checkpoint serves."""

from __future__ import annotations

import msgspec

from app.pipeline.checkpoints import Checkpoints
from app.pipeline.files import naming_the_folder, sha256_of
from app.pipeline.job import Engines, PipelineJob, PipelineResult
from app.pipeline.meter import Meter, Timings
from app.pipeline.sound import Run, decode_stage, diarize_stage, playback_stage, transcribe_stage
from app.pipeline.stages import StageProgress
from app.pipeline.text import join_words, render_files, sound_files, write_up
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
    with naming_the_folder(job.work), Meter() as meter:
        run = Run(
            job=job,
            engines=engines,
            checkpoints=checkpoints,
            progress=progress,
            cancel=cancel,
            meter=meter,
            sha256=sha256_of(job.recordings),
        )
        sound = decode_stage(run)
        transcription = transcribe_stage(run, sound)
        diarization = diarize_stage(run, sound)
        with run.stage("align"):
            joined = join_words(transcription, diarization, sha256=run.sha256, filled=sound.filled)
        with run.stage("understand"):
            transcript, outcomes, minutes = write_up(joined, job.agenda, job.roster)
        with run.stage("render"):
            files = render_files(transcript, outcomes, minutes, job.agenda)
            files |= sound_files(transcript, outcomes, job.agenda, diarization, uri=job.recordings[0].stem)
        playback = playback_stage(run) if job.playback else None
        timings = meter.timings(sound.duration)
        files["timings.json"] = encode_timings(timings)
        run.audio_path.unlink(missing_ok=True)
    return PipelineResult(
        transcript=transcript,
        outcomes=outcomes,
        minutes=minutes,
        diarization=diarization,
        files=files,
        timings=timings,
        playback=playback,
    )


def encode_timings(timings: Timings) -> bytes:
    """Return ``timings.json``."""
    return msgspec.json.format(msgspec.json.encode(timings), indent=1)
