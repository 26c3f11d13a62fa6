"""Words, their folded form and their likeness."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minutes.language.tokens import fold, similarity, stem, tokenize, word_match


def test_tokens_keep_numbers_and_papers_whole():
    """Dotted numbers, item letters, times and paper numbers are single tokens."""
    texts = [t.text for t in tokenize("TOP 10.1 und 7a, AN/1256/2020 (18:03 Uhr)")]
    assert texts == ["TOP", "10.1", "und", "7a", ",", "AN/1256/2020", "(", "18:03", "Uhr", ")"]


@given(st.text())
def test_offsets_point_at_the_text(text):
    """Every token is found in the text at its offsets, in order and without overlap."""
    place = 0
    for token in tokenize(text):
        assert token.text == text[token.start : token.end]
        assert token.start >= place
        place = token.end


def test_fold_writes_umlauts_out():
    """Folding makes different spellings equal."""
    assert fold("Straßen-Müller") == "strassen-mueller"
    assert fold("Scała") == fold("SCAŁA")


def test_stem_joins_inflections():
    """Plural, genitive and singular come to the same stem."""
    assert stem("ausschuss") == stem(fold("Ausschüssen")) == stem("ausschusses")


def test_word_match_tolerates_mishearing_and_compounds():
    """Misheard words match well, parts of a compound fairly, strangers not at all."""
    assert word_match("haushaltes", "haushalt") == 1.0
    assert word_match("stellplan", "stellenplan") > 0.72
    assert 0.6 < word_match("mietspiegel", "mietspiegelkommission") < 0.8
    assert word_match("hund", "haushalt") == 0.0


def test_similarity_counts_swapped_letters_once():
    """Two swapped letters are one error."""
    assert similarity("pakulat", "pakualt") > 0.85
