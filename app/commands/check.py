"""``protokollant check``: is the installation sound?"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.records import DATA, open_site

if TYPE_CHECKING:
    from app.commands.records import Site
    from app.services.check import Checked, Finding


@click.command(name="check")
@DATA
@click.option("--quick", is_flag=True, help="Compare sizes instead of reading every content.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@click.option(
    "--repair", is_flag=True, help="Remove contents that belong to nothing; nothing else is changed."
)
def command(data: Path | None, *, quick: bool, as_json: bool, repair: bool) -> None:
    """Check contents, schema, log, retention, disk, clock, models; exit 1 where something is wrong."""
    with open_site(data) as site:
        if repair:
            from app.services.check import repair_orphans  # noqa: PLC0415 - --help stays quick

            count = repair_orphans(_checked(site, quick=quick))
            print(f"repaired: {count}", file=sys.stderr)
        findings = list(checked_site(site, quick=quick))
    sys.exit(print_findings(findings, as_json=as_json))


def checked_site(site: Site, *, quick: bool) -> Iterator[Finding]:
    """Yield the findings of an open installation."""
    from app.services.check import run_checks  # noqa: PLC0415 - --help stays quick

    return run_checks(_checked(site, quick=quick))


def _checked(site: Site, *, quick: bool) -> Checked:
    from app.services.check import Checked  # noqa: PLC0415 - --help stays quick

    return Checked(
        url=site.url,
        database=site.database,
        storage=site.storage,
        data=site.data,
        settings=site.settings,
        quick=quick,
    )


def print_findings(findings: Sequence[Finding], *, as_json: bool) -> int:
    """Print findings, one a line; return the exit status."""
    import msgspec  # noqa: PLC0415 - --help stays quick

    if as_json:
        print(json.dumps(msgspec.to_builtins(findings), ensure_ascii=False))
    else:
        for one in findings:
            print(f"{one.level:7}  {one.code}  {one.subject}  {one.text}")
    wrong = [one for one in findings if one.level != "info"]
    if not wrong and not as_json:
        print("sound")
    return 1 if wrong else 0
