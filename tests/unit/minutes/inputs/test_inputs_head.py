"""The head of an invitation that was typed or pasted."""

from __future__ import annotations

import pytest

from minutes.inputs.head import parse_head


@pytest.mark.parametrize(
    ("line", "council"),
    [
        ("Bauausschuss, 12. Sitzung", "Bauausschuss"),
        ("12. Sitzung Bauausschuss am 3.4.2026", "Bauausschuss"),
        ("Ausschuss für Umwelt und Verkehr", "Ausschuss für Umwelt und Verkehr"),
        ("Einladung zur 17. Sitzung des Gemeinderats", "Gemeinderat"),
        ("Der Rat hat getagt und sagt nichts", None),
        ("Antrag der Fraktion im Ausschuss für Bau", None),
    ],
)
def test_the_council_is_found(line, council):
    """A council is found where a line begins with it or a meeting is said to be its, and nowhere else."""
    assert parse_head(["Stadt Wiesenthal", line]).organization == council
