"""``protokollant segment``: a transcript of text to items, names, outcomes and minutes."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from app.commands.options import EXISTING, SPEAKERS_LOG, with_state
from app.pipeline.files import naming_the_folder, prepare_folder, write_together
from app.pipeline.meter import Meter
from app.pipeline.run import encode_timings
from app.pipeline.text import render_files, write_up
from minutes.inputs import read_agenda, read_roster, read_speakers_log, read_transcript

STEMS = ("minutes", "decisions")
"""Documents that are made: text alone is tried again and again, and each document takes its second."""


@click.command(name="segment")
@click.argument("transcript", type=EXISTING)
@click.option(
    "--agenda",
    required=True,
    metavar="AGENDA",
    help="JSON, invitation as .docx, .pdf or .txt, or OParl Meeting (file or URL).",
)
@click.option("--roster", type=EXISTING, help="JSON with the people who may speak.")
@SPEAKERS_LOG
@click.option("--state", help="State whose law the minutes follow, such as NW or BY.")
@click.option("--out", required=True, type=EXISTING, help="Folder for the results.")
def command(  # noqa: PLR0917 - click hands every option over
    transcript: Path,
    agenda: str,
    roster: Path | None,
    speakers_log: Path | None,
    state: str | None,
    out: Path,
) -> None:
    """Find items, names and outcomes in a TRANSCRIPT and draft its minutes."""
    said = read_transcript(transcript)
    invitation = with_state(read_agenda(agenda), state)
    people = read_roster(roster) if roster else None
    log = read_speakers_log(speakers_log) if speakers_log else ()
    prepare_folder(out)
    with Meter() as meter:
        with meter.stage("understand"):
            understood, outcomes, draft = write_up(said, invitation, people, log=log)
        with meter.stage("render"):
            files = render_files(understood, outcomes, draft, stems=STEMS)
        timings = meter.timings(said.recording.duration or 0.0)
    files["timings.json"] = encode_timings(timings)
    with naming_the_folder(out):
        write_together(out, files)
    summary = {
        "out": str(out),
        "utterances": len(understood.utterances),
        "seconds": round(timings.total_seconds, 2),
        "named": sum(speaker.name is not None for speaker in understood.speakers),
        "items": sum(item.state != "not reached" for item in outcomes.items),
        "votes": len(outcomes.votes),
    }
    click.echo(msgspec.json.encode(summary))
