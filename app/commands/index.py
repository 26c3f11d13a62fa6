"""``protokollant index``: what search looks in."""

from __future__ import annotations

from pathlib import Path

import click

from app.commands.records import DATA, open_site


@click.group("index", short_help="Make what search looks in anew.")
def command() -> None:
    """Make what search looks in anew."""


@command.command("rebuild", short_help="Make the passages of all meetings anew.")
@DATA
def rebuild_index(data: Path | None) -> None:
    """Make the passages of all meetings anew, while the service runs or not."""
    from app.jobs.indexing import rebuild  # noqa: PLC0415 - --help stays quick

    with open_site(data) as site:
        count = rebuild(site.database)
    click.echo(f"{count} meetings can be searched.")
