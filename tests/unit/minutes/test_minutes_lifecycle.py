"""The table of moves: every state, every move, every actor; needs, reasons, and where moves end."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools

import msgspec
import pytest

from minutes.lifecycle import (
    ACTORS,
    GENERIC,
    LAWS,
    MOVES,
    STATES,
    TABLE,
    Facts,
    after,
    canonical_minutes,
    finished,
    law_of,
    manifest,
    moves_of,
    nonpublic_minutes,
    obstacles,
    open_slots,
    sha256,
    slots_of,
    terms_of,
    with_released_titles,
)
from minutes.profiles import all_profiles, find_profile
from minutes.types import Minutes, MinutesItem, OpenPoint, Provenance

EVERYTHING = Facts(
    draft=True,
    unconfirmed_votes=0,
    public_part=True,
    correction=True,
    published=True,
    slot=True,
    reason=True,
    date=True,
    text=True,
)

ALLOWED = {
    ("submit", "secretary"): {"draft": "in-review"},
    ("back", "secretary"): {"in-review": "draft"},
    ("back", "chair"): {"in-review": "draft"},
    ("present", "secretary"): {"in-review": "ready"},
    ("reopen", "secretary"): {"ready": "in-review"},
    ("reopen", "chair"): {"ready": "in-review"},
    ("sign", "secretary"): {"ready": "signed"},
    ("sign", "chair"): {"ready": "signed"},
    ("sign", "member"): {"ready": "signed"},
    ("send", "secretary"): {"signed": "sent", "approved": "approved", "published": "published"},
    ("approve", "chair"): {"sent": "approved", "objected": "approved", "published": "published"},
    ("object", "secretary"): {"sent": "objected", "objected": "objected", "published": "published"},
    ("object", "chair"): {"sent": "objected", "objected": "objected", "published": "published"},
    ("publish", "secretary"): {"signed": "published", "sent": "published", "approved": "published"},
    ("unpublish", "secretary"): {
        "draft": "draft",
        "in-review": "in-review",
        "ready": "ready",
        "signed": "signed",
        "sent": "sent",
        "approved": "approved",
        "objected": "objected",
        "published": "signed",
    },
    ("correct", "secretary"): dict.fromkeys(("signed", "sent", "approved", "objected", "published"), "draft"),
    ("abandon", "secretary"): {"draft": "draft", "in-review": "in-review"},
}
"""Written a second time, by hand: a change of the table is a change of the law of the house."""


@pytest.mark.parametrize(("move", "state", "actor"), tuple(itertools.product(MOVES, STATES, (*ACTORS, None))))
def test_every_move_of_everybody_in_every_state(move, state, actor):
    """Exactly what is written above is allowed, and leads where it says."""
    actors = frozenset({actor} - {None})
    found = obstacles(move, state, actors, EVERYTHING, GENERIC)
    leads = ALLOWED.get((move, actor), {})
    assert (found == ()) == (state in leads)
    assert (move in moves_of(state, actors)) == (state in leads)
    if state in leads:
        assert after(move, state) == leads[state]


@pytest.mark.parametrize("move", MOVES)
def test_each_need_holds_a_move_up(move):
    """Without what it needs a move names just that; with it there is nothing left."""
    state = next(iter(TABLE[move].leads))
    lacking = Facts(idle=False, documents_current=False, missing_fields=2, unconfirmed_votes=1)
    told = [one.need for one in obstacles(move, state, TABLE[move].actors, lacking, LAWS["NW"])]
    assert told == list(TABLE[move].needs)
    assert obstacles(move, state, TABLE[move].actors, EVERYTHING, GENERIC) == ()


def test_a_reason_stands_in_for_fields_and_confirmations_alone():
    """Missing fields and unconfirmed votes give way to a reason; the border of the public does not."""
    facts = Facts(draft=True, missing_fields=1, unconfirmed_votes=3)
    who = frozenset({"secretary"})
    without = obstacles("present", "in-review", who, facts, GENERIC)
    with_reason = obstacles("present", "in-review", who, msgspec.structs.replace(facts, reason=True), GENERIC)
    assert [(one.need, one.waivable) for one in without] == [
        ("public-part", False),
        ("fields", True),
        ("votes-confirmed", True),
    ]
    assert [one.need for one in with_reason] == ["public-part"]


def test_where_no_confirmations_are_kept_none_are_asked_for():
    """None is not zero: nothing was planted there to be confirmed."""
    facts = Facts(draft=True, public_part=True, unconfirmed_votes=None)
    assert obstacles("present", "in-review", frozenset({"secretary"}), facts, GENERIC) == ()


@pytest.mark.parametrize("state", ["NW", "BW", "BY", None])
def test_the_law_decides_about_approval(state):
    """North Rhine-Westphalia knows neither approval nor objections; the others do."""
    needs = {
        one.need
        for move in ("approve", "object")
        for one in obstacles(move, "sent", frozenset({"chair"}), EVERYTHING, law_of(state))
    }
    assert needs == ({"approval-known", "objection-known"} if state == "NW" else set())


def test_every_profile_has_its_law():
    """A state that is added needs a line about what follows the signatures."""
    assert {profile.code for profile in all_profiles()} == set(LAWS)


def test_moves_end_where_the_edition_stood():
    """A signature among several changes nothing yet; what is taken down or given up goes back."""
    assert after("sign", "ready", complete=False) == "ready"
    assert after("unpublish", "published", approved=True, sent=True) == "approved"
    assert after("unpublish", "published", sent=True) == "sent"
    assert after("abandon", "draft", resumes="published") == "published"


def test_slots_follow_the_profile():
    """Baden-Württemberg: chair, two members, clerk; without a state chair and clerk."""
    minutes = Minutes(chair="Eva Eins", clerk="Otto Zwei")
    found = slots_of(minutes, find_profile("BW"))
    assert [(one.actor, one.name) for one in found] == [
        ("chair", "Eva Eins"),
        ("member", None),
        ("member", None),
        ("secretary", "Otto Zwei"),
    ]
    assert [one.number for one in open_slots(found, {0, 2})] == [1, 3]
    assert [one.role for one in slots_of(minutes, None)] == ["Vorsitz", "Schriftführung"]


def test_terms_are_counted_from_the_meeting():
    """A week for the web site, a month for the council; done in time is never late."""
    day = dt.date(2026, 5, 21)
    publish, send = terms_of(LAWS["BW"], day, sent=dt.date(2026, 6, 1))
    assert (publish.code, publish.due) == ("publish", dt.date(2026, 5, 28))
    assert (publish.overdue(dt.date(2026, 5, 28)), publish.overdue(dt.date(2026, 5, 29))) == (False, True)
    assert (send.overdue(dt.date(2027, 1, 1)), send.left(dt.date(2026, 6, 20))) == (False, 1)
    assert terms_of(LAWS["BW"], None) == terms_of(LAWS["NW"], day) == ()


def test_the_same_minutes_give_the_same_hash():
    """Canonical JSON does not depend on the order of keys; one letter more is another edition."""
    one = Minutes(provenance=Provenance(models={"b": "2", "a": "1"}))
    two = Minutes(provenance=Provenance(models={"a": "1", "b": "2"}))
    assert canonical_minutes(one) == canonical_minutes(two)
    assert sha256(canonical_minutes(one)) != sha256(canonical_minutes(Minutes()))
    told = {"edition": "e", "meeting": "m", "number": 2, "corrects": 1}
    made = manifest(**told, files={"public/b": "2", "public/a": "1"})
    assert made == manifest(**told, files={"public/a": "1", "public/b": "2"})
    assert sha256(made) == hashlib.sha256(made).hexdigest()


def test_two_documents_and_nothing_of_the_desk():
    """The non-public document holds those items alone; titles are shown only where they were released."""
    closed = MinutesItem(number="N 1", title="Grundstück", public=False)
    whole = Minutes(items=(MinutesItem(number="Ö 1", title="Haushalt"), closed))
    hidden = msgspec.structs.replace(closed, title="Nichtöffentlich")
    public = msgspec.structs.replace(whole, items=(whole.items[0], hidden))
    assert [item.number for item in nonpublic_minutes(whole).items] == ["N 1"]
    assert nonpublic_minutes(msgspec.structs.replace(whole, items=whole.items[:1])) is None
    assert with_released_titles(public, whole, ()) == public
    assert with_released_titles(public, whole, {"N 1"}).items[1].title == "Grundstück"
    desk = msgspec.structs.replace(
        whole, warnings=("w",), open_points=(OpenPoint(code="unassigned", text="x"),)
    )
    done = finished(desk, Provenance(note="geprüft"))
    assert (done.warnings, done.open_points, done.provenance.note) == ((), (), "geprüft")
