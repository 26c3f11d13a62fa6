"""``protokollant restore SOURCE``: a backup into an empty installation."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from app.commands.check import checked_site, print_findings
from app.commands.records import DATA, KEY, open_site
from app.settings import Settings


@click.command(name="restore")
@click.argument("source", type=click.Path(path_type=Path, exists=True, file_okay=False))
@DATA
@KEY
@click.option("--backup", "name", help="Which backup, as `backup --list` names it. [the latest]")
def command(source: Path, data: Path | None, key_file: Path | None, name: str | None) -> None:
    """Restore a backup from the folder SOURCE into this installation, which must be empty.

    Everything is verified before anything is touched; the database comes last and at once. Contents are
    stored under the keys of this installation. Ends with `check`.
    """
    from app.access import NOBODY  # noqa: PLC0415 - --help stays quick
    from app.db.audit import record  # noqa: PLC0415 - likewise
    from app.services.backup import open_target, restore_backup  # noqa: PLC0415 - likewise

    settings = Settings.from_environment()
    opened = open_target(source, _key(source, key_file, settings))
    manifest = opened.manifest(name)
    with open_site(data) as site:
        restore_backup(site.url, site.storage, opened, manifest)
        with site.database.session() as session:
            record(session, "backup.restored", actor=NOBODY, name=manifest.name)
        for line in _notes(site.settings, encrypted=manifest.storage_encrypted):
            print(line, file=sys.stderr)
        findings = list(checked_site(site, quick=False))
    print(json.dumps({"restored": manifest.name, "contents": len(manifest.contents)}))
    sys.exit(print_findings(findings, as_json=False))


def _key(source: Path, key_file: Path | None, settings: Settings) -> Path | None:
    """Return the key file where the backups are sealed."""
    marker = source / "format.json"
    sealed = marker.exists() and bool(json.loads(marker.read_bytes()).get("encrypted"))
    return (key_file or settings.records.backup_key_file) if sealed else None


def _notes(settings: Settings, *, encrypted: bool) -> list[str]:
    notes = ["Note: no backup contains a key file; `check` below tells whether the old ones are needed."]
    if encrypted and settings.storage.key_file is None:
        notes.append(
            "Note: contents were encrypted at rest there and are not here; "
            "set PROTOKOLLANT_STORAGE_KEY_FILE and restore anew if they should be."
        )
    return notes
