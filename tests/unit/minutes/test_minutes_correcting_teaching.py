"""What corrections teach the glossary."""

from __future__ import annotations

import pytest

from minutes.correcting import Lesson, lessons

LEHMANN = Lesson("Leymann", "Lehmann", name=True)
SAID = "Leymann hat das Wort.", "Lehmann hat das Wort."


@pytest.mark.parametrize(
    ("before", "after", "names", "taught"),
    [
        pytest.param(
            "Ich sehe Frau Schmitt Bauer nicht.",
            "Ich sehe Frau Schmidbauer nicht.",
            ("Eva Schmidbauer",),
            [Lesson("Schmitt Bauer", "Schmidbauer", name=True)],
            id="a name heard as two words",
        ),
        pytest.param("Dann zur Planung im Werk", "Dann zum Planung am Werk", (), [], id="little words"),
        pytest.param(
            "Wir sprechen über das Osterwerg, nicht?",
            "Wir sprechen über das Osterwerk, nicht?",
            (),
            [Lesson("Osterwerg", "Osterwerk", name=False)],
            id="a term",
        ),
        pytest.param(*SAID, ("Georg Lehmann",), [LEHMANN], id="a known name begins"),
        pytest.param(*SAID, (), [], id="an unknown word begins"),
        pytest.param("wir wollen die Kita", "wir wollen die Schule", (), [], id="another word"),
        pytest.param("das kostet 30 Euro", "das kostet 300 Euro", (), [], id="a number"),
        pytest.param("in der haushalt", "in der Haushalt", (), [], id="case alone"),
        pytest.param("alles bleibt, wie es ist", "", (), [], id="taken out"),
        pytest.param("", "Ein ganz neuer Satz", (), [], id="new"),
    ],
)
def test_a_misheard_name_or_term_is_learned(before, after, names, taught):
    """A short, alike replacement with a capital letter teaches; another word, number or comma does not."""
    assert list(lessons(before, after, names=names)) == taught
