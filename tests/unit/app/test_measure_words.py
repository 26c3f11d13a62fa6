"""Normalisation and errors in words."""

from __future__ import annotations

import pytest

from app.measure.words import cpwer, error_rates, join_by, name_recall, plain, spoken


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Guten Abend, Frau Groß-Müller!", "guten abend frau gross müller"),
        ("1.250,50 Euro um 19:00 Uhr", "125050 euro um 1900 uhr"),
        ("3 – 2", "3   2"),
    ],
)
def test_plain(text, expected):
    """Lower case, no punctuation, hyphens part words, dots inside numbers vanish."""
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Von 12 Mitgliedern sind 11 da.", "Von zwölf Mitgliedern sind elf da"),
        ("die 9. Sitzung um 19:00 Uhr", "die neunte Sitzung um neunzehn Uhr"),
        ("25 % nach § 34", "fünfundzwanzig Prozent nach Paragraf vierunddreißig"),
    ],
)
def test_spoken_numbers_are_alike(one, other):
    """How a number is written is no error; without the normalisation it would be one."""
    assert spoken(one) == spoken(other)
    assert plain(one) != plain(other)


def test_articles_are_no_numbers():
    """The article "ein" does not become a one, so that an inserted digit stays an error."""
    assert spoken("ein Antrag") == "ein antrag"


def test_error_rates():
    """One of four words wrong is 25 percent; nothing said and nothing heard is none."""
    assert error_rates("a b c d", "a b c e")[0] == pytest.approx(25.0)
    assert error_rates("", "") == (0.0, 0.0)
    assert error_rates("", "x")[0] == pytest.approx(100.0)


def test_cpwer_pairs_voices_by_fewest_errors():
    """Labels do not matter; words given to another voice count on both sides."""
    truth = join_by([("A", "eins zwei"), ("B", "drei vier"), ("A", "fünf")])

    assert cpwer(truth, {"x": "drei vier", "y": "eins zwei fünf"}) == pytest.approx(0.0)
    assert cpwer(truth, {"x": "eins zwei drei vier fünf"}) == pytest.approx(100 * 4 / 5)
    assert cpwer({}, {"x": "eins"}) is None


def test_name_recall_looks_at_the_place():
    """A surname counts where it was said, not elsewhere."""
    people = ["Sabine Möller", "Dr. Jens Krüger"]

    assert name_recall(
        "frau möller hat das wort herr krüger bitte", "frau möller hat das wort herr kröger", people
    ) == (pytest.approx(0.5))
    assert name_recall("guten abend", "guten abend", people) is None
