"""``protokollant templates``: check a municipality's template of Word, and list what it can print."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.options import EXISTING

if TYPE_CHECKING:
    from minutes.render.checking import TemplateReport

LANGUAGE = click.option(
    "--language", type=click.Choice(["de", "en"]), default="de", show_default=True, help="Of what is printed."
)


@click.group(name="templates")
def command() -> None:
    """Check a municipality's template of Word, and list its fields."""


@command.command(name="fields")
@LANGUAGE
def fields(language: str) -> None:
    """Print every field with its meaning, as a table in Markdown."""
    from minutes.render.checking import field_table  # noqa: PLC0415 - --help stays quick

    print(field_table(language))


@command.command(name="check")
@click.argument("file", type=EXISTING)
@click.option("--state", help="State whose law the minutes follow, such as NW or BY.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@LANGUAGE
def check(file: Path, state: str | None, language: str, *, as_json: bool) -> None:
    """Check the template FILE; exit 2 where no minutes can be made from it."""
    from app.services.states import state_code  # noqa: PLC0415 - --help stays quick
    from minutes.render.checking import check_template  # noqa: PLC0415 - as above

    report = check_template(file.read_bytes(), state=state_code(state))
    if as_json:
        import msgspec  # noqa: PLC0415 - as above

        print(json.dumps({**msgspec.to_builtins(report), "usable": report.usable}, ensure_ascii=False))
    else:
        _print(report, language)
    sys.exit(0 if report.usable else 2)


def _print(report: TemplateReport, language: str) -> None:
    for one in report.errors:
        print(f"error    {one.text(language)}")
    for kind in report.kinds:
        print(f"{kind.kind}: {'ok' if kind.fits else 'incomplete'}")
        for one in kind.findings:
            print(f"  {one.level:8} {one.text(language)}")
    if report.kinds:
        print(f"texts found again from Word: {report.returning} of {report.texts}")
