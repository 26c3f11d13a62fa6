"""The families of cues; one table of them per language."""

from __future__ import annotations

import re
from typing import NamedTuple


class CueTable(NamedTuple):
    """Patterns of one language. All but ``cut`` are matched against folded text (see ``tokens.fold``)."""

    call: re.Pattern[str]
    """Something is being called."""
    announce: re.Pattern[str]
    """Words of calling that only who presides, or a clerk, says."""
    bare_call: re.Pattern[str]
    """A call whose item is still to come ("Ich rufe auf:")."""
    step: re.Pattern[str]
    """Sounds like a call but goes on within an item ("Wir kommen zur Abstimmung")."""
    mention: re.Pattern[str]
    """Speaks about an item without calling it."""
    denial: re.Pattern[str]
    """Says that an item is not, or not yet, dealt with."""
    agenda_talk: re.Pattern[str]
    """Speaks about the agenda itself: what is added, taken off, moved."""
    settled: re.Pattern[str]
    """The agenda is settled, its items begin."""
    floor: re.Pattern[str]
    """Gives the floor, asks for votes or announces a result: an item is being dealt with, not called."""
    removed: re.Pattern[str]
    """Takes an item off the agenda or puts it off."""
    item_word: re.Pattern[str]
    """A word directly before an item's number; matched at the end of what precedes the number."""
    closing: re.Pattern[str]
    """Ends an item."""
    opening: re.Pattern[str]
    """What follows a call: asks for requests to speak, gives the floor, names the paper."""
    count_question: re.Pattern[str]
    """Asks for votes; a number behind it is a count."""
    chairing: re.Pattern[str]
    """Said by who presides (for finding the chair)."""
    public_end: re.Pattern[str]
    """The public part is closed (what is said here is still public)."""
    nonpublic: re.Pattern[str]
    """The non-public part begins."""
    withdrawn: re.Pattern[str]
    """States that an item is off the agenda."""
    postponed: re.Pattern[str]
    """States, or asks to decide, that an item is put off."""
    referred: re.Pattern[str]
    """States, or asks to decide, that an item goes to a committee."""
    decided: re.Pattern[str]
    """Announces that something was decided."""
    refused: re.Pattern[str]
    """Announces that something was not."""
    counted: frozenset[str]
    """Nouns before a number that is none of an item ("Frage 1")."""
    next_item: re.Pattern[str]
    """Calls whatever comes next."""
    opening_title: re.Pattern[str]
    """Titles of an item that begins with the meeting itself."""
    heading_stop: frozenset[str]
    """Words of titles that say nothing about which item it is."""
    form_words: frozenset[str]
    """Words of titles that name the kind of paper or who moved it, folded."""
    cut: re.Pattern[str]
    """Over the text as it is: where a call may begin inside a sentence."""
    starter: re.Pattern[str]
    """Over the text as it is: where a sentence begins, for speech written without full stops."""


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern out of several."""
    return re.compile("|".join(f"(?:{p})" for p in patterns))


def words_of(text: str) -> frozenset[str]:
    """The words of a list written in one string."""
    return frozenset(text.split())
