"""The vocabulary: names first, nothing twice, never over the limit."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from transcribe import build_vocabulary


def letters(text):
    return -(-len(text) // 3)


def built(**given_):
    return build_vocabulary(**{"people": (), "titles": (), "terms": (), "count_tokens": letters} | given_)


@given(
    st.lists(st.text(max_size=30), max_size=80),
    st.lists(st.text(max_size=60), max_size=20),
    st.integers(1, 223),
)
def test_the_limit_is_kept(people, titles, limit):
    """However much there is to say, the prompt stays within the decoder's room."""
    found = built(people=people, titles=titles, terms=titles, limit=limit)
    assert letters(found.hotwords) + letters(found.initial_prompt) <= limit


def test_surnames_come_first_then_terms_then_words_of_titles():
    """What is misheard most often comes first; titles of persons and doubles are left out."""
    found = built(
        people=["Dr. Sabine Möller", "Jens von der Heide", "Karin Möller"],
        terms=["Obermann GmbH"],
        titles=["Sanierung der Obermann GmbH und des Daches"],
    )
    names, rest = found.hotwords.split(", ")[:2], found.hotwords.split(", ")[2:]
    assert {"Möller", "von der Heide"} == set(names)
    assert rest[0] == "Obermann GmbH"
    assert {"Sanierung", "Daches"} <= set(rest)


def test_nothing_known_gives_nothing():
    """Without roster, agenda and glossary the decoder is told nothing."""
    assert built().hotwords == ""


def test_every_day_phrases_stand_in_the_passage_where_names_leave_room():
    """Votes are announced in every meeting; but no name makes room for that."""
    few = built(people=["Anna Kern"])
    many = built(people=[f"Anna Kern{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(60)])
    assert "Ja-Stimmen" in few.initial_prompt
    assert "Ja-Stimmen" not in many.initial_prompt
    assert "18:30 Uhr" in many.initial_prompt


def test_no_vote_is_suggested_to_the_decoder():
    """The passage holds no number beside a word of a vote: none can be written down that nobody stated."""
    passage = built(people=["Anna Kern"]).initial_prompt
    for sentence in re.split(r"(?<=[.?!]) (?=[A-Z])", passage):
        assert not (re.search(r"\d", sentence) and re.search("(?i)stimme|enthalt", sentence))
