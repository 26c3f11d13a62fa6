"""Choosing on one half, reporting on the other."""

from __future__ import annotations

from app.measure.crossval import Row, Sitting, best_limits, grid, split, summary
from minutes.people.weights import LIMITS, Limits


def test_clean_and_noisy_of_one_sitting_stay_together() -> None:
    """Otherwise a half would be chosen on what it is measured on."""
    names = ["a-01-clean", "a-01-noisy", "b-02-clean", "b-02-noisy", "c-03"]
    even, odd = split(names)
    assert even == {"a-01-clean", "a-01-noisy", "c-03"}
    assert odd == {"b-02-clean", "b-02-noisy"}


def test_the_values_in_use_are_among_the_choices() -> None:
    """A choice that does no better than they do is no reason to change."""
    assert LIMITS in grid()


def _sitting(better: Limits) -> Sitting:
    figures = {limits: {"name": 0.9, "wrong": 0.05} for limits in grid()}
    figures[better] = {"name": 0.88, "wrong": 0.0}
    return Sitting("a", figures, {})


def test_a_wrong_name_costs_more_than_a_missing_one() -> None:
    """Two points of names fewer for five points of wrong ones fewer is better."""
    better = Limits(least=1.6, margin=1.0, again=3.0, purity=0.7)
    assert best_limits([_sitting(better)]) == better


def test_the_last_line_tells_only_what_nothing_was_chosen_on() -> None:
    """The other half's figures are the ones that count."""
    rows = [
        Row(chosen_on=chosen, measured_on=measured, what="names", values="", figures={"name": value})
        for chosen, measured, value in (("A", "A", 0.99), ("A", "B", 0.95), ("in use", "A", 0.97))
    ]
    assert summary(rows) == {"name_B": 0.95}
