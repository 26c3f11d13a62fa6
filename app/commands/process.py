"""``protokollant process``: the recordings of one meeting to draft minutes."""

from __future__ import annotations

import dataclasses
import logging
import signal
import threading
from pathlib import Path

import click
import msgspec

from app.bootstrap import build_engines, build_translator
from app.commands.options import EXISTING, SPEAKERS_LOG, speaker_count, with_state
from app.commands.progress import TerminalProgress
from app.language_model import LanguageModelClient
from app.pipeline import FileCheckpoints, PipelineJob
from app.pipeline.files import naming_the_folder, prepare_folder, write_together
from app.pipeline.job import PipelineResult
from app.pipeline.run import run_pipeline
from app.settings import Settings, SpeechSettings
from minutes.inputs import read_agenda, read_glossary, read_roster, read_speakers_log
from minutes.notices import say
from minutes.types import Roster
from models.control import no_progress

WORK = ".protokollant"
"""Folder inside ``--out`` with checkpoints; while a run lasts also with the decoded sound."""

POSITIVE = click.IntRange(min=1)


@click.command(name="process")
@click.argument("recordings", nargs=-1, required=True, type=EXISTING, metavar="RECORDING...")
@click.option(
    "--agenda",
    required=True,
    metavar="AGENDA",
    help="JSON, invitation as .docx, .pdf or .txt, or OParl Meeting (file or URL).",
)
@click.option("--roster", type=EXISTING, help="JSON with the people who may speak.")
@click.option("--glossary", type=EXISTING, help="Names and terms, one a line.")
@click.option(
    "--language", default="de", show_default=True, help="Language spoken, ISO 639-1; never guessed."
)
@click.option("--profile", default=None, help="Set of models; see `protokollant models list`.")
@click.option(
    "--device", type=click.Choice(["auto", "cpu", "cuda"]), default=None, help="Where the engines run."
)
@click.option(
    "--threads", type=click.IntRange(min=0), default=None, help="Processor threads of each engine; 0 for all."
)
@click.option("--speakers", type=POSITIVE, help="Number of voices, where it is known.")
@click.option("--min-speakers", type=POSITIVE, help="At least so many voices.")
@click.option("--max-speakers", type=POSITIVE, help="At most so many voices.")
@SPEAKERS_LOG
@click.option(
    "--translate",
    type=click.Choice(["en"]),
    help="Also translate into English, by the recogniser itself; not binding.",
)
@click.option("--state", help="State whose law the minutes follow, such as NW or BY.")
@click.option("--out", required=True, type=EXISTING, help="Folder for the results.")
def command(  # noqa: PLR0917 - click hands every option over
    recordings: tuple[Path, ...],
    agenda: str,
    roster: Path | None,
    glossary: Path | None,
    language: str,
    profile: str | None,
    device: str | None,
    threads: int | None,
    speakers: int | None,
    min_speakers: int | None,
    max_speakers: int | None,
    speakers_log: Path | None,
    translate: str | None,
    state: str | None,
    out: Path,
) -> None:
    """Turn the recordings of one meeting into draft minutes.

    Several RECORDINGs are consecutive parts of the meeting. A run that was interrupted continues
    where it stopped when the same command is given again.
    """
    logging.basicConfig(level=logging.WARNING, format="protokollant: %(message)s")
    job = PipelineJob(
        recordings=recordings,
        agenda=with_state(read_agenda(agenda), state),
        roster=read_roster(roster) if roster else Roster(),
        glossary=read_glossary(glossary) if glossary else (),
        language=language,
        log=read_speakers_log(speakers_log) if speakers_log else (),
        speakers=speaker_count(speakers, min_speakers, max_speakers),
        work=out / WORK,
    )
    check_recordings(recordings)
    prepare_folder(out)
    settings = Settings.from_environment()
    if settings.language_model.url is not None:
        LanguageModelClient(settings.language_model)  # a wrong address is told before hours of work
    speech = settings.speech
    chosen = {"profile": profile, "device": device, "threads": threads}
    speech = dataclasses.replace(speech, **{k: v for k, v in chosen.items() if v is not None})  # type: ignore[arg-type]  # names checked above
    engines = build_engines(speech)
    cancel = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: cancel.set())
    with TerminalProgress() as progress:
        result = run_pipeline(job, engines, FileCheckpoints(job.work), progress=progress, cancel=cancel)
        files = result.files
        if translate is not None:
            files = files | translated(job, result, speech, cancel)
    with naming_the_folder(out):
        write_together(out, files)
    for warning in result.transcript.warnings:
        click.echo(f"warning: {say(warning, 'en')}", err=True)
    summary = {
        "out": str(out),
        "duration_s": round(result.timings.recording_seconds, 1),
        "seconds": round(result.timings.total_seconds, 1),
        "real_time_factor": result.timings.real_time_factor,
        "speakers": len(result.transcript.speakers),
        "named": sum(speaker.name is not None for speaker in result.transcript.speakers),
        "items": sum(item.state != "not reached" for item in result.outcomes.items),
        "votes": len(result.outcomes.votes),
        "warnings": list(result.transcript.warnings),
    }
    click.echo(msgspec.json.encode(summary))


def translated(
    job: PipelineJob, result: PipelineResult, speech: SpeechSettings, cancel: threading.Event
) -> dict[str, bytes]:
    """Return the files of the translation into English; finished pieces are kept as those of the stages."""
    from app.pipeline.translation import Found, translate_recordings  # noqa: PLC0415 - only where it is asked for

    return translate_recordings(
        job.recordings,
        build_translator(speech),
        Found(result.transcript, result.outcomes, job.agenda, job.roster),
        checkpoints=FileCheckpoints(job.work),
        progress=no_progress,
        cancel=cancel,
    )


def check_recordings(recordings: tuple[Path, ...]) -> None:
    """Look into every recording before anything is made; see :func:`transcribe.media.probe`."""
    from transcribe.media import probe  # noqa: PLC0415 - PyAV only when needed

    for recording in recordings:
        probe(recording)
