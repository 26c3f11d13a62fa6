"""The command line ``protokollant`` (contract: "The command line and its files").

Each command lives in its own module of :mod:`app.commands` and is imported only when it is called,
so that ``--help`` is quick and a command pays for no library it does not use.
"""

from __future__ import annotations

import importlib
import sys

import click

from models.errors import ProtokollantError

COMMANDS = {
    "audit": "Verify the audit log.",
    "backup": "Back the installation up, while the service runs.",
    "bench": "Measure speed and memory side by side, in one run.",
    "check": "Check whether the installation is sound.",
    "evaluate": "Compare a result with a reference by every metric the reference allows.",
    "import": "Take minutes of the past into the archive.",
    "index": "Make what search looks in anew.",
    "models": "List, fetch and verify the speech models.",
    "process": "Turn the recordings of one meeting into draft minutes.",
    "restore": "Restore a backup into an empty installation.",
    "segment": "Find items, names and outcomes in a transcript and draft its minutes.",
    "serve": "Start the service and a worker.",
    "templates": "Check a municipality's template of Word, and list its fields.",
    "users": "Make accounts, give roles, lock, and print links for passwords.",
    "worker": "Start one more worker on the same database.",
}
"""Name of each command (and of its module) and its line in ``--help``."""

MODULES = {"import": "importing"}
"""Of commands that cannot be called as their module is."""

EXIT_INPUT = 2


class LazyGroup(click.Group):
    """Finds a command by importing its module."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in alphabetical order."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import ``app.commands.<name>`` and return its ``command``."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"app.commands.{MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="protokollant", prog_name="protokollant")
def cli() -> None:
    """Turn recordings of councils and committees into minutes, on your own machine."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status: 0 done, 2 bad input, 3 model missing, 1 else."""
    try:
        result = cli.main(args=arguments, prog_name="protokollant", standalone_mode=False)
    except click.exceptions.Abort:
        print("protokollant: interrupted; run the same command again to continue.", file=sys.stderr)
        return 1
    except click.ClickException as error:
        print(f"protokollant: {' '.join(error.format_message().split())}", file=sys.stderr)
        return EXIT_INPUT
    except ProtokollantError as error:
        print(f"protokollant: {error.text('en')}", file=sys.stderr)
        return error.exit_status
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    sys.exit(main())
