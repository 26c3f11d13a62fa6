"""The queue of risks: its order, its ids, its reasons; and confirmations in the minutes."""

from __future__ import annotations

import msgspec
import pytest
from minutes_sample import meeting

from minutes.review import risks
from minutes.review.confirm import Confirmation, plausible_seconds, with_confirmations
from minutes.review.risk_controls import controls_of, planted
from minutes.review.risk_reasons import doubt, together

SAMPLE = meeting()
DRAFT = SAMPLE.draft()


def queue_of(transcript=SAMPLE.transcript, outcomes=SAMPLE.outcomes, minutes=DRAFT):
    return risks(transcript, outcomes, minutes, SAMPLE.agenda, SAMPLE.roster)


QUEUE = queue_of()


def test_the_most_dangerous_comes_first():
    """Expected harm falls, and every vote, count and wording is binding and among them."""
    harms = [risk.harm for risk in QUEUE]
    assert harms == sorted(harms, reverse=True)
    votes = {vote.id for item in DRAFT.items for vote in item.votes}
    assert votes == {risk.claim for risk in QUEUE if risk.kind == "vote" and "/v" in risk.claim}
    assert {risk.kind for risk in QUEUE if risk.binding} <= {"vote", "count", "decision-wording"}


def test_every_risk_has_a_reason_in_both_languages_and_a_probability():
    """Codes are told in German and English; ids are unique."""
    assert len({risk.id for risk in QUEUE}) == len(QUEUE)
    for risk in QUEUE:
        assert 0 < risk.probability < 1
        assert all(reason.code and reason.de and reason.en for reason in risk.reasons)
        assert risk.reasons


def test_an_id_lasts_as_long_as_the_claim():
    """Other times change no id; another result changes those of that vote alone."""
    later = tuple(
        msgspec.structs.replace(u, start=u.start + 7, end=u.end + 7) for u in SAMPLE.transcript.utterances
    )
    moved = queue_of(transcript=msgspec.structs.replace(SAMPLE.transcript, utterances=later))
    assert [risk.id for risk in moved] == [risk.id for risk in QUEUE]
    item = next(item for item in DRAFT.items if item.votes)
    other = "rejected" if item.votes[0].result == "accepted" else "accepted"
    vote = msgspec.structs.replace(item.votes[0], result=other)
    items = tuple(
        msgspec.structs.replace(one, votes=(vote, *item.votes[1:])) if one is item else one
        for one in DRAFT.items
    )
    changed = queue_of(minutes=msgspec.structs.replace(DRAFT, items=items))
    gone = {risk.id for risk in QUEUE} - {risk.id for risk in changed}
    assert gone
    assert {risk.claim for risk in QUEUE if risk.id in gone} == {vote.id}


def test_a_loop_and_a_garbled_name_are_found():
    """An utterance marked as a loop is invented text; a name nearly of the list is named as a reason."""
    spoken = list(SAMPLE.transcript.utterances)
    surname = SAMPLE.roster.people[0].name.split()[-1]
    garbled = surname[:-2] + "xo" if len(surname) > 4 else surname + "xo"
    spoken[0] = msgspec.structs.replace(spoken[0], flags=("loop",))
    spoken[1] = msgspec.structs.replace(spoken[1], text=f"Das Wort hat Herr {garbled} bitte.")
    found = queue_of(transcript=msgspec.structs.replace(SAMPLE.transcript, utterances=tuple(spoken)))

    def reasons_of(place):
        asked = [risk for risk in found if risk.claim == f"utterance:{spoken[place].id}"]
        return {reason.code for risk in asked for reason in risk.reasons}

    assert "loop" in reasons_of(0)
    reasons = reasons_of(1)
    assert reasons & {"name-like-another", "name-not-on-list"}


def test_a_confirmed_vote_needs_all_its_answers():
    """Result and counts both: with one of them missing or wrong, nobody has confirmed it."""
    claim = next(risk.claim for risk in QUEUE if risk.kind == "count")
    asked = [risk for risk in QUEUE if risk.claim == claim and risk.binding]
    told = [
        Confirmation(risk=risk.id, answer="right", by="Kim Sommer", at=f"2026-05-22T10:0{place}:00+00:00")
        for place, risk in enumerate(asked)
    ]

    def by(answers):
        minutes = with_confirmations(DRAFT, QUEUE, answers)
        return next(v for item in minutes.items for v in item.votes if v.id == claim).confirmed_by

    assert len(asked) == 2
    assert by(told) == "Kim Sommer"
    assert by(told[:1]) is None
    assert by([told[0], msgspec.structs.replace(told[1], answer="wrong")]) is None


def test_unconfirmed_votes_are_told_until_none_is_left():
    """The open point goes with the last confirmation."""
    everything = [Confirmation(risk=r.id, answer="right", by="K", at="2026-05-22T10:00:00Z") for r in QUEUE]
    assert "unconfirmed" in {p.code for p in with_confirmations(DRAFT, QUEUE, []).open_points}
    assert "unconfirmed" not in {p.code for p in with_confirmations(DRAFT, QUEUE, everything).open_points}


def test_planted_items_differ_in_a_number_and_are_the_same_again():
    """A control item is a real count with another number; none has the id of a real one."""
    real = {risk.id: risk for risk in QUEUE}
    controls = controls_of(QUEUE, "seed")
    assert controls
    assert controls == controls_of(QUEUE, "seed")
    assert not controls.keys() & real.keys()
    assert {c.value for c in controls.values()}.isdisjoint(r.value for r in QUEUE if r.kind == "count")
    mixed = planted(QUEUE, "seed", 3)
    assert [risk for risk in mixed if risk.id in real] == list(QUEUE)


@pytest.mark.parametrize(
    ("parts", "expected"), [((), 0.0), ((0.5,), 0.5), ((0.5, 0.5), 0.75), ((2.0,), 0.98)]
)
def test_signs_add_up(parts, expected):
    """Independent signs make an error likelier, never certain."""
    assert together(parts) == pytest.approx(expected)


def test_doubt_falls_with_the_probability_of_the_word():
    """No probability is no doubt; a sure word is none either."""
    assert doubt(None) == 0.0
    assert doubt(1.0) == 0.0
    assert doubt(0.2) > doubt(0.6) > doubt(0.9)


def test_looking_takes_a_plausible_time():
    """Never less than a second, never more than eight."""
    assert {1.0 <= plausible_seconds(risk, 1000) <= 8.0 for risk in QUEUE} == {True}


def test_a_passage_shorter_than_a_second_is_heard_by_playing_it_once():
    """A player reports its place four times a second: part of the passage goes uncounted."""
    passage = msgspec.structs.replace(QUEUE[0].evidence[0], start=2.0, end=2.7)
    short = msgspec.structs.replace(QUEUE[0], evidence=(passage,))
    assert 0.3 < plausible_seconds(short) < 0.6
