"""``protokollant audit verify | head``: is the audit log as it was written?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.records import DATA, open_site
from models.errors import InputError

if TYPE_CHECKING:
    from app.db.audit import Head


class HeadInvalidError(InputError):
    """What was given is no head of the log; data: ``head``."""

    code = "audit-head"
    de = "„{head}“ ist kein Kopf des Protokolls. Bitte die Zeile angeben, die `audit head` ausgab."
    en = '"{head}" is no head of the log. Give the line that `audit head` printed.'


@click.group()
def command() -> None:
    """Verify the audit log."""


@command.command()
@DATA
@click.option("--head", "kept", help="Line that `audit head` printed earlier, kept elsewhere: NUMBER:HASH.")
def verify(data: Path | None, kept: str | None) -> None:
    """Read the whole chain; the first entry that was changed is named, exit status 1.

    The chain alone cannot tell that its end was cut off; --head can.
    """
    from app.db.audit import verify_chain  # noqa: PLC0415 - --help stays quick

    head = _parse(kept) if kept else None
    with open_site(data) as site, site.database.session() as session:
        count, broken = verify_chain(session, head)
    if broken is None:
        print(f"{count} entries, unbroken")
        return
    print(f"broken at entry {broken.seq}: {broken.reason} ({count} entries before it are good)")
    sys.exit(1)


@command.command()
@DATA
def head(data: Path | None) -> None:
    """Print number and hash of the last entry, to be kept where nobody can change both."""
    from app.db.audit import head_of  # noqa: PLC0415 - --help stays quick

    with open_site(data) as site, site.database.session() as session:
        print(head_of(session))


def _parse(text: str) -> Head:
    from app.db.audit import Head  # noqa: PLC0415 - --help stays quick

    seq, _, digest = text.strip().partition(":")
    if not seq.isdecimal() or len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):  # noqa: PLR2004
        raise HeadInvalidError(head=text[:100])
    return Head(seq=int(seq), hash=digest)
