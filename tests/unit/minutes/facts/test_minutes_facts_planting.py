"""The fact check against made-up meetings with planted errors, and against the sentences without them."""

from __future__ import annotations

from collections import Counter

import pytest
from facts_planting import cases

from minutes.facts import check_sentence

TUNED = ("scenes_tuning.txt", "scenes_tuning_b.txt", "scenes_tuning_c.txt", "scenes_tuning_d.txt")
"""Sets that were looked at while the check was written."""


def measured(files: tuple[str, ...]) -> tuple[Counter[str], Counter[str], list[str]]:
    """Return how many sentences there are and how many were judged wrongly, by kind, and these sentences."""
    total: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    sentences: list[str] = []
    for file in files:
        for case in cases(file):
            kind = case.planted or "true"
            total[kind] += 1
            verdict = check_sentence(case.sentence, case.evidence, case.known)
            if verdict.supported is (case.planted is not None):
                wrong[kind] += 1
                sentences.append(f"{kind}: {case.sentence} {verdict.reasons}")
    return total, wrong, sentences


@pytest.fixture(scope="module")
def tuned() -> tuple[Counter[str], Counter[str], list[str]]:
    """The sets that were looked at."""
    return measured(TUNED)


def test_more_than_three_hundred_errors_of_every_kind_are_planted(tuned):
    """Numbers, names, parties, dates, results, negations and quotations are changed one at a time."""
    total, _, _ = tuned
    assert sum(total.values()) - total["true"] >= 300
    assert {"number", "name", "party", "date", "result", "negation", "quote", "time"} <= set(total)


def test_planted_errors_are_withheld(tuned):
    """At least 99 % of the sentences with one planted error are withheld."""
    total, wrong, sentences = tuned
    planted = sum(total.values()) - total["true"]
    missed = sum(wrong.values()) - wrong["true"]
    assert missed <= 0.01 * planted, sentences


def test_true_sentences_are_shown(tuned):
    """At most 2 % of the true sentences are withheld."""
    total, wrong, sentences = tuned
    assert wrong["true"] <= 0.02 * total["true"], sentences
