"""Numbers of agenda items, as printed and as said."""

from __future__ import annotations

import pytest

from minutes.items.cues import cue_table
from minutes.items.labels import LabelIndex, parse_label
from minutes.language.tokens import tokenize
from minutes.types import AgendaItem


@pytest.mark.parametrize(
    ("number", "kind", "path"),
    [
        ("Ö 10.1", "", (10, 1)),
        ("TOP 5", "", (5,)),
        ("ZP 2f", "zp", (2, "f")),
        ("N 1", "n", (1,)),
        ("7a", "", (7, "a")),
        ("IV", "", (4,)),
        ("3.1.11", "", (3, 1, 11)),
    ],
)
def test_parse_label(number, kind, path):
    """Printed numbers are taken apart."""
    assert (kind, path) == tuple(parse_label(number))


NUMBERS = ("1", "1.1", "4", "10", "10.1", "10.2", "11.1", "1.11", "ZP 2", "7a", "7b")


def read(said, at=0, kind=None):
    """Numbers that a text may mean, best first."""
    items = [AgendaItem(number=n, title="") for n in NUMBERS]
    index = LabelIndex(items, cue_table("de"), "de")
    return [NUMBERS[r.item] for r in index.read(tokenize(said), at, kind=kind)]


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("10.1", "10.1"),
        ("zehn eins", "10.1"),
        ("zehn Punkt eins", "10.1"),
        ("101", "10.1"),
        ("10 2", "10.2"),
        ("zehn", "10"),
        ("7 a", "7a"),
        ("7b", "7b"),
    ],
)
def test_spoken_forms(said, number):
    """Every spoken form leads to the printed number."""
    assert number == read(said)[0]


def test_glued_digits_may_be_several():
    """ "111" may be 11.1 and 1.11; both are named."""
    assert {"11.1", "1.11"} == set(read("111"))


def test_dates_and_amounts_are_no_items():
    """A number of something else is not an item's."""
    assert read("4 Stimmen") == []
    assert read("10. Dezember")[:0] == []
    assert read("10/2026") == []


def test_additional_items_have_their_own_numbers():
    """ "Zusatzpunkt 2" is not item 2."""
    assert read("2", kind="zp") == ["ZP 2"]
