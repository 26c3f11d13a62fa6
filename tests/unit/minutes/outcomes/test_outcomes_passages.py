"""Outcomes of made-up passages of many chairs: what must be found, and what must not."""

from __future__ import annotations

import pytest
from outcomes_passages import differences, passages

FILES = ("passages_first.toml", "passages_second.toml", "passages_third.toml")
ALL = [passage for file in FILES for passage in passages(file)]


@pytest.mark.parametrize("passage", ALL, ids=[passage["id"] for passage in ALL])
def test_a_passage_gives_just_its_outcomes(passage):
    """Votes with their counts, and whatever else the passage names, no more and no less."""
    assert differences(passage) == []


def test_no_passage_stands_twice():
    """Every passage has its own name."""
    names = [passage["id"] for passage in ALL]
    assert len(names) == len(set(names))
