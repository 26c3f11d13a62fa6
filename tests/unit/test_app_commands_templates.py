"""``protokollant templates``: the check and the list of fields on the command line."""

from __future__ import annotations

import json

from click.testing import CliRunner
from own_templates import LIBREOFFICE

from app.commands.templates import command


def test_fields_are_printed():
    """As a table, in both languages."""
    for language, row in (
        ("de", "Liste von `people` | Anwesenheit"),
        ("en", "list of `people` | attendance"),
    ):
        found = CliRunner().invoke(command, ["fields", "--language", language])
        assert (found.exit_code, f"| `view.people` | {row} |" in found.output) == (0, True)


def test_a_good_template_passes():
    """With what it could print besides."""
    found = CliRunner().invoke(command, ["check", str(LIBREOFFICE), "--state", "NW"])
    assert found.exit_code == 0
    assert "course: ok" in found.output
    assert "view.open_points" in found.output


def test_another_file_fails(tmp_path):
    """With what to do, and exit status 2; the same as JSON."""
    file = tmp_path / "brief.docx"
    file.write_bytes(b"kein Word")
    assert "Bitte als .docx speichern" in CliRunner().invoke(command, ["check", str(file)]).output
    found = CliRunner().invoke(command, ["check", str(file), "--json"])
    assert (found.exit_code, json.loads(found.output)["errors"][0]["code"]) == (2, "not-docx")
