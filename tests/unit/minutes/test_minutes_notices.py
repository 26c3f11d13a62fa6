"""Warnings: a code in the files, a sentence in the reader's language for people."""

from __future__ import annotations

import pytest

import diarize.fallback
from minutes.notices import LOG_UNMATCHED, NOTICES, SOUND_FILLED, code_of, say, sound_filled

CODES = {value for name, value in vars(diarize.fallback).items() if name.isupper() and isinstance(value, str)}
"""Codes of the diarizers."""


def test_every_code_that_can_occur_has_its_sentences():
    """A code of a package without a sentence would be shown raw."""
    assert CODES | {LOG_UNMATCHED, SOUND_FILLED} == set(NOTICES)


@pytest.mark.parametrize("code", sorted(NOTICES))
def test_each_code_is_said_in_both_languages(code):
    """German and English differ, and neither shows the code or a hole for a figure."""
    warning = f"{code}:12.4" if "{figure}" in NOTICES[code].de else code
    german, english = say(warning, "de"), say(warning, "en")
    assert code == code_of(warning)
    assert german != english
    assert all(code not in text and "{" not in text and text.endswith(".") for text in (german, english))


def test_the_seconds_of_a_gap_are_told():
    """The figure is written as the language writes numbers."""
    warning = sound_filled(12.44)
    assert warning == "sound-filled:12.4"
    assert "12,4 Sekunden" in say(warning, "de")
    assert "12.4 seconds" in say(warning, "en")


@pytest.mark.parametrize("sentence", ["Punkt 3: 12 Stimmen gezählt (u4).", "unknown-code", ""])
def test_what_is_no_code_stays(sentence):
    """Findings are sentences already; an unknown code is not swallowed."""
    assert (sentence, None) == (say(sentence, "en"), code_of(sentence))
