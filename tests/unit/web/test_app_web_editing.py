"""The form that changes a meeting: buttons on rows, and two people at once."""

from __future__ import annotations

import msgspec
import pytest

from app.web.editing import EditForm, ItemRow, PersonRow, act, merge, read_edit, take
from app.web.editing.values import Speakers, read_kept
from app.web.i18n import translator

T = translator("de")

ITEMS = tuple(ItemRow(number=f"Ö {n}", title=f"Punkt {n}") for n in (1, 2, 3))

BASE = EditForm(
    date="2026-05-21", place="Rathaus", items=ITEMS, people=(PersonRow(name="Sabine Möller", role="chair"),)
)

with_ = msgspec.structs.replace


@pytest.mark.parametrize(
    ("button", "numbers"),
    [
        ("item-add", ["Ö 1", "Ö 2", "Ö 3", ""]),
        ("item-up-1", ["Ö 2", "Ö 1", "Ö 3"]),
        ("item-up-0", ["Ö 1", "Ö 2", "Ö 3"]),
        ("item-down-1", ["Ö 1", "Ö 3", "Ö 2"]),
        ("item-down-2", ["Ö 1", "Ö 2", "Ö 3"]),
        ("item-remove-1", ["Ö 1", "Ö 3"]),
        ("item-remove-9", ["Ö 1", "Ö 2", "Ö 3"]),
    ],
)
def test_buttons_move_rows(button, numbers):
    """Each does what it says to its row, and nothing at the ends."""
    assert [row.number for row in act(BASE, button).items] == numbers


@pytest.mark.parametrize("name", ["", "save", "item-up-", "item-up-x", "item-up--1", "item-eat-1", "place"])
def test_what_is_no_button_does_nothing(name):
    """Whatever else is sent is no button of a row."""
    assert act(BASE, name) is None


def test_people_are_added_and_removed():
    """The roster has no order that matters, so nothing moves in it."""
    assert [row.name for row in act(BASE, "person-add").people] == ["Sabine Möller", ""]
    assert act(BASE, "person-remove-0").people == ()
    assert act(BASE, "person-up-0") is None


def test_the_form_is_read_as_it_was_typed():
    """Rows by number, boxes that are not ticked, lines of a text area; a count out of range is no matter."""
    data = {
        "date": "2026-05-21",
        "place": " Aula ",
        "items-count": "2",
        "item-0-number": "Ö 1",
        "item-0-title": "Eröffnung",
        "item-0-public": "1",
        "item-1-number": "N 1",
        "item-1-title": "Grund\r\nstück",
        "item-7-title": "zu viel",
        "people-count": "1",
        "person-0-name": "Jens Krüger",
        "person-0-role": "guest",
        "person-0-present": "no",
        "glossary": "Bauhof\r\nDoppik\r\n",
        "voices-speakers": "6",
    }
    form = read_edit(data)
    assert [(row.number, row.title, row.public) for row in form.items] == [
        ("Ö 1", "Eröffnung", True),
        ("N 1", "Grund stück", False),
    ]
    assert form.people == (PersonRow(name="Jens Krüger", role="guest", votes=False, present="no"),)
    assert (form.place, form.glossary, form.speakers.speakers) == ("Aula", "Bauhof\nDoppik", "6")
    assert len(read_edit({"items-count": "99999999"}).items) == 500
    assert read_edit({"items-count": "-1"}).items == ()


def test_what_only_one_changed_needs_no_decision():
    """Theirs is taken over where I touched nothing; mine stays where they did not."""
    mine, theirs = with_(BASE, place="Aula"), with_(BASE, date="2026-05-28", speakers=Speakers(speakers="6"))
    merged = merge(BASE, mine, theirs, T)
    assert (merged.form.place, merged.form.date, merged.form.speakers.speakers) == ("Aula", "2026-05-28", "6")
    assert (set(merged.taken), merged.both) == ({"date", "speakers"}, ())


def test_what_both_changed_is_shown_and_nothing_typed_is_lost():
    """The form keeps mine; both are told, of lists the rows that differ."""
    mine = with_(BASE, place="Aula", items=(*ITEMS[:2], ItemRow(number="N 1", title="Grund", public=False)))
    theirs = with_(BASE, place="Mensa", items=ITEMS[:1])
    merged = merge(BASE, mine, theirs, T)
    assert merged.form == mine
    told = {one.part: (one.theirs, one.mine) for one in merged.both}
    assert told == {
        "place": (("Mensa",), ("Aula",)),
        "items": ((), ("Ö 2 Punkt 2", "N 1 Grund, nichtöffentlich")),
    }
    assert take(merged.form, theirs, "items").items == ITEMS[:1]
    assert take(merged.form, theirs, "nonsense") == merged.form


def test_different_rows_of_one_list_are_no_contradiction():
    """Each row is taken from who changed it; a row that both changed is mine, and shown."""
    mine = with_(BASE, items=(ITEMS[0], with_(ITEMS[1], title="Meins"), ITEMS[2]))
    theirs = with_(BASE, items=(*ITEMS[:2], with_(ITEMS[2], public=False)))
    merged = merge(BASE, mine, theirs, T)
    assert merged.form.items == (ITEMS[0], mine.items[1], theirs.items[2])
    assert (merged.taken, merged.both) == (("items",), ())
    against = with_(theirs, items=(ITEMS[0], with_(ITEMS[1], title="Ihres"), theirs.items[2]))
    merged = merge(BASE, mine, against, T)
    assert merged.form.items == (ITEMS[0], mine.items[1], theirs.items[2])
    (one,) = merged.both
    assert (one.theirs, one.mine) == (("Ö 2 Ihres",), ("Ö 2 Meins",))


def test_the_same_change_twice_is_none():
    """Two who typed the same have nothing to decide."""
    both = with_(BASE, place="Aula")
    assert merge(BASE, both, both, T).both == ()


def test_only_another_order_is_shown_whole():
    """Where the rows are the same, their order is the difference."""
    mine = act(BASE, "item-up-1")
    theirs = act(BASE, "item-up-2")
    (one,) = merge(BASE, mine, theirs, T).both
    assert one.mine == ("Ö 2 Punkt 2", "Ö 1 Punkt 1", "Ö 3 Punkt 3")
    assert one.theirs == ("Ö 1 Punkt 1", "Ö 3 Punkt 3", "Ö 2 Punkt 2")


def test_what_it_rests_on_comes_back_from_the_hidden_field():
    """The kept form is read again; something else is nothing."""
    assert read_kept(BASE.kept) == BASE
    assert read_kept('{"items": 5}') is None
    assert read_kept("") is None
