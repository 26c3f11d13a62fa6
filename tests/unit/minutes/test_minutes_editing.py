"""Changes in the minutes: applied, undone, refused, and carried over to a new draft."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from minutes_sample import meeting

from minutes.editing import (
    AddEntry,
    Change,
    ChangeNotPossibleError,
    ChangePlaceError,
    ChangeValueError,
    RemoveEntry,
    SetField,
    apply_change,
    apply_changes,
    carry_over,
    inverse,
    settled,
    value_at,
)
from minutes.editing.apply import opened
from minutes.types import Evidence, Minutes, MinutesVote

DRAFT = meeting().draft()
VOTE = ("items", "Ö 2", "votes", "Ö 2/v1")
MARKS = frozenset({"origin", "derived"})


def item_of(minutes: Minutes, number: str):
    return next(item for item in minutes.items if item.number == number)


def without_marks(value):
    """Leave out what stays of a change that was taken back: that a person was there."""
    if isinstance(value, dict):
        return {name: without_marks(one) for name, one in value.items() if name not in MARKS}
    return [without_marks(one) for one in value] if isinstance(value, list) else value


def test_a_count_is_set_and_keeps_its_evidence():
    """The new number is by hand, and rests on the same sound."""
    vote = item_of(apply_change(DRAFT, SetField(path=(*VOTE, "abstain"), value=2)), "Ö 2").votes[0]
    assert (vote.abstain, vote.origin, vote.evidence[0].utterance) == (2, "entered by hand", "u12")


def test_what_a_person_counted_is_no_longer_worked_out():
    """A derived count that was set by hand loses its mark, others keep theirs."""
    path = ("items", "N 1", "votes", "N 1/v1", "yes")
    assert item_of(DRAFT, "N 1").votes[0].derived == ("yes",)
    assert item_of(apply_change(DRAFT, SetField(path=path, value=2)), "N 1").votes[0].derived == ()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("chair",), "Mia Sander"),
        (("head", "end", "value"), "20:01"),
        (("quorum", "value"), False),
        (("attendees", "Frau Winkler", "reason"), "krank"),
        (("items", "Ö 4", "state"), "postponed"),
        (("items", "Ö 2", "decisions", "Ö 2/d1", "text"), "Der Radweg wird ausgebaut."),
        (("items", "Ö 2", "statements", "Ö 2/p1", "speaker"), None),
        (("items", "Ö 2", "assignments", "Ö 2/a1", "until"), "bis Jahresende"),
    ],
)
def test_every_kind_of_place_can_be_set(path, value):
    """Fields of the document, its head, its people, its items and their claims."""
    draft = _with_winkler(DRAFT)
    assert value_at(apply_change(draft, SetField(path=path, value=value)), path) == value


def _with_winkler(minutes: Minutes) -> Minutes:
    names = [person.name for person in minutes.attendees]
    if "Frau Winkler" in names:
        return minutes
    return apply_change(minutes, AddEntry(path=("attendees",), entry={"name": "Frau Winkler"}))


@pytest.mark.parametrize(
    "path",
    [
        (),
        ("provenance", "note"),
        ("status",),
        (*VOTE, "evidence"),
        (*VOTE, "id"),
        ("items", "Ö 9", "title"),
        ("items", "Ö 2", "open_points", "1", "text"),
        ("attendees", "Niemand", "state"),
        ("head", "body"),
    ],
)
def test_what_is_not_changed_by_hand_is_refused(path):
    """Evidence, ids, the label of the draft and places that are not there."""
    with pytest.raises(ChangePlaceError):
        apply_change(DRAFT, SetField(path=path, value="x"))


@pytest.mark.parametrize(("name", "value"), [("yes", "neun"), ("yes", -1.5), ("result", "vielleicht")])
def test_a_value_that_does_not_fit_is_refused(name, value):
    """The type of the field decides; the message names the place."""
    with pytest.raises(ChangeValueError, match=f"Ö 2/v1 › {name}"):
        apply_change(DRAFT, SetField(path=(*VOTE, name), value=value))


def test_items_come_from_the_agenda():
    """None is added or removed in the minutes."""
    with pytest.raises(ChangeNotPossibleError):
        apply_change(DRAFT, AddEntry(path=("items",), entry={"number": "Ö 9", "title": "Neu"}))
    with pytest.raises(ChangeNotPossibleError):
        apply_change(DRAFT, RemoveEntry(path=("items", "Ö 2")))


def test_an_added_vote_is_as_public_as_its_item():
    """What is entered under a non-public item is not public."""
    entry = {"result": "accepted", "yes": 3}
    made = apply_change(DRAFT, AddEntry(path=("items", "N 1", "votes"), entry=entry))
    vote = item_of(made, "N 1").votes[-1]
    assert vote == MinutesVote(id="N 1/vh1", result="accepted", yes=3, origin="entered by hand", public=False)


@st.composite
def changes(draw) -> Change:
    """Any change of the sample."""
    number = draw(st.sampled_from(["Ö 2", "Ö 3", "N 1"]))
    claim = ("items", number, "votes", f"{number}/v1")
    return draw(
        st.one_of(
            st.builds(
                SetField,
                path=st.sampled_from([(*claim, name) for name in ("yes", "no", "abstain")]),
                value=st.none() | st.integers(0, 99),
            ),
            st.builds(SetField, path=st.just(("clerk",)), value=st.none() | st.text(max_size=9)),
            st.builds(
                AddEntry,
                path=st.just(("items", number, "assignments")),
                entry=st.fixed_dictionaries(
                    {"who": st.none() | st.text(max_size=5), "text": st.text(max_size=9)}
                ),
            ),
            st.builds(RemoveEntry, path=st.just(claim)),
        )
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(changes(), max_size=6))
def test_every_change_can_be_taken_back(found):
    """Undone in reverse order, everything reads as before."""
    minutes, undo = DRAFT, []
    for change in found:
        try:
            after = apply_change(minutes, change)
        except ChangePlaceError:  # of a claim that was removed before
            continue
        undo.append(inverse(minutes, change))
        minutes = after
    for change in reversed(undo):
        minutes = apply_change(minutes, change)
    assert without_marks(opened(minutes)) == without_marks(opened(DRAFT))


def _redrafted(**counts) -> Minutes:
    """Return a new draft: one more vote was found before the one of Ö 2, whose counts may differ."""
    item = item_of(DRAFT, "Ö 2")
    earlier = MinutesVote(
        id="Ö 2/v1",
        subject="procedure",
        result="rejected",
        evidence=(Evidence(utterance="u9", second=160.0),),
    )
    later = msgspec.structs.replace(item.votes[0], id="Ö 2/v2", **counts)
    changed = msgspec.structs.replace(item, votes=(earlier, later))
    return msgspec.structs.replace(
        DRAFT, items=tuple(changed if one.number == "Ö 2" else one for one in DRAFT.items)
    )


def test_a_persons_count_stays_with_its_vote():
    """The ids moved, the vote is recognised by its sound; nothing differs, so nothing is asked."""
    carried = carry_over(DRAFT, [SetField(path=(*VOTE, "yes"), value=10)], _redrafted())
    votes = item_of(carried.minutes, "Ö 2").votes
    assert [(vote.id, vote.yes) for vote in votes] == [("Ö 2/v1", None), ("Ö 2/v2", 10)]
    assert carried.differences == ()


def test_another_opinion_of_the_engine_is_offered_and_not_taken():
    """A third number stands beside the person's, which stays."""
    carried = carry_over(DRAFT, [SetField(path=(*VOTE, "yes"), value=10)], _redrafted(yes=8))
    (difference,) = carried.differences
    assert item_of(carried.minutes, "Ö 2").votes[1].yes == 10
    assert (difference.mine, difference.before, difference.offered) == (10, 9, 8)
    assert difference.path == ("items", "Ö 2", "votes", "Ö 2/v2", "yes")


def test_what_a_person_corrected_survives_the_loss_of_its_claim():
    """The new draft does not find the vote any more: it stays as the person left it, and that is told."""
    item = msgspec.structs.replace(item_of(DRAFT, "Ö 2"), votes=())
    new = msgspec.structs.replace(
        DRAFT, items=tuple(item if one.number == "Ö 2" else one for one in DRAFT.items)
    )
    carried = carry_over(DRAFT, [SetField(path=(*VOTE, "yes"), value=10)], new)
    (vote,) = item_of(carried.minutes, "Ö 2").votes
    assert (vote.yes, vote.no, vote.abstain) == (10, 3, 1)
    assert [(one.offered, one.gone) for one in carried.differences] == [(None, True)]
    assert apply_changes(new, [one for one in carried.changes if one]) == carried.minutes


def test_what_was_added_and_removed_by_hand_stays_so():
    """An entry made by hand is there again, an entry taken out is out again."""
    added = settled(
        DRAFT, AddEntry(path=("items", "Ö 3", "assignments"), entry={"who": "Amt", "text": "prüft"})
    )
    log = [added, SetField(path=("items", "Ö 3", "assignments", "Ö 3/ah1", "until"), value="Mai")]
    log.append(RemoveEntry(path=("items", "Ö 2", "motions", "Ö 2/m1")))
    carried = carry_over(DRAFT, log, _redrafted())
    (assignment,) = item_of(carried.minutes, "Ö 3").assignments
    assert (assignment.who, assignment.until) == ("Amt", "Mai")
    assert item_of(carried.minutes, "Ö 2").motions == ()
    assert carried.changes == tuple(log)
