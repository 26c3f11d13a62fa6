"""What a user can set or meet is written down."""

import dataclasses
import importlib
import re
from pathlib import Path

import pytest

from app import errors_document
from app.cli import COMMANDS, cli
from app.errors import all_errors, http_status
from app.settings import Settings

DOCS = Path(__file__).resolve().parents[2] / "docs"


def variables():
    """Return every variable that a setting's documentation names."""
    folder = Path(importlib.import_module("app.settings").__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    return sorted(re.findall(r'"""``([A-Z0-9_]+)``', source))


def test_every_setting_names_its_variable():
    """Each field of the settings is documented with the variable that sets it."""
    concerns = [getattr(Settings(), one.name) for one in dataclasses.fields(Settings)]
    fields = [field for concern in concerns for field in dataclasses.fields(concern)]
    assert len(set(variables())) == len(variables()) == len(fields)


@pytest.mark.parametrize("variable", variables())
def test_every_setting_is_in_the_docs(variable):
    """docs/settings.md has a line for each variable."""
    assert f"| `{variable}` |" in (DOCS / "settings.md").read_text(encoding="utf-8")


def options():
    """Return (command, option) for every option of the command line."""
    for name in sorted(COMMANDS):
        yield from _options(name, cli.get_command(None, name))


def _options(name, command):
    for parameter in command.params:
        for option in getattr(parameter, "opts", ()):
            if option.startswith("--") and option != "--help":
                yield name, option
    for child, sub in getattr(command, "commands", {}).items():
        yield from _options(f"{name} {child}", sub)


@pytest.mark.parametrize(("command", "option"), tuple(options()))
def test_every_option_is_in_the_docs(command, option):
    """docs/cli.md names each option under its command."""
    text = (DOCS / "cli.md").read_text(encoding="utf-8")
    section = text.split(f"\n## {command.split()[0]}\n", 1)
    assert len(section) == 2, f"no section ## {command.split()[0]}"
    assert f"`{option}" in section[1].split("\n## ", 1)[0]


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_every_error_speaks_both_languages(kind):
    """Each kind of error has its own code and two different texts, or is an abstract branch."""
    if kind.code == "internal":
        assert kind.__subclasses__(), "a leaf needs a code of its own"
        return
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", kind.code)
    assert kind.de != kind.en
    assert set(re.findall(r"{(\w+)", kind.de)) == set(re.findall(r"{(\w+)", kind.en))


def test_error_codes_are_unique():
    """One code means one thing."""
    codes = [kind.code for kind in all_errors() if kind.code != "internal"]
    assert sorted(codes) == sorted(set(codes))


def test_the_table_of_errors_is_up_to_date():
    """docs/errors.md is what `make docs` would write."""
    assert errors_document.document() == (DOCS / "errors.md").read_text(encoding="utf-8")


def test_every_error_has_a_client_or_server_status():
    """The table of HTTP statuses gives an answer for each kind."""
    for kind in all_errors():
        error = kind.__new__(kind)
        assert 400 <= http_status(error) < 600
