"""The meeting made up for measuring."""

from __future__ import annotations

from app.measure.sitting import make_sitting


def test_the_same_seed_gives_the_same_meeting() -> None:
    """Runs can be compared because the input does not change."""
    assert make_sitting(2_000, items=10, people=8) == make_sitting(2_000, items=10, people=8)


def test_the_meeting_is_about_as_long_as_asked() -> None:
    """Sixty thousand words are six hours."""
    sitting = make_sitting(60_000)
    words = sum(len(u.text.split()) for u in sitting.transcript.utterances)
    assert abs(words - 60_000) < 2_000  # three in a hundred
    assert len(sitting.agenda.items) == 120  # its default
    assert {u.id for u in sitting.transcript.utterances} == set(sitting.items)
