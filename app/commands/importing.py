"""``protokollant import``: minutes of the past into the archive."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from app.commands.records import DATA, open_site


@click.command("import", short_help="Take minutes of the past into the archive.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--body", required=True, help="Municipality, by its name.")
@click.option("--organization", help="Council; without it each document must name one that is known.")
@click.option("--release", is_flag=True, help="Let the members of the council read them at once.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="JSON with what was not understood."
)
@DATA
def command(
    paths: tuple[Path, ...],
    body: str,
    organization: str | None,
    *,
    release: bool,
    report: Path | None,
    data: Path | None,
) -> None:
    """Take minutes of the past into the archive: PDF with text, DOCX, HTML, plain text, or folders of them.

    What is there already is left alone, so that an import that was broken off can be begun again.
    """
    from app.jobs.indexing import index_all_pending  # noqa: PLC0415 - --help stays quick
    from app.services.past import PastImport, Taken  # noqa: PLC0415 - likewise
    from minutes.past import ENDINGS  # noqa: PLC0415 - likewise

    files = sorted(
        {
            file
            for path in paths
            for file in (path.rglob("*") if path.is_dir() else [path])
            if file.is_file() and (not path.is_dir() or file.suffix.lower() in ENDINGS)
        }
    )
    taken: list[Taken] = []
    with open_site(data) as site:
        importer = PastImport(
            site.database, site.storage, body=body, organization=organization, release=release
        )
        for one in importer.take(files):
            taken.append(one)
            click.echo(_line(one))
            for note in one.notes:
                click.echo(f"    {note.code}: {f'{note.item}: ' if note.item else ''}{note.text[:100]}")
        index_all_pending(site.database)
    counted = {state: sum(one.state == state for one in taken) for state in ("imported", "known", "refused")}
    if report is not None:
        report.write_bytes(msgspec.json.format(msgspec.json.encode(taken), indent=1))
    click.echo(", ".join(f"{count} {state}" for state, count in counted.items()))
    if counted["refused"]:
        raise SystemExit(1)


def _line(one: object) -> str:
    from app.services.past import Taken  # noqa: PLC0415 - --help stays quick

    assert isinstance(one, Taken)
    if one.state == "imported":
        return f"{one.file}: {one.items} items, {one.decisions} decisions, {one.results} results"
    return f"{one.file}: {one.state}" + (f" ({one.reason})" if one.reason else "")
