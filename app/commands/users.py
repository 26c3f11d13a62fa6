"""``protokollant users``: accounts and roles from the command line of the machine that runs the service.

Whoever may run it reads the database anyway; it works as the installation itself, on DATABASE_URL or on
the embedded database of the data folder, whether or not ``serve`` runs.
"""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.errors import DatabaseNotMigratedError
from app.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from app.commands.users_work import UserDesk


@click.group(name="users")
@click.option("--data", type=click.Path(path_type=Path), help="Data folder of the service.")
@click.pass_context
def command(context: click.Context, data: Path | None) -> None:
    """Make accounts, give roles, lock, and print links for passwords."""
    context.obj = data


@command.command(name="list")
@click.pass_obj
def list_(data: Path | None) -> None:
    """Print every account with its roles."""
    _run(data, lambda desk: desk.show())


@command.command()
@click.argument("email")
@click.option("--name", required=True, help="First and last name.")
@click.option("--operator", is_flag=True, help="Let it run the installation: enter municipalities.")
@click.option("--language", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.pass_obj
def add(data: Path | None, email: str, name: str, language: str, *, operator: bool) -> None:
    """Make an account and print the link by which it gets its password."""
    _run(data, lambda desk: desk.add(email, name, operator=operator, language=language))


@command.command()
@click.argument("email")
@click.pass_obj
def lock(data: Path | None, email: str) -> None:
    """Lock an account: its sessions and tokens end at once."""
    _run(data, lambda desk: desk.lock(email, locked=True))


@command.command()
@click.argument("email")
@click.pass_obj
def unlock(data: Path | None, email: str) -> None:
    """Let a locked account in again."""
    _run(data, lambda desk: desk.lock(email, locked=False))


@command.command()
@click.argument("email")
@click.argument("role")
@click.argument("body")
@click.option("--organization", help="Council; in the whole municipality where left out.")
@click.pass_obj
def grant(data: Path | None, email: str, role: str, body: str, organization: str | None) -> None:
    """Give an account a role in a municipality, by its name."""
    _run(data, lambda desk: desk.grant(email, role, body, organization))


@command.command()
@click.argument("email")
@click.argument("role")
@click.argument("body")
@click.option("--organization", help="Council; in the whole municipality where left out.")
@click.pass_obj
def revoke(data: Path | None, email: str, role: str, body: str, organization: str | None) -> None:
    """Take a role from an account."""
    _run(data, lambda desk: desk.revoke(email, role, body, organization))


@command.command()
@click.argument("email")
@click.option("--second-factor", is_flag=True, help="Also turn the second factor off.")
@click.pass_obj
def reset(data: Path | None, email: str, *, second_factor: bool) -> None:
    """End every session of an account and print a link for a new password."""
    _run(data, lambda desk: desk.reset(email, second_factor=second_factor))


@command.command()
@click.argument("email")
@click.pass_obj
def link(data: Path | None, email: str) -> None:
    """Print a link for a first or new password."""
    _run(data, lambda desk: desk.link(email))


def _run(data: Path | None, work: Callable[[UserDesk], Coroutine[Any, Any, list[str]]]) -> None:
    """Do the work on the database of the service and print what it returns."""
    from app.commands.users_work import UserDesk  # noqa: PLC0415 - --help stays quick
    from app.db import Database, is_current  # noqa: PLC0415 - likewise
    from app.services.attach import Attached  # noqa: PLC0415 - likewise
    from app.services.installation import data_folder  # noqa: PLC0415 - likewise

    settings = Settings.from_environment()
    folder = data.absolute() if data else data_folder(settings.service)

    async def working(url: str) -> list[str]:
        database = Database(url)
        try:
            return await work(UserDesk(database.as_system(), settings.notify.address))
        finally:
            await database.close()

    with Attached(folder, settings.service.database_url) as attached:
        if not is_current(attached.url):
            raise DatabaseNotMigratedError
        lines = asyncio.run(working(attached.url))
    with contextlib.suppress(BrokenPipeError):
        for line in lines:
            print(line)
