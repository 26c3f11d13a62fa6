"""Voices to people."""

from minutes.people.callers import give_calls_back
from minutes.people.chairing import presiding_voices
from minutes.people.log import LogEntry, fit
from minutes.people.mentions import Mention, PeopleIndex, index_of
from minutes.people.naming import name_speakers
from minutes.people.reading import whole_sentences

__all__ = (
    "LogEntry",
    "Mention",
    "PeopleIndex",
    "fit",
    "give_calls_back",
    "index_of",
    "name_speakers",
    "presiding_voices",
    "whole_sentences",
)
