"""The German words of results, dates and findings."""

from __future__ import annotations

import pytest

from minutes.render.phrases import (
    clean,
    derived_mark,
    german_date,
    invitation_text,
    position,
    quorum_text,
    quoted,
    recusal_text,
    result_text,
)
from minutes.types import Finding, MinutesRecusal, MinutesVote


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"yes": 14, "no": 4, "abstain": 1}, "14 Ja, 4 Nein, 1 Enthaltung – mehrheitlich angenommen"),
        (
            {"yes": 18, "no": 0, "abstain": 2, "unanimous": True},
            "18 Ja, 0 Nein, 2 Enthaltungen – einstimmig angenommen",
        ),
        ({"yes": 18, "no": 0, "abstain": 2}, "18 Ja, 0 Nein, 2 Enthaltungen – angenommen"),
        ({"unanimous": True}, "Einstimmig angenommen"),
        ({"unanimous": True, "no": 0, "abstain": 0}, "Einstimmig angenommen"),
        ({"unanimous": True, "no": 0, "abstain": 1}, "Einstimmig angenommen bei 1 Enthaltung"),
        ({"unanimous": True, "yes": 20}, "20 Ja – einstimmig angenommen"),
        ({}, "Angenommen|; Stimmenzahlen nicht genannt"),
        ({"unanimous": False}, "Mehrheitlich angenommen|; Stimmenzahlen nicht genannt"),
        ({"yes": 15, "no": 7}, "15 Ja, 7 Nein – mehrheitlich angenommen|; nicht genannt: Enthaltungen"),
        ({"no": 3}, "3 Nein – angenommen|; nicht genannt: Ja-Stimmen, Enthaltungen"),
        ({"abstain": 2}, "2 Enthaltungen – angenommen|; nicht genannt: Ja-Stimmen, Nein-Stimmen"),
        (
            {"yes": 4, "no": 9, "abstain": 0, "result": "rejected"},
            "4 Ja, 9 Nein, 0 Enthaltungen – mehrheitlich abgelehnt",
        ),
        (
            {"yes": 8, "no": 8, "abstain": 0, "result": "rejected"},
            "8 Ja, 8 Nein, 0 Enthaltungen – abgelehnt bei Stimmengleichheit",
        ),
        ({"result": "noted"}, "Zur Kenntnis genommen"),
        ({"result": "referred", "unanimous": True}, "Einstimmig verwiesen"),
        ({"result": "postponed"}, "Vertagt"),
        ({"result": "withdrawn"}, "Zurückgezogen"),
        (
            {"unanimous": False, "against_by": ("FDP", "AfD"), "abstain_by": ("SPD",)},
            "Mehrheitlich angenommen; dagegen: FDP, AfD; Enthaltung: SPD|; Stimmenzahlen nicht genannt",
        ),
    ],
)
def test_result_in_the_usual_form(members, expected):
    """Results read as a German town writes them, and no number is made up."""
    vote = MinutesVote(id="v", **{"result": "accepted", **members})
    text, _, gap = expected.partition("|")
    assert (text, gap) == result_text(vote)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, ""),
        ({"origin": "derived"}, "abgeleitet"),
        ({"derived": ("no", "unanimous")}, "abgeleitet: Nein-Stimmen, Einstimmigkeit"),
        ({"derived": ("later_member",)}, "abgeleitet: later_member"),
    ],
)
def test_derived_numbers_are_named(members, expected):
    """What was worked out is told apart from what was stated."""
    assert expected == derived_mark(MinutesVote(id="v", result="accepted", **members))


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        ("2026-10-21", "Mittwoch, 21. Oktober 2026"),
        ("2026-03-01T18:00:00", "Sonntag, 1. März 2026"),
        ("im Mai", "im Mai"),
        (None, None),
    ],
)
def test_dates_are_german(iso, expected):
    """Dates with day and month in words; what is no date stays."""
    assert expected == german_date(iso)


def test_positions_in_the_recording():
    """Hours, minutes, seconds, rounded down."""
    assert [position(0), position(156.9), position(28799.99)] == ["0:00:00", "0:02:36", "7:59:59"]


def test_quotations_in_quotations():
    """Inner quotation marks are the single ones."""
    assert quoted("Der Plan „Am Mühlbach“ gilt.") == "„Der Plan ‚Am Mühlbach‘ gilt.“"


def test_clean_text():
    """Control characters and line breaks are gone, German signs are not."""
    assert clean("Grüße\u0007 –\n „ß“\t3") == "Grüße – „ß“ 3"


def test_findings():
    """Found, denied and not heard are three things."""
    assert "nicht form-" in invitation_text(Finding(value=False))
    assert invitation_text(Finding()) == "[Ladung: Feststellung nicht genannt]"
    assert quorum_text(Finding(value=True)) == "Der Vorsitz stellt die Beschlussfähigkeit fest."
    assert "nicht beschlussfähig" in quorum_text(Finding(value=False))
    assert quorum_text(Finding()) == "[Beschlussfähigkeit: Feststellung nicht genannt]"


@pytest.mark.parametrize(
    ("left", "words"), [(True, "verlassen"), (False, "im Raum geblieben"), (None, "nicht genannt")]
)
def test_recusals(left, words):
    """Whether somebody left the room is told only where it was heard."""
    text = recusal_text(MinutesRecusal(id="r", person="Can Öztürk", party="CDU", left_room=left))
    assert text.startswith("Befangenheit: Can Öztürk (CDU) ")
    assert words in text
