"""``protokollant backup TARGET``: database and contents, consistent, incremental, sealed."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import click

from app.commands.records import DATA, KEY, open_site
from app.settings import Settings
from models.errors import InputError


class BackupKeyMissingError(InputError):
    """Nothing was said of a key."""

    code = "backup-key-missing"
    de = "Für die Sicherung fehlt der Schlüssel: bitte --key-file angeben (oder bewusst --unencrypted)."
    en = "The backup needs a key: give --key-file (or --unencrypted, deliberately)."


@click.command(name="backup")
@click.argument("target", type=click.Path(path_type=Path, file_okay=False))
@DATA
@KEY
@click.option("--unencrypted", is_flag=True, help="Write everything as it is; whoever has the disk reads it.")
@click.option("--verify", is_flag=True, help="Read everything again at the end and compare the hashes.")
@click.option(
    "--keep-days", type=click.IntRange(1, 36500), help="Remove backups older than this, never the last."
)
@click.option("--list", "listing", is_flag=True, help="Show the backups there are, and make none.")
def command(
    target: Path,
    data: Path | None,
    key_file: Path | None,
    *,
    unencrypted: bool,
    verify: bool,
    keep_days: int | None,
    listing: bool,
) -> None:
    """Back the installation up to the folder TARGET, while the service runs.

    Contents are copied once for all backups. No key file is contained: keep those of the storage, of second
    factors and of the backup itself elsewhere. What was deleted leaves the backups by --keep-days.
    """
    from app.services.backup import make_backup, open_target  # noqa: PLC0415 - --help stays quick

    key_file = key_file or Settings.from_environment().records.backup_key_file
    if key_file is None and not unencrypted:
        raise BackupKeyMissingError
    opened = open_target(target, None if unencrypted else key_file, make=not listing)
    if listing:
        for name in opened.names():
            found = opened.manifest(name)
            print(f"{name}  {len(found.contents)} contents, {found.database_size} bytes, {found.version}")
        return
    from app.db.audit import record  # noqa: PLC0415 - --help stays quick

    with open_site(data) as site:
        made = make_backup(
            site.url,
            site.storage,
            opened,
            verify=verify,
            storage_encrypted=site.settings.storage.key_file is not None,
        )
        with site.database.session() as session:
            record(session, "backup.made", name=made.manifest.name, contents=len(made.manifest.contents))
    removed = _older(opened.names(), keep_days)
    opened.forget(removed)
    manifest = made.manifest
    print(
        json.dumps(
            {
                "backup": manifest.name,
                "contents": len(manifest.contents),
                "copied": made.copied,
                "copied_bytes": made.copied_bytes,
                "database_bytes": manifest.database_size,
                "audit_head": f"{manifest.audit_seq}:{manifest.audit_hash}",
                "verified": verify,
                "removed": removed,
                "damaged": list(manifest.damaged),
            }
        )
    )
    print("Not in the backup: the key files. Keep a copy of each elsewhere.", file=sys.stderr)
    if manifest.damaged:
        print(
            f"{len(manifest.damaged)} contents could not be read; see `protokollant check`.", file=sys.stderr
        )
        sys.exit(1)


def _older(names: list[str], keep_days: int | None) -> list[str]:
    if keep_days is None:
        return []
    first = f"{dt.datetime.now(dt.UTC) - dt.timedelta(days=keep_days):%Y%m%dT%H%M%SZ}"
    return [name for name in names[:-1] if name < first]
