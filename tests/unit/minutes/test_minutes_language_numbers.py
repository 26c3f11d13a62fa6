"""Numbers as they are said and written."""

from __future__ import annotations

import pytest

from minutes.language.numbers import cardinal, find_numbers, ordinal, spell


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        ("hundertsiebenundvierzig", "de", 147),
        ("zwei hundert fünfzig tausend", "de", 250_000),
        ("dreissig", "de", 30),
        ("zwölf", "de", 12),
        ("fuenfzehn", "de", 15),
        ("15.000", "de", 15_000),
        ("eine Million", "de", 1_000_000),
        ("one hundred and forty-seven", "en", 147),
        ("15,000", "en", 15_000),
        ("zehn eins", "de", None),
        ("Haus", "de", None),
    ],
)
def test_cardinal(words, language, value):
    """Cardinals are read in both languages, and what is none is refused."""
    assert value == cardinal(words, language)


@pytest.mark.parametrize(
    ("word", "language", "value"),
    [
        ("vierten", "de", 4),
        ("siebenundvierzigster", "de", 47),
        ("achte", "de", 8),
        ("zwölften", "de", 12),
        ("hunderterste", "de", 101),
        ("hundertfünfte", "de", 105),
        ("letzten", "de", -1),
        ("heute", "de", None),
        ("weite", "de", None),
        ("twenty-first", "en", 21),
        ("twentieth", "en", 20),
        ("4th", "en", 4),
        ("month", "en", None),
    ],
)
def test_ordinal(word, language, value):
    """Ordinals are read with their endings, and likely words are not taken for them."""
    assert value == ordinal(word, language)


def test_find_numbers_in_a_result():
    """Counts in words, digits and articles are found in order with their places."""
    text = "mit fünfzehn zu 7 Stimmen bei einer Enthaltung"
    found = find_numbers(text)
    assert [(n.value, text[n.start : n.end]) for n in found] == [(15, "fünfzehn"), (7, "7"), (1, "einer")]
    assert [n.article for n in found] == [False, False, True]


def test_neighbours_stay_apart():
    """Numbers that do not form one number are several."""
    values = [n.value for n in find_numbers("hundertsiebenundvierzig acht und neun")]
    assert values == [147, 8, 9]


def test_there_and_back():
    """What is spelled out is read again, as cardinal and as ordinal."""
    values = [*range(1, 320), 1000, 2026]
    assert values == [cardinal(spell(value)) for value in values]
    assert values[:319] == [ordinal(spell(value, as_ordinal=True)) for value in values[:319]]
