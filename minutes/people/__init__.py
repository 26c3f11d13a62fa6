"""Voices to people."""

from minutes.people.chairing import presiding_voices
from minutes.people.mentions import Mention, PeopleIndex, index_of
from minutes.people.naming import name_speakers

__all__ = ("Mention", "PeopleIndex", "index_of", "name_speakers", "presiding_voices")
